"""Find and replace the parts of a value that need the server: files to upload, names to look up.

Fields never talk to a server. A value that needs one has ``needs_resolving`` set. The code that submits a
workflow resolves all such parts at once and puts the results in their place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ivk_fields.type_guards import is_tuple
from ivk_fields.values.local import LocalFile
from ivk_fields.values.record import WireRecord

__all__ = ["Resolve", "Unresolved", "iter_unresolved", "replace_unresolved"]

Unresolved = LocalFile | WireRecord
"""A part of a value that needs the server: a local file to upload, or a reference to look up."""

Resolve = Callable[[Unresolved], object]
"""A function that returns the value on the server for an unresolved part."""


def iter_unresolved(value: object) -> Iterator[Unresolved]:
    """Yield the parts of a value that need the server, the value itself included.

    Parameters
    ----------
    value : object
        The value of a field.

    Yields
    ------
    LocalFile or WireRecord
        A local file, or a reference by name.
    """
    if isinstance(value, Unresolved) and value.needs_resolving:
        yield value
    else:
        for part in _parts(value):
            yield from iter_unresolved(part)


def replace_unresolved(value: Any, resolve: Resolve) -> Any:
    """Return a value with each part that needs the server replaced by the result of `resolve`."""
    if isinstance(value, Unresolved) and value.needs_resolving:
        result = resolve(value)
        return type(value).parse(result) if isinstance(value, WireRecord) else result
    if is_tuple(value):
        return tuple(replace_unresolved(item, resolve) for item in value)
    if isinstance(value, WireRecord) and any(iter_unresolved(value)):
        return value.model_copy(update={k: replace_unresolved(v, resolve) for k, v in dict(value).items()})
    return value


def _parts(value: object) -> Iterator[object]:
    if is_tuple(value):
        yield from value
    elif isinstance(value, WireRecord):
        yield from dict(value).values()
