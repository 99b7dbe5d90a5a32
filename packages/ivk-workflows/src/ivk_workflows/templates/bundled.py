"""The catalog that ships with the package: the node types of a stock InvokeAI 6.14.2, for use offline.

The data file is made by ``tools/make_catalog.py`` from a running server and holds names, types, defaults,
limits and flags, and no prose.
"""

from __future__ import annotations

import gzip
import json
from functools import cache
from importlib.resources import files

from ivk_workflows.templates.catalog import TemplateCatalog

__all__ = ["BUNDLED_VERSION", "bundled_catalog"]

BUNDLED_VERSION = "6.14.2"
_FILE = "nodes-6.14.2.json.gz"


@cache
def bundled_catalog() -> TemplateCatalog:
    """Give the node templates of a stock InvokeAI 6.14.2; read from disk once."""
    packed = files("ivk_workflows.templates").joinpath("data", _FILE).read_bytes()
    return TemplateCatalog.from_openapi(json.loads(gzip.decompress(packed)))
