"""The words of a prompt, as far as the painter understands them."""

import re
from collections.abc import Sequence
from typing import TypeVar
from zlib import crc32

__all__ = ["Words"]

Thing = TypeVar("Thing")


class Words:
    """The words of a prompt, and a number made of all of it.

    Parameters
    ----------
    text
        The prompt.

    Attributes
    ----------
    number
        Some integer below 2**32, the same for the same text.
    """

    def __init__(self, text: str) -> None:
        self._words = [_singular(word) for word in re.findall(r"[a-z]+", text.lower())]
        self.number = crc32(text.encode()) if text else 0

    def any_of(self, words: str) -> bool:
        """Say whether the prompt has one of these words, separated by blanks."""
        return any(_singular(word) in self._words for word in words.split())

    def following(self, words: str, count: int = 2) -> "Words":
        """Give what stands directly behind one of these words, which is what an adjective is about."""
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
        """Pick one of several things, the same for the same text."""
        return things[self.number % len(things)]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
