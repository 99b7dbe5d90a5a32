"""Detection of cycles in directed graphs."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["has_cycle"]


def has_cycle(pairs: Iterable[tuple[str, str]]) -> bool:
    """Return whether a set of directed edges contains a cycle.

    The nodes are sorted topologically, in time linear in the number of edges.

    Parameters
    ----------
    pairs : iterable of (source, target)
        The edges; they may be repeated.

    Returns
    -------
    bool
        True if a node can be reached from itself.
    """
    targets: dict[str, list[str]] = {}
    incoming: dict[str, int] = {}
    for source, target in pairs:
        targets.setdefault(source, []).append(target)
        incoming.setdefault(source, 0)
        incoming[target] = incoming.get(target, 0) + 1
    ready = [node for node, count in incoming.items() if count == 0]
    sorted_nodes = 0
    while ready:
        sorted_nodes += 1
        for target in targets.get(ready.pop(), ()):
            incoming[target] -= 1
            if incoming[target] == 0:
                ready.append(target)
    return sorted_nodes < len(incoming)
