"""Finding and replacing what only a server can settle: files to upload, names to look up.

The fields never talk to a server. A value that needs one says so (``needs_resolving``), and whoever submits
a workflow asks for all of them at once, and gives back what they turned out to be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ivk_fields.values.local import LocalFile
from ivk_fields.values.record import WireRecord

__all__ = ["Resolve", "Unresolved", "resolved", "unresolved_in"]

Unresolved = LocalFile | WireRecord
"""What only a server can make a value of: a file on this machine, or a name to look up."""

Resolve = Callable[[Unresolved], object]
"""Gives the value for something unresolved."""


def unresolved_in(value: object) -> Iterator[Unresolved]:
    """Go through a value and all its parts, and give those that need a server.

    Parameters
    ----------
    value : object
        Whatever a field holds.

    Yields
    ------
    LocalFile or WireRecord
        A local picture, or a reference by name.
    """
    if isinstance(value, Unresolved) and value.needs_resolving:
        yield value
    else:
        for part in _parts(value):
            yield from unresolved_in(part)


def resolved(value: Any, resolve: Resolve) -> Any:
    """Give the value with every part that needs a server replaced by what `resolve` says it is."""
    if isinstance(value, Unresolved) and value.needs_resolving:
        answer = resolve(value)
        return type(value).parse(answer) if isinstance(value, WireRecord) else answer
    if isinstance(value, tuple):
        return tuple(resolved(item, resolve) for item in value)
    if isinstance(value, WireRecord) and any(unresolved_in(value)):
        return value.model_copy(update={k: resolved(v, resolve) for k, v in dict(value).items()})
    return value


def _parts(value: object) -> Iterator[object]:
    if isinstance(value, tuple):
        yield from value
    elif isinstance(value, WireRecord):
        yield from dict(value).values()
