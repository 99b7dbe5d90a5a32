"""The node types of one server, turned into templates one at a time, when they are asked for.

A server's ``/openapi.json`` describes some three hundred node types, and a workflow uses a dozen of them.
So the catalog only notes which schema belongs to which type, and parses a schema the first time its template
is wanted. Node packs of third parties stand in the same document and need nothing special.
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
_NOT_FOR_WORKFLOWS = frozenset({"graph", "linear_ui_output"})
_PROSE = frozenset({"description", "examples"})


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
        """Make a catalog of a server's ``/openapi.json``.

        Parameters
        ----------
        document : mapping
            The parsed document, or what :meth:`compact` made of one.
        """
        return cls(document.get("components", {}).get("schemas", {}))

    def compact(self) -> dict[str, Any]:
        """Give the part of the document that templates are made of, without prose, to be kept on disk.

        Returns
        -------
        dict
            A document that :meth:`from_openapi` reads: the nodes' schemas and those of their outputs.
        """
        nodes = {
            name: schema for name, schema in self._schemas.items() if schema.get("class") == "invocation"
        }
        outputs = {_output_name(schema): self._output(schema) for schema in nodes.values()}
        schemas = {name: _without_prose(schema) for name, schema in (nodes | outputs).items()}
        return {"components": {"schemas": schemas}}

    def get(self, node_type: str) -> NodeTemplate | None:
        """Give the template of a node type, or None where the server has no such node."""
        template = self._templates.get(node_type)
        if template is None and (schema := self._nodes.get(node_type)) is not None:
            template = self._templates[node_type] = parse_node(schema, self._output(schema))
        return template

    def __getitem__(self, node_type: str) -> NodeTemplate:
        """Give the template of a node type.

        Raises
        ------
        UnknownNodeError
            The server has no such node.
        """
        template = self.get(node_type)
        if template is None:
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


def _without_prose(schema: Schema) -> dict[str, Any]:
    properties = {
        name: {key: value for key, value in field.items() if key not in _PROSE}
        for name, field in schema.get("properties", {}).items()
    }
    rest = {key: value for key, value in schema.items() if key not in _PROSE}
    return {**rest, "properties": properties}
