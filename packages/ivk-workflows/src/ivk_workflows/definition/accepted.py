"""The values of a workflow file that the editor accepts.

A workflow file has no types, so the editor compares every saved value with all the shapes that it knows and
keeps the first that fits: numbers, texts, lists of them, images, boards, models and so on. It treats a value
that fits none as missing, so stale values never reach the server. Nodes that take undeclared inputs
(``core_metadata``) keep such a value as it is.

The rules depend only on the value and not on its field, exactly like the editor's rules.
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
    """Return whether nodes of this type take inputs that they do not declare."""
    return node_type in _EXTRA_INPUT_NODES


def accepted(value: Any, *, extras: bool = False) -> Any:
    """Return what the editor keeps of a saved value.

    Parameters
    ----------
    value : object
        A JSON value, or :data:`MISSING`.
    extras : bool
        True for a node that takes undeclared inputs: a value that fits no shape is kept.

    Returns
    -------
    object
        The value, without the keys that its shape does not have; :data:`MISSING` if it fits none.
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
    # The settings of an image generator have a board_id, and must not be read as a board.
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
