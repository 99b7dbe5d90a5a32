"""The random numbers of the GUI's seeded generators.

The GUI uses the Mersenne Twister (MT19937) with 32 bits for each number. Python's :mod:`random` is the same
generator, but is seeded in another way and uses 53 bits for each number. So the state is set here, and
Python generates the bits.
"""

from __future__ import annotations

import random

__all__ = ["Twister"]

# The number of words in the state of MT19937.
_SIZE = 624
# The version of the state that `random.Random.setstate` takes.
_STATE_VERSION = 3


class Twister:
    """A Mersenne Twister seeded with one number.

    Parameters
    ----------
    seed : int
        Only its lowest 32 bits are used.
    """

    def __init__(self, seed: int) -> None:
        words = [seed & 0xFFFFFFFF]
        for index in range(1, _SIZE):
            last = words[-1]
            # The initialization that MT19937 defines.
            words.append((1812433253 * (last ^ (last >> 30)) + index) & 0xFFFFFFFF)
        # Not for secrets: the sequence has to be reproducible.
        self._generator = random.Random()  # noqa: S311
        self._generator.setstate((_STATE_VERSION, (*words, _SIZE), None))

    def random(self) -> float:
        """Return the next number, from 0 up to, but not including, 1."""
        return self._generator.getrandbits(32) / 4294967296
