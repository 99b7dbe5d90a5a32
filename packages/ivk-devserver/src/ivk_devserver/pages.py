"""What the server answers where it serves nothing: a web page to GET, and 405 to everything else.

A real server has its GUI there, which is why a wrong address does not answer 404.
"""

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

__all__ = ["add_pages"]

PAGE = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="UTF-8" /><title>Invoke - Community Edition</title></head>
<body dir="ltr"><div id="root">This embedded server has no user interface.</div></body>
</html>
"""
OTHERS = ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def add_pages(app: FastAPI) -> None:
    """Answer wherever nothing else does; call this last."""

    @app.api_route("/{path:path}", methods=["GET", "HEAD"], include_in_schema=False)
    def page(path: str) -> HTMLResponse:  # noqa: ARG001
        return HTMLResponse(PAGE)

    @app.api_route("/{path:path}", methods=OTHERS, include_in_schema=False)
    def refuse(request: Request, path: str) -> Response:  # noqa: ARG001
        return JSONResponse({"detail": "Method Not Allowed"}, status_code=405)
