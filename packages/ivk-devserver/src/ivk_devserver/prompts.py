"""Dynamic prompts: ``a {red|blue} {2$$ and $$cat|dog|bird}`` and what it stands for.

A variant ``{a|b}`` stands for one of its options; ``{2$$a|b|c}`` and ``{1-2$$ and $$a|b}`` for several,
joined; ``0.5::`` before an option is its weight in random drawing. Anything after ``#`` is a comment.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, permutations, product

__all__ = ["PromptSyntaxError", "all_prompts", "parse", "random_prompts"]

SAMPLERS = "~@!"
OPENED, CLOSED = "{", "}"


class PromptSyntaxError(ValueError):
    """A prompt has braces that do not match."""

    def __init__(self, text: str, place: int) -> None:
        super().__init__(
            f"Expected end of text, found '{text[place]}'  (at char {place}), (line:1, col:{place + 1})"
        )


@dataclass(frozen=True)
class Option:
    """One of a variant's possibilities."""

    sequence: "Sequence"
    weight: float


@dataclass(frozen=True)
class Variant:
    """Some of several options, joined."""

    options: tuple[Option, ...]
    least: int = 1
    most: int = 1
    joiner: str = ","

    def choices(self) -> Iterator[str]:
        """Give everything that this stands for."""
        for count in range(self.least, self.most + 1):
            for chosen in permutations(self.options, count):
                for texts in product(*(list(option.sequence.choices()) for option in chosen)):
                    yield self.joiner.join(texts)

    def draw(self, chance: random.Random) -> str:
        """Give one of the things that this stands for."""
        left = list(self.options)
        texts = []
        for _ in range(min(chance.randint(self.least, self.most), len(left))):
            (option,) = chance.choices(left, [one.weight for one in left])
            left.remove(option)
            texts.append(option.sequence.draw(chance))
        return self.joiner.join(texts)


@dataclass(frozen=True)
class Sequence:
    """Texts and variants, one after the other."""

    parts: tuple[str | Variant, ...]

    def choices(self) -> Iterator[str]:
        """Give everything that this stands for, the last variant changing fastest."""
        columns = ([part] if isinstance(part, str) else list(part.choices()) for part in self.parts)
        return ("".join(texts) for texts in product(*columns))

    def draw(self, chance: random.Random) -> str:
        """Give one of the things that this stands for."""
        return "".join(part if isinstance(part, str) else part.draw(chance) for part in self.parts)


def all_prompts(prompt: str, most: int) -> list[str]:
    """Give the first ``most`` prompts that a dynamic prompt stands for."""
    return [_tidy(text) for text in islice(parse(prompt).choices(), most)]


def random_prompts(prompt: str, count: int, seed: int | None) -> list[str]:
    """Draw ``count`` of the prompts that a dynamic prompt stands for."""
    sequence, chance = parse(prompt), random.Random(seed)  # noqa: S311
    return [_tidy(sequence.draw(chance)) for _ in range(count)]


def parse(prompt: str) -> Sequence:
    """Read a dynamic prompt.

    Raises
    ------
    PromptSyntaxError
        If braces do not match.
    """
    return _sequence(prompt.split("#", 1)[0], prompt)


def _sequence(text: str, prompt: str) -> Sequence:
    parts: list[str | Variant] = []
    for piece, is_variant in _pieces(text, prompt):
        parts.append(_variant(piece, prompt) if is_variant else piece)
    return Sequence(tuple(parts))


def _pieces(text: str, prompt: str) -> Iterator[tuple[str, bool]]:
    depth, start = 0, 0
    for place, letter in enumerate(text):
        if letter == OPENED:
            if depth == 0:
                yield text[start:place], False
                start = place + 1
            depth += 1
        elif letter == CLOSED:
            if depth == 0:
                raise PromptSyntaxError(prompt, place)
            depth -= 1
            if depth == 0:
                yield text[start:place], True
                start = place + 1
    if depth:
        raise PromptSyntaxError(prompt, start - 1)
    yield text[start:], False


def _variant(text: str, prompt: str) -> Variant:
    body = text[1:] if text[:1] in SAMPLERS else text
    head, *rest = body.split("$$")
    if not rest or not head.replace("-", "").strip().isdigit():
        return Variant(_options(body, prompt))
    least, _, most = head.strip().partition("-")
    joiner = rest[0] if len(rest) > 1 else ","
    return Variant(_options(rest[-1], prompt), int(least), int(most or least), joiner)


def _options(text: str, prompt: str) -> tuple[Option, ...]:
    return tuple(_option(part, prompt) for part in _split(text))


def _option(text: str, prompt: str) -> Option:
    weight, marker, rest = text.partition("::")
    if marker and weight.strip().replace(".", "", 1).isdigit():
        return Option(_sequence(rest, prompt), float(weight))
    return Option(_sequence(text, prompt), 1.0)


def _split(text: str) -> list[str]:
    depth, parts = 0, [""]
    for letter in text:
        depth += (letter == OPENED) - (letter == CLOSED)
        if letter == "|" and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def _tidy(text: str) -> str:
    return " ".join(text.split())
