"""What nodes exist: their inputs, outputs, defaults and limits, as facts read from a real server.

``catalog.json.gz`` is written by ``tools/make_catalog.py``. It is read once per process, on first use.
"""

from ivk_devserver.catalog.catalog import Catalog, load_catalog

__all__ = ["Catalog", "load_catalog"]
