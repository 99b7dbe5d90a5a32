"""Whether edges go round in a circle."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["has_cycle"]


def has_cycle(pairs: Iterable[tuple[str, str]]) -> bool:
    """Whether a set of directed edges contains a cycle.

    Parameters
    ----------
    pairs : iterable of (source, target)
        The edges; repeated ones do no harm.

    Returns
    -------
    bool
        True when some node can be reached from itself. Takes time linear in the number of edges.
    """
    targets: dict[str, list[str]] = {}
    waiting: dict[str, int] = {}
    for source, target in pairs:
        targets.setdefault(source, []).append(target)
        waiting.setdefault(source, 0)
        waiting[target] = waiting.get(target, 0) + 1
    free = [node for node, count in waiting.items() if count == 0]
    settled = 0
    while free:
        settled += 1
        for target in targets.get(free.pop(), ()):
            waiting[target] -= 1
            if waiting[target] == 0:
                free.append(target)
    return settled < len(waiting)
