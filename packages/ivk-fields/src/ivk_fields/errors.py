"""Errors about the value of an input.

::

    InvokeAIError
    └── FieldValueError             (ValueError)  the value is not allowed for the input
        └── UnresolvedValueError                  the value must be uploaded or looked up first
"""

from __future__ import annotations

import reprlib

from pydantic import ValidationError

from ivk_core.errors import InvokeAIError

__all__ = ["FieldValueError", "UnresolvedValueError", "error_reason", "short_repr"]


class FieldValueError(InvokeAIError, ValueError):
    """A value is not allowed for an input.

    Attributes
    ----------
    field : str
        Name of the input.
    value : object
        The value that was rejected.
    allowed : str
        The values that the input takes, in words.
    """

    def __init__(
        self, message: str, *, field: str = "", value: object = None, allowed: str = "", hint: str = ""
    ) -> None:
        super().__init__(message, hint=hint)
        self.field = field
        self.value = value
        self.allowed = allowed


class UnresolvedValueError(FieldValueError):
    """A value has a local file or a name that was not uploaded or looked up on a server yet."""


def short_repr(value: object) -> str:
    """Return the repr of a value for an error message, shortened if it is long."""
    return _SHORT.repr(value)


def error_reason(error: Exception) -> str:
    """Return one line that says why a conversion failed."""
    if not isinstance(error, ValidationError):
        return str(error)
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = ".".join(str(step) for step in first["loc"])
    return f"{where}: {first['msg']}" if where else first["msg"]


_SHORT = reprlib.Repr()
# Enough to recognise a name, a path or the repr of a small record, and still a single line in a terminal.
_SHORT.maxstring = _SHORT.maxother = 80
