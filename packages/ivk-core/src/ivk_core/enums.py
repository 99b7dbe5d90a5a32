"""Enums that stay open: a word that a newer server says is kept, not refused.

Every release of InvokeAI brings model bases, categories or statuses that nobody here has heard of. An
`OpenEnum` names the members that are known and makes a member of its own for any other word, so that
old code reads new data and can hand it back unchanged.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self

__all__ = ["OpenEnum"]


class OpenEnum(StrEnum):
    """A string enum that also takes words it does not know.

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
        """Whether it is one of the members that this class names."""
        return type(self).__members__.get(self.name) is self
