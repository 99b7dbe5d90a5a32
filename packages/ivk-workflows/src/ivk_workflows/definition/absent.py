"""The value of an input that has none.

JSON has ``null``, and the GUI has one thing more: an input that is there without any value. The two differ
(``null`` may be sent to the server, no value is left out), so Python's ``None`` cannot stand for both.
"""

from __future__ import annotations

from enum import Enum
from typing import Final, Literal

__all__ = ["ABSENT", "Absent"]


class _Sentinel(Enum):
    ABSENT = "no value"

    def __repr__(self) -> str:
        return "ABSENT"

    def __bool__(self) -> bool:
        return False


ABSENT: Final = _Sentinel.ABSENT
Absent = Literal[_Sentinel.ABSENT]
