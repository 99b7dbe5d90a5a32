"""Read the items of any iterable once, and not without end.

A generator, an open file or ``Path.glob()`` has its items only once: a second reading finds none. So the
items are read here, at the beginning, and everything after it works with a tuple.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, MappingView, Sequence, Set, Sized
from itertools import islice
from pathlib import Path
from typing import Any, TypeGuard

__all__ = ["MAX_ITEMS", "is_items", "is_iterator", "read_items", "read_lines"]

MAX_ITEMS = 1_000_000
"""The most items that a list may have. The server stores every list in every job that it makes; a million
numbers are some ten megabytes, and no job needs more. A list without an end would take all memory."""


def is_items(value: object) -> TypeGuard[Iterable[Any]]:
    """Return whether a value is a list of items: any iterable except texts, bytes and mappings."""
    return isinstance(value, Iterable) and not isinstance(value, str | bytes | bytearray | Mapping)


def is_iterator(value: object) -> TypeGuard[Iterable[Any]]:
    """Return whether a value can only be items: an iterator, a range, a set or a view of a mapping.

    Other iterables, such as an array, may be one value, such as an image.
    """
    return isinstance(value, Iterator | range | Set | MappingView)


def read_items(value: object, *, limit: int = MAX_ITEMS) -> Sequence[Any]:
    """Return the items of an iterable.

    An open text file has its lines, without the line ends.

    Parameters
    ----------
    value : iterable
        The items. An iterator is read to its end.
    limit : int
        How many items there may be.

    Raises
    ------
    TypeError
        If it has no items: a text, bytes, a mapping, an open binary file, or not iterable.
    ValueError
        If it is an iterator that has none left, or there are more than `limit`.
    """
    if not is_items(value) or isinstance(value, io.RawIOBase | io.BufferedIOBase):
        raise TypeError(f"{type(value).__name__} is not a list")
    if isinstance(value, Sized):
        _check_count(len(value), limit)
        return tuple(value)
    lines = map(_without_end, value) if isinstance(value, io.TextIOBase) else value
    items = tuple(islice(lines, limit + 1))
    if not items and isinstance(value, Iterator):
        raise ValueError("it has no items, or they were read before; an empty list is []")
    if len(items) > limit:
        raise ValueError(f"it has more than {limit:,} items, which is the limit")
    return items


def read_lines(file: Path) -> Sequence[str]:
    """Return the lines of a text file that are not blank.

    Raises
    ------
    ValueError
        If there is no such file, it is not text, or it has no or too many lines.
    """
    try:
        with file.open(encoding="utf-8-sig") as lines:
            return read_items(line for line in map(_without_end, lines) if line.strip())
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"the lines of the file cannot be read ({error})") from error


def _without_end(line: str) -> str:
    return line.rstrip("\r\n")


def _check_count(count: int, limit: int) -> None:
    if count > limit:
        raise ValueError(f"{count:,} items are more than the limit of {limit:,}")
