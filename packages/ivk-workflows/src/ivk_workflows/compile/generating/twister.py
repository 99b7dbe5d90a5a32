"""The random numbers of the GUI's seeded generators.

The GUI draws from the Mersenne Twister (MT19937) with 32 bits a number. Python's :mod:`random` is the same
machine; only its seeding and its 53 bits a number differ. So we fill the state ourselves and let Python turn
the crank.
"""

from __future__ import annotations

import random

__all__ = ["Twister"]

_SIZE = 624
_STATE_VERSION = 3


class Twister:
    """A Mersenne Twister seeded with one number.

    Parameters
    ----------
    seed : int
        Only its lowest 32 bits count.
    """

    def __init__(self, seed: int) -> None:
        words = [seed & 0xFFFFFFFF]
        for index in range(1, _SIZE):
            last = words[-1]
            words.append((1812433253 * (last ^ (last >> 30)) + index) & 0xFFFFFFFF)
        # Not for secrets: the sequence is meant to be foreseen.
        self._machine = random.Random()  # noqa: S311
        self._machine.setstate((_STATE_VERSION, (*words, _SIZE), None))

    def random(self) -> float:
        """Draw a number from 0 up to, but not including, 1."""
        return self._machine.getrandbits(32) / 4294967296
