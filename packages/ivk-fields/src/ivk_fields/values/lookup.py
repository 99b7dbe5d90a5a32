"""References that a person makes by name, and a server knows by id.

A text that looks like an id is taken for one. Any other is kept as what was ``wanted``; whoever submits the
workflow asks the server which thing has that name.
"""

import re
from typing import Any, Self

from pydantic import Field

from ivk_fields.values.record import NamedRecord

__all__ = ["LookupRecord", "looks_like_id"]

_ID = re.compile(r"(?:[a-z]+_)?[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}", re.IGNORECASE)


def looks_like_id(text: str) -> bool:
    """Tell whether a text has the form of the server's ids (a UUID, perhaps with a prefix)."""
    return _ID.fullmatch(text) is not None


class LookupRecord(NamedRecord):
    """A thing known by id, or for now only by the name that somebody gave."""

    wanted: str = Field(default="", exclude=True)

    @classmethod
    def of(cls, name: str) -> Self:
        """Refer by id, or by a name to be looked up."""
        return super().of(name) if cls._is_id(name) else cls.called(name)

    @classmethod
    def called(cls, name: str) -> Self:
        """Refer by a name to be looked up, whatever it looks like."""
        if not name:
            raise ValueError("an empty name names nothing")
        return cls.model_validate({cls.name_key: "", "wanted": name})

    @property
    def needs_resolving(self) -> bool:
        """True while the id is unknown."""
        return not self.name

    def to_wire(self) -> Any:
        """Give the JSON form with the id."""
        return {self.name_key: self.name, **(self.model_extra or {})}

    def __str__(self) -> str:
        """Read as the id, or the name that stands for it."""
        return self.name or self.wanted

    @classmethod
    def _is_id(cls, text: str) -> bool:
        return looks_like_id(text)
