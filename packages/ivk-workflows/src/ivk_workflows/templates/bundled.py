"""The catalog in this package: the node types of a stock InvokeAI 6.14.2, for use without a server.

``tools/make_catalog.py`` makes the data file from a running server. It contains names, types, defaults,
limits and flags, but no descriptions.
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
    """Return the node templates of a stock InvokeAI 6.14.2; the file is read once."""
    packed = files("ivk_workflows.templates").joinpath("data", _FILE).read_bytes()
    return TemplateCatalog.from_openapi(json.loads(gzip.decompress(packed)))
