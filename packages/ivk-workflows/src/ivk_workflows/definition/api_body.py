"""API graphs, and the bodies that a browser or another program posts to ``enqueue_batch``.

The server runs graphs: nodes by id, each with its values, and edges. A body contains a graph, lists of values
that the server puts into it (``data``), the number of runs, and perhaps the workflow of the graph.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ivk_fields.type_guards import is_mapping
from ivk_workflows.errors import ApiGraphError

__all__ = ["ApiBody", "read_body"]

# Besides these, a body with only a workflow and a graph is how the server returns those of an image.
_BATCH_KEYS = ("data", "runs", "origin", "destination", "batch_id")


class ApiBody(NamedTuple):
    """A graph, and how it is enqueued.

    Parameters
    ----------
    graph : dict
        ``{"id"?, "nodes", "edges"}``.
    batch : dict
        The batch, without its graph and its id: ``data``, ``runs``, ``workflow`` and so on.
    prepend : bool
        Whether it goes to the front of the queue.
    """

    graph: dict[str, Any]
    batch: dict[str, Any]
    prepend: bool = False

    @property
    def nodes(self) -> Mapping[str, dict[str, Any]]:
        """The nodes by id."""
        nodes: Mapping[str, dict[str, Any]] = self.graph["nodes"]
        return nodes

    @property
    def edges(self) -> list[dict[str, Any]]:
        """The edges."""
        edges: list[dict[str, Any]] = self.graph.get("edges") or []
        return edges

    @property
    def data(self) -> list[list[dict[str, Any]]]:
        """The lists that multiply; the entries of each are zipped."""
        return self.batch.get("data") or []

    @property
    def runs(self) -> int:
        """How often every combination runs."""
        runs = self.batch.get("runs")
        return runs if isinstance(runs, int) and runs > 0 else 1

    @property
    def workflow(self) -> Mapping[str, Any]:
        """The workflow that the graph was made of; empty if it is not there."""
        workflow = _parsed(self.batch.get("workflow"))
        return workflow if isinstance(workflow, dict) and isinstance(workflow.get("nodes"), list) else {}

    def as_document(self) -> dict[str, Any]:
        """Return it as the body of ``enqueue_batch``."""
        return {"prepend": self.prepend, "batch": {"graph": self.graph, **self.batch}}

    def without_nodes(self, removed: Iterable[str]) -> ApiBody:
        """Return it without some nodes, and without their edges and their data."""
        gone = set(removed)
        nodes = {node_id: node for node_id, node in self.nodes.items() if node_id not in gone}
        edges = [edge for edge in self.edges if not gone & {_end(edge, "source"), _end(edge, "destination")}]
        data = [[datum for datum in group if datum["node_path"] not in gone] for group in self.data]
        batch = {**self.batch, "data": [group for group in data if group]} if self.data else self.batch
        return self._replace(graph={**self.graph, "nodes": nodes, "edges": edges}, batch=batch)


def read_body(document: Any, *, source: str = "") -> ApiBody | None:
    """Read a graph or a body.

    Parameters
    ----------
    document : object
        Parsed JSON: a body, a batch, a graph, or a record of the server that contains a graph.
    source : str
        The file or address that it was read from, for error messages.

    Returns
    -------
    ApiBody or None
        None if it is something else, such as a workflow.

    Raises
    ------
    ApiGraphError
        If its graph is incomplete.
    """
    body = _found(document)
    if body is not None:
        _check_nodes(body.graph["nodes"], source)
        _check_edges(body.graph.get("edges"), source)
        _check_data(body.batch.get("data"), source)
    return body


def _found(document: Any) -> ApiBody | None:
    if not isinstance(document, Mapping) or isinstance(document.get("nodes"), list):
        return None
    batch = document.get("batch")
    if isinstance(batch, Mapping) and _is_graph(graph := _parsed(batch.get("graph"))):
        return _body(graph, batch, prepend=document.get("prepend") is True)
    graph = _parsed(document.get("graph"))
    if _is_graph(graph) and any(key in document for key in _BATCH_KEYS):
        return _body(graph, document)
    if isinstance(workflow := _parsed(document.get("workflow")), dict) and isinstance(
        workflow.get("nodes"), list
    ):
        return None
    session = document.get("session")
    candidates = (document, graph, session.get("graph") if isinstance(session, Mapping) else None)
    return next((_body(each, {}) for each in candidates if _is_graph(each)), None)


def _is_graph(document: object) -> bool:
    if not isinstance(document, Mapping) or not isinstance(nodes := document.get("nodes"), Mapping):
        return False
    return not nodes or any(isinstance(node, Mapping) and "type" in node for node in nodes.values())


def _body(graph: Any, batch: Mapping[str, Any], *, prepend: bool = False) -> ApiBody:
    rest = {key: value for key, value in batch.items() if key not in ("graph", "batch_id")}
    return ApiBody(graph, rest, prepend)


def _parsed(value: object) -> Any:
    """Parse a text, because the server keeps some graphs and workflows as JSON text."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return None


def _check_nodes(nodes: Mapping[str, Any], source: str) -> None:
    if not nodes:
        raise ApiGraphError("this API graph has no nodes.", source=source)
    for node_id, node in nodes.items():
        if not isinstance(node, dict) or not isinstance(node.get("type"), str) or not node["type"]:
            raise ApiGraphError(f"the node {node_id!r} of this API graph has no type.", source=source)
        if node.get("id", node_id) != node_id:
            raise ApiGraphError(
                f"the node {node_id!r} of this API graph has another id inside, {node['id']!r}.",
                source=source,
                hint="The server requires that they are equal.",
            )


def _check_edges(edges: Any, source: str) -> None:
    if not isinstance(edges, list | None):
        raise ApiGraphError("the edges of this API graph are not a list.", source=source)
    listed: list[object] = edges or []
    for index, edge in enumerate(listed):
        if not is_mapping(edge) or not all(_is_end(edge.get(key)) for key in ("source", "destination")):
            raise ApiGraphError(
                f"edge number {index} of this API graph does not say what it connects.",
                source=source,
                hint='An edge is {"source": {"node_id", "field"}, "destination": {"node_id", "field"}}.',
            )


def _is_end(end: object) -> bool:
    return is_mapping(end) and all(isinstance(end.get(key), str) for key in _END_KEYS)


def _check_data(data: Any, source: str) -> None:
    groups = data if isinstance(data, list) else [] if data is None else [None]
    for group in groups:
        for datum in group if isinstance(group, list) else [None]:
            if not _is_datum(datum):
                raise ApiGraphError(
                    "the data of this batch is not a list of lists of values.",
                    source=source,
                    hint='Each value is {"node_path", "field_name", "items"}.',
                )


def _is_datum(datum: object) -> bool:
    is_named = is_mapping(datum) and all(isinstance(datum.get(key), str) for key in _DATUM_KEYS)
    return is_named and is_mapping(datum) and isinstance(datum.get("items"), list)


_END_KEYS = ("node_id", "field")
_DATUM_KEYS = ("node_path", "field_name")


def _end(edge: Mapping[str, Any], which: str) -> str:
    return str(edge[which]["node_id"])
