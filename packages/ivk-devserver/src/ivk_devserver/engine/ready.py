"""Which node is next: all of one class before another class gets its turn, lower iterations first.

A real server works off the nodes of one class before it turns to the next, so that a model once loaded is
used for all that needs it; classes follow in the order of their names.
"""

from bisect import insort
from collections import defaultdict

from ivk_devserver.engine.prepared import Prepared

__all__ = ["ReadyNodes"]


class ReadyNodes:
    """The prepared nodes whose inputs are all there."""

    def __init__(self) -> None:
        self._by_class: defaultdict[str, list[Prepared]] = defaultdict(list)
        self._waiting: set[Prepared] = set()
        self._current: str | None = None

    def add(self, prepared: Prepared, class_name: str) -> None:
        """Put a node in line with those of its class, once."""
        if prepared not in self._waiting:
            self._waiting.add(prepared)
            insort(self._by_class[class_name], prepared, key=lambda waiting: waiting.path)

    def pop(self) -> Prepared | None:
        """Give the next node, None if nothing is ready."""
        if self._current is None or not self._by_class[self._current]:
            self._current = min((name for name, line in self._by_class.items() if line), default=None)
        if self._current is None:
            return None
        prepared = self._by_class[self._current].pop(0)
        self._waiting.discard(prepared)
        return prepared
