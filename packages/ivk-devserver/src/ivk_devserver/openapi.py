"""The server's ``/openapi.json``: the operations that it serves, and the templates of all nodes.

It is the same for every server of a process, so it is made once, on first demand.
"""

import json
from functools import cache

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from ivk_devserver.catalog import load_catalog
from ivk_devserver.routes import include_operations

__all__ = ["openapi_json"]

TITLE = "Invoke - Community Edition"


@cache
def openapi_json() -> bytes:
    """Give the document. A schema that the catalog knows is told as the catalog has it."""
    api = FastAPI()
    include_operations(api)
    document = get_openapi(title=TITLE, version="1.0.0", routes=api.routes)
    schemas = document["components"]["schemas"]
    document["components"]["schemas"] = {**schemas, **load_catalog().schemas}
    return json.dumps(document, separators=(",", ":")).encode()
