"""Enums that accept unknown values, so that this library can read the data of newer servers.

New releases of InvokeAI add model bases, categories and statuses. An `OpenEnum` has members for the known
values and makes a member for any other string, so that unknown values can be read and sent back unchanged.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self

__all__ = ["OpenEnum"]


class OpenEnum(StrEnum):
    """A string enum that also accepts unknown strings.

    Examples
    --------
    >>> class Fruit(OpenEnum):
    ...     APPLE = "apple"
    >>> Fruit("apple") is Fruit.APPLE
    True
    >>> Fruit("medlar")
    <Fruit.medlar: 'medlar'>
    >>> Fruit("medlar") == "medlar", Fruit("medlar").is_known
    (True, False)
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = value
        member._value_ = value
        return member

    @property
    def is_known(self) -> bool:
        """Whether it is one of the members that the class defines."""
        return type(self).__members__.get(self.name) is self
