"""References that a program makes by name and that the server has by id.

A string with the form of an id is an id. Any other is kept in ``wanted``, until the name is looked up on the
server when the workflow is submitted.
"""

import re
from typing import Any, Self

from pydantic import Field

from ivk_fields.values.record import NamedRecord

__all__ = ["LookupRecord", "looks_like_id"]

# A UUID, with or without hyphens. Style presets and workflows of InvokeAI itself have a prefix ("default_").
_ID = re.compile(r"(?:[a-z]+_)?[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}", re.IGNORECASE)


def looks_like_id(text: str) -> bool:
    """Return whether a string has the form of the server's ids: a UUID, with or without a prefix."""
    return _ID.fullmatch(text) is not None


class LookupRecord(NamedRecord):
    """A reference by id, or by a name that must be looked up."""

    wanted: str = Field(default="", exclude=True)

    @classmethod
    def of(cls, name: str) -> Self:
        """Make a reference from an id, or from a name that must be looked up."""
        return super().of(name) if cls._is_id(name) else cls.called(name)

    @classmethod
    def called(cls, name: str) -> Self:
        """Make a reference from a name that must be looked up, even if it has the form of an id."""
        if not name:
            raise ValueError("the name is empty")
        return cls.model_validate({cls.name_key: "", "wanted": name})

    @property
    def needs_resolving(self) -> bool:
        """True if the id is not known yet."""
        return not self.name

    def to_wire(self) -> Any:
        """Return the JSON form with the id."""
        return {self.name_key: self.name, **(self.model_extra or {})}

    def __str__(self) -> str:
        """Return the id, or the name if the id is not known yet."""
        return self.name or self.wanted

    @classmethod
    def _is_id(cls, text: str) -> bool:
        return looks_like_id(text)
