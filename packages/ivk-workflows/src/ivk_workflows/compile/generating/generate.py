"""The values of each kind of generator."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from ivk_fields.values.generators import MAX_GENERATED, MAX_PROMPTS
from ivk_workflows.compile.generating.javascript import as_number, js_float, js_int, js_round, pieces, trimmed
from ivk_workflows.compile.generating.twister import Twister
from ivk_workflows.definition.numbers import is_number
from ivk_workflows.errors import BatchError

__all__ = ["check_size", "generated", "is_too_large"]

Settings = Mapping[str, Any]


class _Source(Protocol):
    def random(self) -> float: ...


def generated(settings: Settings, unseeded: random.Random) -> list[Any]:
    """Return the values of a generator that needs nothing from the server.

    Parameters
    ----------
    settings : mapping
        Its settings, with the defaults.
    unseeded : random.Random
        The random numbers for a generator without a seed.

    Returns
    -------
    list of int, float or str
        The values, in order.

    Raises
    ------
    BatchError
        If it would make too many values, or one that is larger than every number of JSON.
    """
    # Like the GUI, use the values in the file instead of generating new ones.
    stored = settings.get("values")
    if stored is not None:
        return list(stored)
    check_size(settings)
    try:
        values = _MAKERS[settings["type"]](settings, unseeded)
    except OverflowError:  # of a float that is converted to an integer, or the other way round
        values = [math.inf]
    if not all(isinstance(value, str) or is_number(value) for value in values):
        raise BatchError(
            "the numbers of its generator are too large.",
            hint="Choose a smaller start, step or range for it.",
        )
    return values


def check_size(settings: Settings) -> None:
    """Refuse a generator that would make too many values, before it makes any.

    Raises
    ------
    BatchError
        If it would make more than `MAX_GENERATED` values, or a server would have to make more than
        `MAX_PROMPTS` prompts.
    """
    if is_too_large(settings):
        wanted, limit = f"{_wanted(settings):,.15g}", f"{_limit(settings):,}"
        raise BatchError(
            f"its generator would make {wanted} values, and the limit is {limit}.",
            hint="Set its count to a smaller number.",
        )


def is_too_large(settings: Settings) -> bool:
    """Return whether a generator would make too many values."""
    # A step of 0 makes one value whatever the count.
    return _wanted(settings) > _limit(settings) and settings.get("step") != 0


def _wanted(settings: Settings) -> float:
    wanted: float = settings.get("maxPrompts", settings.get("count", 0))
    return wanted


def _limit(settings: Settings) -> int:
    return MAX_PROMPTS if "dynamic_prompts" in settings["type"] else MAX_GENERATED


def _sequence(settings: Settings, _: random.Random) -> list[Any]:
    start, step = settings["start"], settings["step"]
    if step == 0:
        return [start]  # one value whatever the count, as in the GUI
    return [as_number(start + index * step) for index in _counted(settings)]


def _float_distribution(settings: Settings, _: random.Random) -> list[Any]:
    start, span = settings["start"], settings["end"] - settings["start"]
    return [as_number(start + span * share) for share in _shares(settings)]


def _int_distribution(settings: Settings, _: random.Random) -> list[Any]:
    start, span = settings["start"], settings["end"] - settings["start"]
    return [as_number(start + js_round(span * share)) for share in _shares(settings)]


def _shares(settings: Settings) -> Sequence[float]:
    steps = settings["count"] - 1
    return [0] if steps == 0 else [index / steps for index in _counted(settings)]


def _float_uniform(settings: Settings, unseeded: random.Random) -> list[Any]:
    low, high = settings["min"], settings["max"]
    source = _source(settings, unseeded)
    return [as_number(source.random() * (high - low) + low) for _ in _counted(settings)]


def _int_uniform(settings: Settings, unseeded: random.Random) -> list[Any]:
    low, high = settings["min"], settings["max"]
    source = _source(settings, unseeded)
    return [as_number(math.floor(source.random() * (high - low + 1)) + low) for _ in _counted(settings)]


def _source(settings: Settings, unseeded: random.Random) -> _Source:
    seed = settings.get("seed")
    return unseeded if seed is None else Twister(int(seed))


def _counted(settings: Settings) -> range:
    return range(max(0, int(settings["count"])))


def _strings(settings: Settings, _: random.Random) -> list[Any]:
    return [piece for piece in pieces(settings["input"], settings["splitOn"]) if piece]


def _floats(settings: Settings, _: random.Random) -> list[Any]:
    return _numbers(settings, js_float)


def _ints(settings: Settings, _: random.Random) -> list[Any]:
    return _numbers(settings, js_int)


def _numbers(settings: Settings, read: Callable[[str], float | None]) -> list[Any]:
    read_all = (read(trimmed(piece)) for piece in pieces(settings["input"], settings["splitOn"]))
    return [number for number in read_all if number is not None]


def _nothing(_: Settings, __: random.Random) -> list[Any]:
    return []


_MAKERS: Mapping[str, Callable[[Settings, random.Random], list[Any]]] = {
    "float_generator_arithmetic_sequence": _sequence,
    "float_generator_linear_distribution": _float_distribution,
    "float_generator_random_distribution_uniform": _float_uniform,
    "float_generator_parse_string": _floats,
    "integer_generator_arithmetic_sequence": _sequence,
    "integer_generator_linear_distribution": _int_distribution,
    "integer_generator_random_distribution_uniform": _int_uniform,
    "integer_generator_parse_string": _ints,
    "string_generator_parse_string": _strings,
    "image_generator_images_from_board": _nothing,
}
