"""A value for inputs that are absent, because None is null.

A workflow can leave an input out (the server uses its default) or set it to ``null`` (no image, for example).
Both are read and sent as they are.
"""

from __future__ import annotations

from enum import Enum
from typing import Final, Literal

__all__ = ["MISSING", "Missing"]


class Missing(Enum):
    """Type of `MISSING`: an enum with one member, so that type checkers can narrow it."""

    MISSING = "missing"

    def __repr__(self) -> str:
        """Return the name of the constant."""
        return "MISSING"

    def __bool__(self) -> bool:
        """Return False, because there is no value."""
        return False


MISSING: Final[Literal[Missing.MISSING]] = Missing.MISSING
"""The value of an absent input; ``None`` is null."""
