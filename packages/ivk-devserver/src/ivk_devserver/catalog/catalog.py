"""The node catalog: a read-only view of the JSON schemas of nodes, outputs and field types."""

import gzip
import json
from functools import cached_property, lru_cache
from importlib import resources
from typing import Any

__all__ = ["REF", "Catalog", "Schema", "load_catalog"]

Schema = dict[str, Any]
REF = "#/components/schemas/"


class Catalog:
    """All schemas by name, and the schemas of nodes and outputs by type.

    Parameters
    ----------
    schemas
        JSON schemas by the names with which an OpenAPI document refers to them.
    """

    def __init__(self, schemas: dict[str, Schema]) -> None:
        self.schemas = schemas

    @cached_property
    def nodes(self) -> dict[str, Schema]:
        """Node schemas by node type, such as ``"blank_image"``."""
        return {schema["properties"]["type"]["const"]: schema for _, schema in self._of_class("invocation")}

    @cached_property
    def class_names(self) -> dict[str, str]:
        """The names of the node classes of a real server by node type, such as ``BlankImageInvocation``."""
        return {schema["properties"]["type"]["const"]: name for name, schema in self._of_class("invocation")}

    @cached_property
    def output_properties(self) -> dict[str, dict[str, Schema]]:
        """The properties of each output by output type, such as ``"image_output"``."""
        outputs = (schema["properties"] for _, schema in self._of_class("output"))
        return {properties["type"]["const"]: properties for properties in outputs}

    def resolve(self, schema: Schema) -> Schema:
        """Return the schema that a ``$ref`` refers to; return a schema without one as it is."""
        reference = schema.get("$ref")
        return self.schemas[reference.removeprefix(REF)] if isinstance(reference, str) else schema

    def inputs(self, node_type: str) -> dict[str, Schema]:
        """Return the properties of a node by name, including attributes such as ``id``."""
        return dict(self.nodes[node_type]["properties"])

    def outputs(self, node_type: str) -> dict[str, Schema]:
        """Return the properties of the output of a node by name."""
        return dict(self.resolve(self.nodes[node_type]["output"])["properties"])

    def is_special(self, node_type: str) -> bool:
        """Return whether only the GUI can expand nodes of a type: batch nodes and generators."""
        return self.nodes.get(node_type, {}).get("classification") == "special"

    def _of_class(self, schema_class: str) -> list[tuple[str, Schema]]:
        return [
            (name, schema) for name, schema in self.schemas.items() if schema.get("class") == schema_class
        ]


@lru_cache(maxsize=1)
def load_catalog() -> Catalog:
    """Return the catalog of this package; it is read once per process."""
    packed = resources.files("ivk_devserver.catalog").joinpath("catalog.json.gz").read_bytes()
    return Catalog(json.loads(gzip.decompress(packed))["schemas"])
