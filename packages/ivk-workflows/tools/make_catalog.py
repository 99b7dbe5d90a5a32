"""Make the bundled node catalog from a running InvokeAI.

    python packages/ivk-workflows/tools/make_catalog.py http://localhost:9090

The script writes ``src/ivk_workflows/templates/data/nodes-<version>.json.gz``. The same server always gives
the same bytes. Use a stock server, because the node packs that it has installed end up in the file.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import requests

from ivk_workflows.templates.catalog import TemplateCatalog

DATA = Path(__file__).parent.parent / "src" / "ivk_workflows" / "templates" / "data"


def main(address: str) -> None:
    """Fetch the schema of the server at an address, and write the catalog."""
    version = requests.get(f"{address}/api/v1/app/version", timeout=30).json()["version"]
    # A server builds its OpenAPI document on the first request, which takes longer than an ordinary answer.
    document = requests.get(f"{address}/openapi.json", timeout=60).json()
    compact = TemplateCatalog.from_openapi(document).compact()
    text = json.dumps(compact, separators=(",", ":"), sort_keys=False)
    target = DATA / f"nodes-{version}.json.gz"
    # A fixed time in the header keeps the bytes the same.
    target.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    sys.stdout.write(f"{target}: {len(compact['components']['schemas'])} schemas\n")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
