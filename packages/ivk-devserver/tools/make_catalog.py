"""Write the node catalog of the embedded server from the ``/openapi.json`` of a real server.

The catalog has the names, types, defaults, limits, flags and choices of every node and output, and of every
object that they refer to. Texts (``description``, ``examples``) are left out.

    python tools/make_catalog.py http://127.0.0.1:9090
    python tools/make_catalog.py openapi.json.gz
"""

import argparse
import gzip
import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[1] / "src/ivk_devserver/catalog/catalog.json.gz"
REF = "#/components/schemas/"
TEXTS = frozenset({"description", "examples"})
ROOT_CLASSES = frozenset({"invocation", "output"})
# Schemas that no node refers to, but that clients read for the members of the server's enums.
ENUMS = (
    "InvocationOutputMap",
    "BaseModelType",
    "ModelType",
    "ModelFormat",
    "SubModelType",
    "ImageCategory",
    "ResourceOrigin",
)


def read_document(source: str) -> dict[str, Any]:
    """Return the OpenAPI document of a server, a JSON file or a gzipped JSON file."""
    if source.startswith(("http://", "https://")):
        url = f"{source.rstrip('/')}/openapi.json"
        with urllib.request.urlopen(url) as answer:  # noqa: S310 - the scheme was checked above
            return dict(json.load(answer))
    data = Path(source).read_bytes()
    return dict(json.loads(gzip.decompress(data) if source.endswith(".gz") else data))


def references(schema: Any) -> Iterator[str]:
    """Yield the name of every schema that a schema refers to."""
    if isinstance(schema, list):
        for part in schema:
            yield from references(part)
    elif isinstance(schema, dict):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"].removeprefix(REF)
        for part in schema.values():
            yield from references(part)


def without_texts(schema: Any, *, named: bool = False) -> Any:
    """Return a copy of a schema without its texts; with ``named`` its keys are names and not keywords."""
    if isinstance(schema, list):
        return [without_texts(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept = (key for key in schema if named or key not in TEXTS)
    return {key: without_texts(schema[key], named=not named and key == "properties") for key in kept}


def select(schemas: dict[str, Any]) -> dict[str, Any]:
    """Return the schemas of nodes, outputs and enums, and of everything that they refer to."""
    pending = [name for name, schema in schemas.items() if schema.get("class") in ROOT_CLASSES]
    pending += [name for name in ENUMS if name in schemas]
    kept: set[str] = set()
    while pending:
        name = pending.pop()
        if name not in kept:
            kept.add(name)
            pending += references(schemas[name])
    return {name: without_texts(schemas[name]) for name in sorted(kept)}


def main() -> None:
    """Read the document that the command line names, and write the catalog."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("source", help="the URL of a server, or a file with its /openapi.json")
    parser.add_argument("--target", type=Path, default=TARGET)
    options = parser.parse_args()
    schemas = select(read_document(options.source)["components"]["schemas"])
    text = json.dumps({"schemas": schemas}, separators=(",", ":"))
    options.target.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))


if __name__ == "__main__":
    main()
