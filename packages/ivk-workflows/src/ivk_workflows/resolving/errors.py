"""Make errors for names that cannot be resolved; the classes are those of `ivk_core.lookup`."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches

from ivk_core.lookup import AmbiguousNameError, NameNotFoundError

__all__ = ["AmbiguousNameError", "NameNotFoundError", "ambiguous_name", "name_not_found", "naming_input"]

# More names do not help to find a typing error, and would fill a terminal.
_MAX_SHOWN = 12


@contextmanager
def naming_input(label: str) -> Generator[None, None, None]:
    """Put an input in front of the messages of lookup errors, because a lookup knows only the name.

    Parameters
    ----------
    label : str
        What users call the input; empty to leave the messages as they are.
    """
    try:
        yield
    except (NameNotFoundError, AmbiguousNameError) as error:
        if label:
            error.message = f"{label}: {error.message}"
        raise


def name_not_found(kind: str, name: str, *, known: Sequence[str] = ()) -> NameNotFoundError:
    """Make the error for a name that nothing on the server has.

    Parameters
    ----------
    kind : str
        What was looked up: ``"board"``, ``"style preset"`` ...
    name : str
        The name that was given.
    known : sequence of str
        The names on the server; similar ones are suggested.
    """
    names = get_close_matches(name, known) or sorted(known)[:_MAX_SHOWN]
    hint = f"It has: {', '.join(map(repr, names))}." if names else "The server has none."
    return NameNotFoundError(f"The server has no {kind} {name!r}.", wanted=name, hint=hint)


def ambiguous_name(kind: str, name: str, candidates: Sequence[str]) -> AmbiguousNameError:
    """Make the error for a name that several things on the server have.

    Parameters
    ----------
    kind : str
        What was looked up.
    name : str
        The name that was given.
    candidates : sequence of str
        The ids of those that have it.
    """
    listed = "".join(f"\n  - {candidate}" for candidate in candidates[:_MAX_SHOWN])
    return AmbiguousNameError(
        f"The server has {len(candidates)} {kind}s for {name!r}:{listed}",
        wanted=name,
        candidates=candidates,
        hint="Use the id of one of them.",
    )
