"""Integers drawn from a seed, the same ones that NumPy's ``default_rng(seed).integers(…)`` gives.

A real server draws with NumPy, and a workflow with a fixed seed must get the same numbers here. Three parts,
all published algorithms: a seed sequence that stretches the seed to 256 bits, the PCG64 generator, and
Lemire's way of bringing its output into a range without bias.
"""

from collections.abc import Iterator
from itertools import cycle, islice

__all__ = ["integers"]

_MASK_32 = 0xFFFF_FFFF
_MASK_64 = _MASK_32 << 32 | _MASK_32
_MASK_128 = _MASK_64 << 64 | _MASK_64


def integers(seed: int, low: int, high: int, size: int) -> list[int]:
    """Draw ``size`` integers, ``low`` possible and ``high`` not.

    Raises
    ------
    ValueError
        If there is no integer to draw.
    """
    if low >= high:
        raise ValueError("low >= high")
    span = high - low
    if span > _MASK_32:
        raise ValueError("the range must be smaller than 2**32")
    words = _halves(_Pcg64(seed))
    return [low + (_bounded(words, span) if span > 1 else 0) for _ in range(size)]


def _bounded(words: Iterator[int], span: int) -> int:
    unfair = 2**32 % span
    while True:
        product = next(words) * span
        if product & _MASK_32 >= unfair:
            return product >> 32


def _halves(generator: "_Pcg64") -> Iterator[int]:
    while True:
        word = generator.next()
        yield word & _MASK_32
        yield word >> 32


class _Pcg64:
    _FACTOR = 0x2360ED051FC65DA44385DF649FCCF645

    def __init__(self, seed: int) -> None:
        words = _stretched(seed)
        start, stream = words[0] << 64 | words[1], words[2] << 64 | words[3]
        self._increment = (stream << 1 | 1) & _MASK_128
        self._state = self._increment
        self._state = (self._state + start) & _MASK_128
        self._step()

    def _step(self) -> None:
        self._state = (self._state * self._FACTOR + self._increment) & _MASK_128

    def next(self) -> int:
        self._step()
        folded, turn = (self._state >> 64 ^ self._state) & _MASK_64, self._state >> 122
        return (folded >> turn | folded << (64 - turn)) & _MASK_64


class _Hash:
    def __init__(self, start: int, factor: int) -> None:
        self._constant = start
        self._factor = factor

    def __call__(self, value: int) -> int:
        value ^= self._constant
        self._constant = self._constant * self._factor & _MASK_32
        value = value * self._constant & _MASK_32
        return value ^ value >> 16


def _stretched(seed: int) -> list[int]:
    """Give four words of 64 bits for a seed below 2**32."""
    pool = _mixed(seed)
    spread = _Hash(0x8B51F9DD, 0x58F38DED)
    words = [spread(word) for word in islice(cycle(pool), 8)]
    return [words[index] | words[index + 1] << 32 for index in range(0, 8, 2)]


def _mixed(seed: int) -> list[int]:
    stir = _Hash(0x43B0D7E5, 0x931E8875)
    pool = [stir(word) for word in (seed, 0, 0, 0)]
    for source in range(4):
        for target in range(4):
            if source != target:
                mixed = (0xCA01F9DD * pool[target] - 0x4973F715 * stir(pool[source])) & _MASK_32
                pool[target] = mixed ^ mixed >> 16
    return pool
