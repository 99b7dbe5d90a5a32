"""Nodes that make ranges of numbers.

``random_range`` must return the same numbers for a seed as a real server, which draws them with NumPy's
``default_rng(seed).integers(…)``. That takes three published algorithms: a seed sequence that expands the
seed to 256 bits, the PCG64 generator, and Lemire's method to map its output to a range without bias. Their
constants are part of the algorithms.
"""

from collections.abc import Iterator
from itertools import cycle, islice

from ivk_devserver.engine.outputs import Output, output
from ivk_devserver.engine.registry import node

__all__ = ["float_range", "integer_range", "random_range", "range_of_size"]

_MASK_32 = 0xFFFF_FFFF
_MASK_64 = _MASK_32 << 32 | _MASK_32
_MASK_128 = _MASK_64 << 64 | _MASK_64


@node("range")
def integer_range(start: int, stop: int, step: int) -> Output:
    """Return the integers from ``start`` to below ``stop``."""
    if stop <= start:
        raise ValueError("stop must be greater than start")
    return output("integer_collection_output", collection=list(range(start, stop, step)))


@node("range_of_size")
def range_of_size(start: int, size: int, step: int) -> Output:
    """Return ``size`` integers from ``start``."""
    return output("integer_collection_output", collection=list(range(start, start + step * size, step)))


@node("float_range")
def float_range(start: float, stop: float, steps: int) -> Output:
    """Return ``steps`` floats from ``start`` to ``stop``, both included."""
    step = (stop - start) / (steps - 1) if steps > 1 else 0.0
    values = [start + index * step for index in range(steps)]
    if steps > 1:
        values[-1] = stop
    return output("float_collection_output", collection=values)


@node("random_range")
def random_range(low: int, high: int, size: int, seed: int) -> Output:
    """Return ``size`` random integers from ``low`` to below ``high``, always the same for a seed."""
    return output("integer_collection_output", collection=_random_integers(seed, low, high, size))


def _random_integers(seed: int, low: int, high: int, size: int) -> list[int]:
    """Return ``size`` random integers from ``low`` to below ``high``.

    Raises
    ------
    ValueError
        If the range is empty, or has 2**32 integers or more.
    """
    if low >= high:
        raise ValueError("low >= high")
    span = high - low
    if span > _MASK_32:
        raise ValueError("the range must be smaller than 2**32")
    words = _words_of_32_bits(_Pcg64(seed))
    return [low + (_bounded(words, span) if span > 1 else 0) for _ in range(size)]


def _bounded(words: Iterator[int], span: int) -> int:
    biased = 2**32 % span
    while True:
        product = next(words) * span
        if product & _MASK_32 >= biased:
            return product >> 32


def _words_of_32_bits(generator: "_Pcg64") -> Iterator[int]:
    while True:
        word = generator.next()
        yield word & _MASK_32
        yield word >> 32


class _Pcg64:
    _MULTIPLIER = 0x2360ED051FC65DA44385DF649FCCF645

    def __init__(self, seed: int) -> None:
        words = _expanded(seed)
        start, stream = words[0] << 64 | words[1], words[2] << 64 | words[3]
        self._increment = (stream << 1 | 1) & _MASK_128
        self._state = self._increment
        self._state = (self._state + start) & _MASK_128
        self._step()

    def _step(self) -> None:
        self._state = (self._state * self._MULTIPLIER + self._increment) & _MASK_128

    def next(self) -> int:
        self._step()
        folded, rotation = (self._state >> 64 ^ self._state) & _MASK_64, self._state >> 122
        return (folded >> rotation | folded << (64 - rotation)) & _MASK_64


class _Hash:
    def __init__(self, start: int, multiplier: int) -> None:
        self._constant = start
        self._multiplier = multiplier

    def __call__(self, value: int) -> int:
        value ^= self._constant
        self._constant = self._constant * self._multiplier & _MASK_32
        value = value * self._constant & _MASK_32
        return value ^ value >> 16


def _expanded(seed: int) -> list[int]:
    """Return four words of 64 bits for a seed below 2**32."""
    pool = _mixed(seed)
    expand = _Hash(0x8B51F9DD, 0x58F38DED)
    words = [expand(word) for word in islice(cycle(pool), 8)]
    return [words[index] | words[index + 1] << 32 for index in range(0, 8, 2)]


def _mixed(seed: int) -> list[int]:
    mix = _Hash(0x43B0D7E5, 0x931E8875)
    pool = [mix(word) for word in (seed, 0, 0, 0)]
    for source in range(4):
        for target in range(4):
            if source != target:
                mixed = (0xCA01F9DD * pool[target] - 0x4973F715 * mix(pool[source])) & _MASK_32
                pool[target] = mixed ^ mixed >> 16
    return pool
