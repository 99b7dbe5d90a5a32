"""Write the node catalog that ships with the embedded server, from a real server's ``/openapi.json``.

The catalog holds facts only: names, types, defaults, limits, flags and choices of every node, every node
output and every object that those refer to. Prose (``description``, ``examples``) is left out.

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
PROSE = frozenset({"description", "examples"})
ROOT_CLASSES = frozenset({"invocation", "output"})
# Schemas that no node refers to, but that clients read to learn the server's words.
VOCABULARY = (
    "InvocationOutputMap",
    "BaseModelType",
    "ModelType",
    "ModelFormat",
    "SubModelType",
    "ImageCategory",
    "ResourceOrigin",
)


def read_document(source: str) -> dict[str, Any]:
    """Read an OpenAPI document from a server's address, a JSON file or a gzipped JSON file."""
    if source.startswith(("http://", "https://")):
        url = f"{source.rstrip('/')}/openapi.json"
        with urllib.request.urlopen(url) as answer:  # noqa: S310 - the scheme was checked above
            return dict(json.load(answer))
    data = Path(source).read_bytes()
    return dict(json.loads(gzip.decompress(data) if source.endswith(".gz") else data))


def references(schema: Any) -> Iterator[str]:
    """Name every schema that a schema refers to."""
    if isinstance(schema, list):
        for part in schema:
            yield from references(part)
    elif isinstance(schema, dict):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"].removeprefix(REF)
        for part in schema.values():
            yield from references(part)


def without_prose(schema: Any, *, named: bool = False) -> Any:
    """Copy a schema without its texts; ``named`` says that the keys here are names and not keywords."""
    if isinstance(schema, list):
        return [without_prose(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept = (key for key in schema if named or key not in PROSE)
    return {key: without_prose(schema[key], named=not named and key == "properties") for key in kept}


def select(schemas: dict[str, Any]) -> dict[str, Any]:
    """Keep nodes, outputs, the vocabulary, and all that those refer to."""
    pending = [name for name, schema in schemas.items() if schema.get("class") in ROOT_CLASSES]
    pending += [name for name in VOCABULARY if name in schemas]
    kept: set[str] = set()
    while pending:
        name = pending.pop()
        if name not in kept:
            kept.add(name)
            pending += references(schemas[name])
    return {name: without_prose(schemas[name]) for name in sorted(kept)}


def main() -> None:
    """Read the document named on the command line and write the catalog."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("source", help="a server's address, or a file holding its /openapi.json")
    parser.add_argument("--target", type=Path, default=TARGET)
    options = parser.parse_args()
    schemas = select(read_document(options.source)["components"]["schemas"])
    text = json.dumps({"schemas": schemas}, separators=(",", ":"))
    options.target.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))


if __name__ == "__main__":
    main()
