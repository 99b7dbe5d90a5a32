"""The node types of one server, each parsed into a template on first use.

A server's ``/openapi.json`` describes some three hundred node types, and a workflow uses a dozen of them.
So the catalog only indexes the schemas by node type, and parses a schema when its template is first
requested. Third-party node packs are part of the same document and need no special treatment.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any, Self

from ivk_workflows.errors import UnknownNodeError
from ivk_workflows.templates.parsing import parse_node
from ivk_workflows.templates.template import NodeTemplate

__all__ = ["TemplateCatalog"]

Schema = Mapping[str, Any]
# Node types that the GUI's editor does not have either: they serve the server and its other clients.
_NOT_FOR_WORKFLOWS = frozenset({"graph", "linear_ui_output"})
# Texts for readers; neither compiling nor checking needs them.
_DESCRIPTIVE_KEYS = frozenset({"description", "examples"})


class TemplateCatalog:
    """Node templates by node type.

    Parameters
    ----------
    schemas : mapping of str to mapping
        The schemas of an OpenAPI document by name.

    Examples
    --------
    >>> catalog = TemplateCatalog.from_openapi(document)  # doctest: +SKIP
    >>> catalog["noise"].inputs["width"].multiple_of  # doctest: +SKIP
    8
    """

    def __init__(self, schemas: Mapping[str, Schema]) -> None:
        self._schemas = schemas
        self._nodes = {
            node_type: schema
            for schema in schemas.values()
            if schema.get("class") == "invocation"
            and (node_type := _type_of(schema)) not in _NOT_FOR_WORKFLOWS
        }
        self._templates: dict[str, NodeTemplate] = {}

    @classmethod
    def from_openapi(cls, document: Mapping[str, Any]) -> Self:
        """Make a catalog from a server's ``/openapi.json``.

        Parameters
        ----------
        document : mapping
            The parsed document, or the result of :meth:`compact`.
        """
        return cls(document.get("components", {}).get("schemas", {}))

    def compact(self) -> dict[str, Any]:
        """Return the part of the document that templates are made from, without descriptions.

        Returns
        -------
        dict
            A document for :meth:`from_openapi`: the schemas of the nodes and of their outputs.
        """
        nodes = {
            name: schema for name, schema in self._schemas.items() if schema.get("class") == "invocation"
        }
        outputs = {_output_name(schema): self._output(schema) for schema in nodes.values()}
        schemas = {name: _without_descriptions(schema) for name, schema in (nodes | outputs).items()}
        return {"components": {"schemas": schemas}}

    def get(self, node_type: str) -> NodeTemplate | None:
        """Return the template of a node type, or None if the server has no such node."""
        template = self._templates.get(node_type)
        if template is None and (schema := self._nodes.get(node_type)) is not None:
            template = self._templates[node_type] = parse_node(schema, self._output(schema))
        return template

    def __getitem__(self, node_type: str) -> NodeTemplate:
        """Return the template of a node type.

        Raises
        ------
        UnknownNodeError
            If the server has no such node.
        """
        template = self.get(node_type)
        if template is None:
            # Two suggestions fit into one sentence.
            raise UnknownNodeError(node_type, difflib.get_close_matches(node_type, self._nodes, n=2))
        return template

    def __contains__(self, node_type: object) -> bool:
        return node_type in self._nodes

    def __iter__(self) -> Iterator[str]:
        return iter(self._nodes)

    def __len__(self) -> int:
        return len(self._nodes)

    def __repr__(self) -> str:
        return f"<TemplateCatalog of {len(self)} node types>"

    def _output(self, schema: Schema) -> Schema:
        return self._schemas.get(_output_name(schema), {})


def _type_of(schema: Schema) -> str:
    return str(schema.get("properties", {}).get("type", {}).get("default", ""))


def _output_name(schema: Schema) -> str:
    return str(schema.get("output", {}).get("$ref", "")).rsplit("/", 1)[-1]


def _without_descriptions(schema: Schema) -> dict[str, Any]:
    properties = {
        name: {key: value for key, value in field.items() if key not in _DESCRIPTIVE_KEYS}
        for name, field in schema.get("properties", {}).items()
    }
    rest = {key: value for key, value in schema.items() if key not in _DESCRIPTIVE_KEYS}
    return {**rest, "properties": properties}
