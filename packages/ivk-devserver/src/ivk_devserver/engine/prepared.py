"""A prepared node: a copy of a graph's node, made to run once.

A node outside of any iteration is prepared once. Below an ``iterate`` it is prepared for every item; its
place among them is a path of indices, outermost first, and ``axes`` names the ``iterate`` node of each.
"""

from dataclasses import dataclass

__all__ = ["Path", "Prepared"]

Path = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """Which node a copy was made from, and for which round of which iterations."""

    id: str
    source_id: str
    axes: tuple[str, ...] = ()
    path: Path = ()

    @property
    def place(self) -> dict[str, int]:
        """The index on each axis."""
        return dict(zip(self.axes, self.path, strict=True))
