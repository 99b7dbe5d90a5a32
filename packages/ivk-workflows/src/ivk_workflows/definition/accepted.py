"""What the editor keeps of a saved value.

A workflow file has no types, so the editor reads every saved value against all the shapes that it knows and
keeps the first that fits: numbers, texts, lists of them, images, boards, models and so on. A value that fits
none is treated as if it were not there, which is how values that went stale never reach the server. The nodes
that take inputs nobody declared (``core_metadata``) keep such a value as it is.

The rules look at the value alone and not at the field it stands in, exactly as the editor's do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ivk_fields.missing import MISSING
from ivk_workflows.definition import shapes
from ivk_workflows.definition.generators import generator, is_generator
from ivk_workflows.definition.numbers import is_number, is_whole

__all__ = ["accepted", "accepts_extra_inputs"]

_PLAIN = (str, bool, int)
_SHAPES = (shapes.resource, shapes.model, shapes.color, generator)
_GENERATOR_FIRST = (generator, *_SHAPES)
_EXTRA_INPUT_NODES = frozenset({"core_metadata"})


def accepts_extra_inputs(node_type: str) -> bool:
    """Whether nodes of this type take inputs that they do not declare."""
    return node_type in _EXTRA_INPUT_NODES


def accepted(value: Any, *, extras: bool = False) -> Any:
    """Give what the editor keeps of a saved value.

    Parameters
    ----------
    value : object
        A JSON value, or :data:`MISSING`.
    extras : bool
        True on a node that takes undeclared inputs: what fits no shape stays as it is.

    Returns
    -------
    object
        The value, without the keys that its shape does not have; :data:`MISSING` when it fits none.
    """
    if isinstance(value, _PLAIN) or is_number(value):
        return value
    kept = _shaped(value)
    return value if kept is MISSING and extras else kept


def _shaped(value: Any) -> Any:
    if isinstance(value, Mapping):
        return _mapping(value)
    return _list(value) if isinstance(value, list) else MISSING


def _mapping(value: Mapping[str, Any]) -> Any:
    # A generator of pictures names a board, and must not be taken for that board.
    for shape in _GENERATOR_FIRST if is_generator(value) else _SHAPES:
        if (kept := shape(value)) is not MISSING:
            return kept
    return MISSING


def _list(items: list[Any]) -> Any:
    for fits in (is_whole, is_number, _is_text):
        if all(fits(item) for item in items):
            return list(items)
    for shape in (shapes.image, shapes.lora):
        kept = list(_each(items, shape))
        if MISSING not in kept:
            return kept
    return MISSING


def _each(items: list[Any], shape: Callable[[Mapping[str, Any]], Any]) -> Iterator[Any]:
    return (shape(item) if isinstance(item, Mapping) else MISSING for item in items)


def _is_text(value: object) -> bool:
    return isinstance(value, str)
