"""The parts of a value: the elements of lists and the records in records, at any depth.

Every operation on references in a value (finding those to look up, replacing models) visits them with these
functions, so that a reference in a list or in a record is treated like one alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeGuard, TypeVar

from ivk_fields.type_guards import is_tuple
from ivk_fields.values.record import WireRecord

__all__ = ["iter_parts", "replace_parts"]

P = TypeVar("P")


def iter_parts(value: object, is_wanted: Callable[[object], TypeGuard[P]]) -> Iterator[P]:
    """Iterate over the parts of a value that are wanted, the value itself included.

    Parameters
    ----------
    value : object
        The value of a field.
    is_wanted : callable
        Returns whether a part is wanted. The parts of a part that is wanted are not visited.
    """
    if is_wanted(value):
        yield value
        return
    for part in _parts(value):
        yield from iter_parts(part, is_wanted)


def replace_parts(value: Any, replace: Callable[[object], object]) -> Any:
    """Return a value with some of its parts replaced.

    Parameters
    ----------
    value : object
        The value of a field.
    replace : callable
        Takes a part, the value itself included, and returns what to put in its place. If it returns the same
        object, the parts of the part are visited.
    """
    replaced = replace(value)
    if replaced is not value:
        return replaced
    if is_tuple(value):
        return tuple(replace_parts(item, replace) for item in value)
    if isinstance(value, WireRecord):
        parts = {name: replace_parts(part, replace) for name, part in dict(value).items()}
        changed = {name: part for name, part in parts.items() if part is not getattr(value, name)}
        return value.model_copy(update=changed) if changed else value
    return value


def _parts(value: object) -> Iterator[object]:
    if is_tuple(value):
        yield from value
    elif isinstance(value, WireRecord):
        yield from dict(value).values()
