"""The settings of generator nodes, as the editor reads and completes them.

A generator node has one input. Its value is a mapping with a ``type`` and a few settings. Missing settings
get the editor's defaults. A mapping without a ``type`` is read as the first kind that its values fit, because
the editor does so with every mapping that it cannot read as anything else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ivk_fields.missing import MISSING
from ivk_workflows.definition.numbers import is_number, is_whole

__all__ = ["KINDS", "Kind", "default_generator", "generator", "is_generator"]


class Setting(NamedTuple):
    """One setting of a generator: which values fit, and its default."""

    fits: Callable[[object], bool]
    default: Any = MISSING


class Kind(NamedTuple):
    """One kind of generator: its ``type`` and its settings."""

    type: str
    settings: Mapping[str, Setting]


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_positive(value: object) -> bool:
    return is_whole(value) and value >= 1


def _is_seed(value: object) -> bool:
    return value is None or is_whole(value)


def _is_board(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_category(value: object) -> bool:
    return value in ("images", "assets")


def _is_number_list(value: object) -> bool:
    return value is None or (isinstance(value, list) and all(is_number(item) for item in value))


# All kinds, their order and their defaults are the editor's. The order decides about mappings without a type.
_FLOAT_COUNT = {"count": Setting(is_whole, 10), "values": Setting(_is_number_list)}
_INT_COUNT = {"count": Setting(is_whole, 10)}
_SEED = {"seed": Setting(_is_seed)}


def _text(default: str) -> dict[str, Setting]:
    return {"input": Setting(_is_text, default), "splitOn": Setting(_is_text, ",")}


def _span(
    fits: Callable[[object], bool], names: tuple[str, str], defaults: tuple[float, float]
) -> dict[str, Setting]:
    return {name: Setting(fits, default) for name, default in zip(names, defaults, strict=True)}


_TENTHS = "0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1"
_PROMPT = {"input": Setting(_is_text, "a super {cute|ferocious} {dog|cat}")}

_FLOAT_KINDS = (
    Kind("float_generator_arithmetic_sequence", _span(is_number, ("start", "step"), (0, 0.1)) | _FLOAT_COUNT),
    Kind("float_generator_linear_distribution", _span(is_number, ("start", "end"), (0, 1)) | _FLOAT_COUNT),
    Kind(
        "float_generator_random_distribution_uniform",
        _span(is_number, ("min", "max"), (0, 1)) | _FLOAT_COUNT | _SEED,
    ),
    Kind("float_generator_parse_string", _text(_TENTHS) | {"values": Setting(_is_number_list)}),
)
_INTEGER_KINDS = (
    Kind("integer_generator_arithmetic_sequence", _span(is_whole, ("start", "step"), (0, 1)) | _INT_COUNT),
    Kind("integer_generator_linear_distribution", _span(is_whole, ("start", "end"), (0, 10)) | _INT_COUNT),
    Kind(
        "integer_generator_random_distribution_uniform",
        _span(is_whole, ("min", "max"), (0, 10)) | _INT_COUNT | _SEED,
    ),
    Kind("integer_generator_parse_string", _text("1,2,3,4,5,6,7,8,9,10")),
)
_STRING_KINDS = (
    Kind("string_generator_parse_string", _text("foo,bar,baz,qux")),
    Kind(
        "string_generator_dynamic_prompts_combinatorial", _PROMPT | {"maxPrompts": Setting(_is_positive, 10)}
    ),
    Kind("string_generator_dynamic_prompts_random", _PROMPT | {"count": Setting(_is_positive, 10)} | _SEED),
)
_IMAGE_KINDS = (
    Kind(
        "image_generator_images_from_board",
        {"board_id": Setting(_is_board), "category": Setting(_is_category, "images")},
    ),
)

KINDS: Mapping[str, tuple[Kind, ...]] = {
    "FloatGeneratorField": _FLOAT_KINDS,
    "IntegerGeneratorField": _INTEGER_KINDS,
    "StringGeneratorField": _STRING_KINDS,
    "ImageGeneratorField": _IMAGE_KINDS,
}
_ALL_KINDS = tuple(kind for kinds in KINDS.values() for kind in kinds)
_TYPES = tuple(kind.type for kind in _ALL_KINDS)


def generator(value: Mapping[str, Any]) -> Any:
    """Read a mapping as a generator's settings, completed with the defaults.

    Parameters
    ----------
    value : mapping
        The value in the file.

    Returns
    -------
    dict or MISSING
        The settings of the first kind that fits; :data:`MISSING` if none does.
    """
    for kind in _ALL_KINDS:
        if value.get("type", kind.type) == kind.type and (found := _completed(kind, value)) is not None:
            return found
    return MISSING


def is_generator(value: Mapping[str, Any]) -> bool:
    """Return whether the ``type`` of a mapping is that of a generator's settings."""
    return value.get("type") in _TYPES


def default_generator(field_type: str) -> dict[str, Any] | None:
    """Return the initial settings of a generator field, or None for any other type of field."""
    kinds = KINDS.get(field_type)
    return _completed(kinds[0], {}) if kinds else None


def _completed(kind: Kind, value: Mapping[str, Any]) -> dict[str, Any] | None:
    settings: dict[str, Any] = {"type": kind.type}
    for name, setting in kind.settings.items():
        given = value.get(name, setting.default)
        if name in value and not setting.fits(given):
            return None
        if given is not MISSING:
            settings[name] = given
    return settings
