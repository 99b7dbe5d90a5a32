"""The names that users see on the nodes and inputs of a graph, instead of its ids.

The label in the workflow comes first, then the title of the node type, then the type itself. The workflow may
come from any program, so parts of it that have an unexpected form are ignored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from ivk_fields.spec import InputSpec
from ivk_workflows.queue.schemas import QueueItem
from ivk_workflows.templates import NodeTemplate, TemplateCatalog, bundled_catalog

__all__ = ["GraphNames"]


class GraphNames:
    """The names of the nodes of one graph.

    Parameters
    ----------
    graph : mapping
        The graph as it was sent to the server.
    workflow : mapping, optional
        The workflow that the graph was compiled from, if it is known.
    catalog : TemplateCatalog, optional
        The node types of the server; those of InvokeAI 6.14.2 by default.
    """

    def __init__(
        self,
        graph: Mapping[str, Any],
        workflow: Mapping[str, Any] | None = None,
        catalog: TemplateCatalog | None = None,
    ) -> None:
        self._graph = graph
        self._workflow = workflow
        self._given_catalog = catalog

    @classmethod
    def of_item(
        cls,
        item: QueueItem,
        catalog: TemplateCatalog | None = None,
        workflow: Mapping[str, Any] | None = None,
    ) -> GraphNames:
        """Return the names for a whole queue item; by default from the workflow that was sent with it."""
        return cls(item.session.get("graph") or {}, workflow or item.workflow, catalog)

    @property
    def catalog(self) -> TemplateCatalog:
        """The node types."""
        return self._given_catalog or bundled_catalog()

    @cached_property
    def nodes(self) -> Mapping[str, Mapping[str, Any]]:
        """The nodes of the graph by id."""
        nodes: Mapping[str, Mapping[str, Any]] = self._graph.get("nodes") or {}
        return nodes

    def node_type(self, node_id: str) -> str:
        """Return the type of a node; empty if it is not known."""
        return str(self.nodes.get(node_id, {}).get("type") or self._saved.get(node_id, {}).get("type") or "")

    def label(self, node_id: str) -> str:
        """Return the label that the workflow gives to a node; empty if it gives none."""
        return _text(self._saved.get(node_id, {}).get("label"))

    def node(self, node_id: str) -> str:
        """Return the name that users see on a node: its label, the title of its type, the type or the id."""
        template = self._template(node_id)
        title = template.title if template else self.node_type(node_id)
        return self.label(node_id) or title or node_id

    def input(self, node_id: str, name: str) -> str:
        """Return the name that users see on an input: its label, its title, or its field name."""
        saved = _mapping(_mapping(self._saved.get(node_id, {}).get("inputs")).get(name))
        dynamic = _mapping(_mapping(self._saved.get(node_id, {}).get("dynamicInputTemplates")).get(name))
        spec = self.spec(node_id, name)
        return (
            _text(saved.get("label")) or _text(dynamic.get("title")) or (spec.title if spec else "") or name
        )

    def spec(self, node_id: str, name: str) -> InputSpec | None:
        """Return the type of an input; None if it is not known."""
        template = self._template(node_id)
        return template.inputs.get(name) if template else None

    def _template(self, node_id: str) -> NodeTemplate | None:
        node_type = self.node_type(node_id)
        return self.catalog.get(node_type) if node_type else None

    @cached_property
    def _saved(self) -> dict[str, Mapping[str, Any]]:
        return dict(_saved_nodes(self._workflow))


def _saved_nodes(workflow: Mapping[str, Any] | None) -> Iterator[tuple[str, Mapping[str, Any]]]:
    nodes = _mapping(workflow).get("nodes")
    for node in nodes if isinstance(nodes, list) else []:
        node_id = _mapping(node).get("id")
        if isinstance(node_id, str):
            yield node_id, _mapping(node.get("data"))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
