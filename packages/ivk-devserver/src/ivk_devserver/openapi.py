"""The server's ``/openapi.json``: the operations that it serves, and the templates of all nodes."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from ivk_devserver.catalog import load_catalog

__all__ = ["build_document"]

TITLE = "Invoke - Community Edition"


def build_document(app: FastAPI) -> dict[str, Any]:
    """Make the document. A schema that the catalog knows is told as the catalog has it."""
    document = get_openapi(title=TITLE, version="1.0.0", routes=app.routes)
    schemas = document["components"]["schemas"]
    document["components"]["schemas"] = {**schemas, **load_catalog().schemas}
    return document
