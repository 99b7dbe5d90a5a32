"""The difference between an input that is not there and one that is null.

A workflow may leave an input out (the server's default counts) or say ``null`` (no image, say). Both are
read and sent as they are, so absence has a value of its own.
"""

from __future__ import annotations

from enum import Enum
from typing import Final, Literal

__all__ = ["MISSING", "Missing"]


class Missing(Enum):
    """Type of `MISSING`; an enum of one, which type checkers can narrow."""

    MISSING = "missing"

    def __repr__(self) -> str:
        """Read as its name."""
        return "MISSING"

    def __bool__(self) -> bool:
        """Nothing is there, so it is false."""
        return False


MISSING: Final[Literal[Missing.MISSING]] = Missing.MISSING
"""Stands where there is no value, because ``None`` is one."""
