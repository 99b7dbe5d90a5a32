"""What can go wrong with the value of an input.

::

    InvokeAIError
    └── FieldValueError             (ValueError)  the input does not take this value
        └── UnresolvedValueError                  the value still has to be looked up or uploaded
"""

from __future__ import annotations

import reprlib

from pydantic import ValidationError

from ivk_core.errors import InvokeAIError

__all__ = ["FieldValueError", "UnresolvedValueError", "reason_of", "shown"]


class FieldValueError(InvokeAIError, ValueError):
    """An input does not take a value.

    Attributes
    ----------
    field : str
        Name of the input.
    value : object
        What was refused.
    allowed : str
        What the input takes, in words.
    """

    def __init__(
        self, message: str, *, field: str = "", value: object = None, allowed: str = "", hint: str = ""
    ) -> None:
        super().__init__(message, hint=hint)
        self.field = field
        self.value = value
        self.allowed = allowed


class UnresolvedValueError(FieldValueError):
    """A value names something that only a server can settle, and nobody has asked it yet."""


def shown(value: object) -> str:
    """Show a value in an error message, however long it is."""
    return _SHORT.repr(value)


def reason_of(error: Exception) -> str:
    """Say in one line why a conversion failed."""
    if not isinstance(error, ValidationError):
        return str(error)
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = ".".join(str(step) for step in first["loc"])
    return f"{where}: {first['msg']}" if where else first["msg"]


_SHORT = reprlib.Repr()
_SHORT.maxstring = _SHORT.maxother = 80
