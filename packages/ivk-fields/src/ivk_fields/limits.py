"""Picking the tighter of two limits, either of which may be absent."""

from __future__ import annotations

__all__ = ["lower_of", "upper_of"]


def upper_of(first: float | None, second: float | None) -> float | None:
    """Give the larger limit; ``None`` means unlimited."""
    given = [limit for limit in (first, second) if limit is not None]
    return max(given, default=None)


def lower_of(first: float | None, second: float | None) -> float | None:
    """Give the smaller limit; ``None`` means unlimited."""
    given = [limit for limit in (first, second) if limit is not None]
    return min(given, default=None)
