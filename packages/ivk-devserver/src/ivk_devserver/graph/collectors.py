"""The rules of a ``collect`` node: items of one type in, a fitting collection out."""

from ivk_devserver.graph.errors import GraphError
from ivk_devserver.graph.ports import ANY, NULL, Port, accepts, collection_items, is_collection
from ivk_devserver.graph.wiring import Wiring

__all__ = ["check_collector", "collected_types"]


def check_collector(wiring: Wiring, node_id: str) -> None:
    """Raise GraphError if a ``collect`` node is wired wrongly."""
    problem = _problem(wiring, node_id)
    if problem is not None:
        raise GraphError(f"Invalid collector node ({node_id}): {problem}")


def collected_types(wiring: Wiring, node_id: str, seen: frozenset[str] = frozenset()) -> set[Port]:
    """Give the types of the items that a collector gathers, through chained collectors."""
    if node_id in seen:
        return set()
    types = {part for end in wiring.feeding(node_id, "item") for part in _members(wiring.source_port(end))}
    for end in wiring.feeding(node_id, "collection"):
        if wiring.kind(end.node_id) == "collect":
            types |= collected_types(wiring, end.node_id, seen | {node_id})
        else:
            types |= collection_items(wiring.source_port(end))
    return types


def _problem(wiring: Wiring, node_id: str) -> str | None:
    collections = wiring.feeding(node_id, "collection")
    if not collections and not wiring.feeding(node_id, "item"):
        return "Collector must have at least one item or collection input edge"
    if not all(_may_be_collection(wiring.source_port(end)) for end in collections):
        return "Collector collection input must be a collection"
    known = collected_types(wiring, node_id) - {ANY}
    if len(known) > 1 and known != {"bool", "int"}:
        return "Collector input collection items must be of a single type"
    return _output_problem(wiring, node_id, known)


def _output_problem(wiring: Wiring, node_id: str, known: set[Port]) -> str | None:
    targets = [wiring.target_port(end) for end in wiring.fed_by(node_id, "collection")]
    if not all(_may_be_collection(target) for target in targets):
        return "Collector output must connect to a collection input"
    if not all(_takes(target, item) for target in targets for item in known):
        return "Collector outputs must connect to a collection input with a matching type"
    return None


def _takes(target: Port, item: Port) -> bool:
    return any(accepts(wanted, item) for wanted in collection_items(target))


def _may_be_collection(port: Port) -> bool:
    return port == ANY or is_collection(port)


def _members(port: Port) -> tuple[Port, ...]:
    if isinstance(port, tuple) and port[0] in ("union", "list", "literal"):
        return tuple(part for part in port[1:] if part != NULL)
    return (port,)
