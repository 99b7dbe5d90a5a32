"""What the program knows of the workflow that jobs run: it names nodes and inputs as users see them.

A submission by a handle knows everything. A job that is found by its id has only what its queue item says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ivk_workflows.outputs.graph_names import GraphNames
from ivk_workflows.queue.schemas import QueueItem
from ivk_workflows.templates import TemplateCatalog

__all__ = ["UNKNOWN_WORKFLOW", "KnownWorkflow", "known_of"]


@dataclass(frozen=True)
class KnownWorkflow:
    """What is known of a workflow.

    Parameters
    ----------
    catalog : TemplateCatalog, optional
        The node types of the server.
    chosen : frozenset of (node id, field name)
        The inputs that the program set or swept.
    graph : mapping
        The graph that was sent; empty if it is not known.
    workflow : mapping, optional
        The workflow that was sent with it.
    """

    catalog: TemplateCatalog | None = field(default=None, repr=False)
    chosen: frozenset[tuple[str, str]] = frozenset()
    graph: Mapping[str, Any] = field(default_factory=dict, repr=False)
    workflow: Mapping[str, Any] | None = field(default=None, repr=False)

    @cached_property
    def names(self) -> GraphNames:
        """The names of its nodes and inputs."""
        return GraphNames(self.graph, self.workflow, self.catalog)

    def node_label(self, node_id: str, node_type: str = "") -> str:
        """Return the name that users see on a node; for an unknown one the title of its type, or the type."""
        if self.names.node_type(node_id) or self.names.label(node_id):
            return self.names.node(node_id)
        template = self.names.catalog.get(node_type) if node_type else None
        return template.title if template else node_type or node_id


UNKNOWN_WORKFLOW = KnownWorkflow()
"""Nothing is known; names come from the queue items themselves."""


def known_of(item: QueueItem) -> KnownWorkflow:
    """Return what a whole queue item says of its workflow."""
    return KnownWorkflow(graph=item.session.get("graph") or {}, workflow=item.workflow)
