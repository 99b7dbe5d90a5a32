"""The ASGI application of one server: operations, sockets, ``/openapi.json`` and a fallback page."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import cache

import socketio  # type: ignore[import-untyped]
from fastapi import FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp

from ivk_devserver.backend import Backend
from ivk_devserver.catalog.catalog import load_catalog
from ivk_devserver.faults.faults import Faults
from ivk_devserver.graph.graph import NotExecutableError
from ivk_devserver.middleware import (
    FaultMiddleware,
    RequiredHeadersMiddleware,
    SlidingWindowTokenMiddleware,
    SubPathMiddleware,
)
from ivk_devserver.routes import fault_control, include_operations
from ivk_devserver.settings import Settings

__all__ = ["create_app", "openapi_json"]

TITLE = "Invoke - Community Edition"
SOCKET_PATH = "/ws/socket.io"
PAGE = f"""<!DOCTYPE html>
<html lang="en">
<head><meta charset="UTF-8" /><title>{TITLE}</title></head>
<body dir="ltr"><div id="root">This embedded server has no user interface.</div></body>
</html>
"""
OTHER_METHODS = ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def create_app(settings: Settings, faults: Faults) -> ASGIApp:
    """Create the application of a server.

    Parameters
    ----------
    settings
        The settings of the server.
    faults
        The faults to apply to its requests and events.
    """
    backend = Backend(settings, faults)
    api = FastAPI(title=TITLE, lifespan=_lifespan, openapi_url=None, redoc_url=None)
    api.state.backend = backend
    include_operations(api)
    api.include_router(fault_control.router)
    _add_openapi(api)
    _add_fallback(api)
    api.add_exception_handler(NotExecutableError, _internal_server_error)
    api.add_middleware(SlidingWindowTokenMiddleware, tokens=backend.tokens)
    sockets = socketio.ASGIApp(backend.sockets.server, other_asgi_app=api, socketio_path=SOCKET_PATH)
    return _as_proxied(FaultMiddleware(sockets, faults), settings)


@cache
def openapi_json() -> bytes:
    """Return the document of ``/openapi.json``. Schemas of the node catalog replace those of our own models.

    It is the same for every server of a process, so it is made once.
    """
    api = FastAPI()
    include_operations(api)
    document = get_openapi(title=TITLE, version="1.0.0", routes=api.routes)
    schemas = document["components"]["schemas"]
    document["components"]["schemas"] = {**schemas, **load_catalog().schemas}
    return json.dumps(document, separators=(",", ":")).encode()


def _as_proxied(app: ASGIApp, settings: Settings) -> ASGIApp:
    guarded = RequiredHeadersMiddleware(app, settings.required_headers) if settings.required_headers else app
    return SubPathMiddleware(guarded, settings.sub_path) if settings.sub_path else guarded


@asynccontextmanager
async def _lifespan(api: FastAPI) -> AsyncIterator[None]:
    backend: Backend = api.state.backend
    sending = asyncio.create_task(backend.sockets.run())
    # Lets the task start, so that it has the event loop before the first event is published.
    await asyncio.sleep(0)
    backend.start()
    yield
    sending.cancel()
    with suppress(asyncio.CancelledError):
        await sending
    await asyncio.to_thread(backend.stop)


def _add_openapi(api: FastAPI) -> None:
    @api.get("/openapi.json", include_in_schema=False)
    def openapi() -> Response:
        return Response(openapi_json(), media_type="application/json")


def _add_fallback(api: FastAPI) -> None:
    """Answer every other path with a page to GET and 405 to other methods; must be called last.

    A real server serves its GUI there, which is why an unknown path does not answer 404.
    """

    @api.api_route("/{path:path}", methods=["GET", "HEAD"], include_in_schema=False)
    def page(path: str) -> HTMLResponse:  # noqa: ARG001
        return HTMLResponse(PAGE)

    @api.api_route("/{path:path}", methods=OTHER_METHODS, include_in_schema=False)
    def method_not_allowed(request: Request, path: str) -> Response:  # noqa: ARG001
        return JSONResponse({"detail": "Method Not Allowed"}, status_code=405)


def _internal_server_error(_: Request, __: Exception) -> PlainTextResponse:
    return PlainTextResponse("Internal Server Error", status_code=500)
