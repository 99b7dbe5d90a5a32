"""The rules of an ``iterate`` node: one collection in, fitting items out."""

from ivk_devserver.graph.collectors import collected_types
from ivk_devserver.graph.errors import GraphError
from ivk_devserver.graph.ports import ANY, Port, accepts
from ivk_devserver.graph.wiring import Wiring

__all__ = ["check_iterator"]


def check_iterator(wiring: Wiring, node_id: str) -> None:
    """Raise GraphError if an ``iterate`` node is wired wrongly."""
    problem = _problem(wiring, node_id)
    if problem is not None:
        raise GraphError(f"Invalid iterator node ({node_id}): {problem}")


def _problem(wiring: Wiring, node_id: str) -> str | None:
    sources = wiring.feeding(node_id, "collection")
    if not sources:
        return "Iterator must have a collection input edge"
    if len(sources) > 1:
        return "Iterator may only have one input edge"
    port = wiring.source_port(sources[0])
    if not (isinstance(port, tuple) and port[0] == "list"):
        return "Iterator input must be a collection"
    targets = [wiring.target_port(end) for end in wiring.fed_by(node_id, "item")]
    if not all(accepts(target, port[1]) for target in targets):
        return "Iterator outputs must connect to an input with a matching type"
    if wiring.kind(sources[0].node_id) == "collect":
        return _collector_problem(wiring, sources[0].node_id, targets)
    return None


def _collector_problem(wiring: Wiring, collector: str, targets: list[Port]) -> str | None:
    types = collected_types(wiring, collector)
    if not types:
        return "Iterator input collector must have at least one item or collection input edge"
    known = types - {ANY}
    if len(known) == 1 and not all(accepts(target, next(iter(known))) for target in targets):
        return "Iterator collection type must match all iterator output types"
    return None
