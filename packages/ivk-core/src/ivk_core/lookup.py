"""What can go wrong when something on the server is looked up by what it is called.

::

    InvokeAIError
    ├── NameNotFoundError       (LookupError)   nothing is called that
    │   └── ModelNotFoundError                  no model is like what was asked for
    └── AmbiguousNameError      (LookupError)   several things are called that
        └── AmbiguousModelError                 several models are like what was asked for

Several parts look for the same things, models above all. They share these classes, so that whoever catches
one of them catches it wherever it comes from; each part finds words of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ivk_core.errors import InvokeAIError

__all__ = ["AmbiguousModelError", "AmbiguousNameError", "ModelNotFoundError", "NameNotFoundError"]


class NameNotFoundError(InvokeAIError, LookupError):
    """The server has nothing that is called that.

    Parameters
    ----------
    message : str
        What was looked for, and where.
    wanted : str
        What was asked for: a name, or an id.
    hint : str
        What to do next, such as names alike.
    """

    def __init__(self, message: str, *, wanted: str, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.wanted = wanted


class ModelNotFoundError(NameNotFoundError):
    """The server has no model that is like what was asked for."""


class AmbiguousNameError(InvokeAIError, LookupError):
    """Several things on the server are called that.

    Parameters
    ----------
    message : str
        What was looked for, and what was found.
    wanted : str
        What was asked for.
    candidates : sequence
        What was found, as the part that looked for it knows it.
    hint : str
        How to say which one is meant.
    """

    def __init__(self, message: str, *, wanted: str, candidates: Sequence[Any], hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.wanted = wanted
        self.candidates = tuple(candidates)


class AmbiguousModelError(AmbiguousNameError):
    """Several models of the server are like what was asked for."""
