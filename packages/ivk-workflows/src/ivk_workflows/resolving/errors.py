"""What can go wrong when a name is looked up on the server.

::

    WorkflowError
    ├── NameNotFoundError        (LookupError)   the server has nothing of that name
    │   └── ModelNotFoundError                   no model that fits
    └── AmbiguousNameError       (LookupError)   several things of that name
        └── AmbiguousModelError                  several models that fit
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from ivk_workflows.errors import WorkflowError

__all__ = ["AmbiguousModelError", "AmbiguousNameError", "ModelNotFoundError", "NameNotFoundError"]

_MOST_SHOWN = 12


class NameNotFoundError(WorkflowError, LookupError):
    """The server has nothing of that name.

    Parameters
    ----------
    what : str
        What was looked for: ``"board"``, ``"style preset"`` ...
    name : str
        The name that was given.
    known : sequence of str
        The names that there are.
    """

    def __init__(self, what: str, name: str, *, known: Sequence[str] = ()) -> None:
        super().__init__(f"The server has no {what} {name!r}.", hint=_suggestion(name, known))
        self.what = what
        self.name = name
        self.known = tuple(known)


class ModelNotFoundError(NameNotFoundError):
    """The server has no model that fits."""


class AmbiguousNameError(WorkflowError, LookupError):
    """Several things on the server have that name.

    Parameters
    ----------
    what : str
        What was looked for.
    name : str
        The name that was given.
    candidates : sequence of str
        The things that have it, each so that it can be told from the others.
    """

    def __init__(self, what: str, name: str, candidates: Sequence[str], *, hint: str = "") -> None:
        shown = "".join(f"\n  - {candidate}" for candidate in candidates[:_MOST_SHOWN])
        super().__init__(
            f"The server has {len(candidates)} {what}s for {name!r}:{shown}",
            hint=hint or "Give the id of the one that is meant.",
        )
        self.what = what
        self.name = name
        self.candidates = tuple(candidates)


class AmbiguousModelError(AmbiguousNameError):
    """Several models on the server fit."""


def _suggestion(name: str, known: Sequence[str]) -> str:
    if not known:
        return "The server has none that fits."
    alike = get_close_matches(name, known) or sorted(known)[:_MOST_SHOWN]
    return f"It has: {', '.join(map(repr, alike))}."
