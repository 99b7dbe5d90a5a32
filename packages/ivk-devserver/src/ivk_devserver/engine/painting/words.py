"""The words of a prompt that the painter knows."""

import re
from collections.abc import Sequence
from typing import TypeVar
from zlib import crc32

__all__ = ["Words"]

Thing = TypeVar("Thing")


class Words:
    """The words of a prompt, and a number computed from the whole prompt.

    Parameters
    ----------
    text
        The prompt.

    Attributes
    ----------
    number
        An integer below 2**32, the same for the same text.
    """

    def __init__(self, text: str) -> None:
        self._words = [_singular(word) for word in re.findall(r"[a-z]+", text.lower())]
        self.number = crc32(text.encode()) if text else 0

    def any_of(self, words: str) -> bool:
        """Return whether the prompt has one of these words, which are separated by spaces."""
        return any(_singular(word) in self._words for word in words.split())

    def following(self, words: str, count: int = 2) -> "Words":
        """Return the words directly after one of these words, which an adjective usually describes."""
        places = [self._words.index(one) for one in map(_singular, words.split()) if one in self._words]
        return Words(
            " ".join(
                self._words[place + 1 + step]
                for place in places
                for step in range(count)
                if place + 1 + step < len(self._words)
            )
        )

    def choice(self, things: Sequence[Thing]) -> Thing:
        """Return one of several things, the same for the same text."""
        return things[self.number % len(things)]


def _singular(word: str) -> str:
    # Not a plural: "grass" ends in "ss", and words of up to three letters such as "gas" end in "s".
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
