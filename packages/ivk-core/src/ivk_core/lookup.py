"""Errors of looking up an object of the server by its name.

::

    InvokeAIError
    ├── NameNotFoundError       (LookupError)   no object has the name
    │   └── ModelNotFoundError                  no model matches
    └── AmbiguousNameError      (LookupError)   several objects have the name
        └── AmbiguousModelError                 several models match

Several packages look up the same kinds of objects, mostly models. They share these classes, so that one
``except`` clause catches the error of any package; each package has its own messages.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ivk_core.errors import InvokeAIError

__all__ = ["AmbiguousModelError", "AmbiguousNameError", "ModelNotFoundError", "NameNotFoundError"]


class NameNotFoundError(InvokeAIError, LookupError):
    """The server has no object with the name.

    Parameters
    ----------
    message : str
        What was looked up, and where.
    wanted : str
        The name or id that was looked up.
    hint : str
        What to do next, such as similar names.
    """

    def __init__(self, message: str, *, wanted: str, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.wanted = wanted


class ModelNotFoundError(NameNotFoundError):
    """The server has no matching model."""


class AmbiguousNameError(InvokeAIError, LookupError):
    """Several objects of the server have the name.

    Parameters
    ----------
    message : str
        What was looked up, and what was found.
    wanted : str
        The name that was looked up.
    candidates : sequence
        The objects that were found.
    hint : str
        How to select one of them.
    """

    def __init__(self, message: str, *, wanted: str, candidates: Sequence[Any], hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.wanted = wanted
        self.candidates = tuple(candidates)


class AmbiguousModelError(AmbiguousNameError):
    """Several models of the server match."""
