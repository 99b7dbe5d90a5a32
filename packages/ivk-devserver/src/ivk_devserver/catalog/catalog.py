"""The node catalog: a read-only view of the schemas of every node, its output and its field types."""

import gzip
import json
from functools import cached_property, lru_cache
from importlib import resources
from typing import Any

__all__ = ["REF", "Catalog", "Schema", "load_catalog"]

Schema = dict[str, Any]
REF = "#/components/schemas/"


class Catalog:
    """All schemas by name, and the nodes among them by type.

    Parameters
    ----------
    schemas
        JSON schemas by the names under which an OpenAPI document refers to them.
    """

    def __init__(self, schemas: dict[str, Schema]) -> None:
        self.schemas = schemas

    @cached_property
    def nodes(self) -> dict[str, Schema]:
        """Node schemas by node type, such as ``"blank_image"``."""
        found = (schema for schema in self.schemas.values() if schema.get("class") == "invocation")
        return {schema["properties"]["type"]["const"]: schema for schema in found}

    def resolve(self, schema: Schema) -> Schema:
        """Follow a ``$ref``; a schema without one is its own answer."""
        reference = schema.get("$ref")
        return self.schemas[reference.removeprefix(REF)] if isinstance(reference, str) else schema

    def inputs(self, node_type: str) -> dict[str, Schema]:
        """Give the properties of a node by name, attributes such as ``id`` included."""
        return dict(self.nodes[node_type]["properties"])

    def outputs(self, node_type: str) -> dict[str, Schema]:
        """Give the properties of a node's output by name."""
        return dict(self.resolve(self.nodes[node_type]["output"])["properties"])


@lru_cache(maxsize=1)
def load_catalog() -> Catalog:
    """Read the catalog that ships with this package."""
    packed = resources.files("ivk_devserver.catalog").joinpath("catalog.json.gz").read_bytes()
    return Catalog(json.loads(gzip.decompress(packed))["schemas"])
