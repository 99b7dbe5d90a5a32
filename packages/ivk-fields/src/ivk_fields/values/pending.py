"""Find and replace the parts of a value that need the server: files to upload, names to look up.

Fields never talk to a server. A value that needs one has ``needs_resolving`` set. The code that submits a
workflow resolves all such parts at once and puts the results in their place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeGuard

from ivk_fields.values.local import LocalFile
from ivk_fields.values.parts import iter_parts, replace_parts
from ivk_fields.values.record import WireRecord

__all__ = ["Resolve", "Unresolved", "iter_unresolved", "replace_unresolved"]

Unresolved = LocalFile | WireRecord
"""A part of a value that needs the server: a local file to upload, or a reference to look up."""

Resolve = Callable[[Unresolved], object]
"""A function that returns the value on the server for an unresolved part."""


def iter_unresolved(value: object) -> Iterator[Unresolved]:
    """Iterate over the parts of a value that need the server, the value itself included.

    Parameters
    ----------
    value : object
        The value of a field.

    Returns
    -------
    iterator of LocalFile or WireRecord
        A local file, or a reference by name.
    """
    return iter_parts(value, _is_unresolved)


def replace_unresolved(value: Any, resolve: Resolve) -> Any:
    """Return a value with each part that needs the server replaced by the result of `resolve`."""

    def replace(part: object) -> object:
        if not _is_unresolved(part):
            return part
        result = resolve(part)
        return type(part).parse(result) if isinstance(part, WireRecord) else result

    return replace_parts(value, replace)


def _is_unresolved(part: object) -> TypeGuard[Unresolved]:
    return isinstance(part, Unresolved) and part.needs_resolving
