"""Dynamic prompts such as ``a {red|blue} {2$$ and $$cat|dog|bird}``, and the prompts that they expand to.

A variant ``{a|b}`` expands to one of its options; ``{2$$a|b|c}`` and ``{1-2$$ and $$a|b}`` expand to several,
joined. ``0.5::`` before an option is its weight when prompts are drawn at random. Text after ``#`` is a
comment.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, permutations, product

__all__ = ["PromptSyntaxError", "all_prompts", "parse", "random_prompts"]

SAMPLERS = "~@!"
"""The characters that select a sampler at the start of a variant; they do not change the options."""

OPENING, CLOSING = "{", "}"


class PromptSyntaxError(ValueError):
    """The braces of a prompt are not balanced. The message is that of a real server."""

    def __init__(self, text: str, position: int) -> None:
        where = f"(at char {position}), (line:1, col:{position + 1})"
        super().__init__(f"Expected end of text, found '{text[position]}'  {where}")


@dataclass(frozen=True)
class Option:
    """One option of a variant, with its weight."""

    sequence: "Sequence"
    weight: float


@dataclass(frozen=True)
class Variant:
    """From ``least`` to ``most`` of several options, joined."""

    options: tuple[Option, ...]
    least: int = 1
    most: int = 1
    joiner: str = ","

    def expansions(self) -> Iterator[str]:
        """Yield every text that this expands to."""
        for count in range(self.least, self.most + 1):
            for chosen in permutations(self.options, count):
                for texts in product(*(list(option.sequence.expansions()) for option in chosen)):
                    yield self.joiner.join(texts)

    def draw(self, generator: random.Random) -> str:
        """Return one of the texts that this expands to, drawn at random."""
        left = list(self.options)
        texts = []
        for _ in range(min(generator.randint(self.least, self.most), len(left))):
            (option,) = generator.choices(left, [one.weight for one in left])
            left.remove(option)
            texts.append(option.sequence.draw(generator))
        return self.joiner.join(texts)


@dataclass(frozen=True)
class Sequence:
    """A sequence of texts and variants."""

    parts: tuple[str | Variant, ...]

    def expansions(self) -> Iterator[str]:
        """Yield every text that this expands to; the last variant changes fastest."""
        columns = ([part] if isinstance(part, str) else list(part.expansions()) for part in self.parts)
        return ("".join(texts) for texts in product(*columns))

    def draw(self, generator: random.Random) -> str:
        """Return one of the texts that this expands to, drawn at random."""
        return "".join(part if isinstance(part, str) else part.draw(generator) for part in self.parts)


def all_prompts(prompt: str, limit: int) -> list[str]:
    """Return the first ``limit`` prompts that a dynamic prompt expands to."""
    return [_normalize_spaces(text) for text in islice(parse(prompt).expansions(), limit)]


def random_prompts(prompt: str, count: int, seed: int | None) -> list[str]:
    """Return ``count`` of the prompts that a dynamic prompt expands to, drawn at random."""
    sequence, generator = parse(prompt), random.Random(seed)  # noqa: S311 - prompts, not secrets
    return [_normalize_spaces(sequence.draw(generator)) for _ in range(count)]


def parse(prompt: str) -> Sequence:
    """Parse a dynamic prompt.

    Raises
    ------
    PromptSyntaxError
        If its braces are not balanced.
    """
    return _sequence(prompt.split("#", 1)[0], prompt)


def _sequence(text: str, prompt: str) -> Sequence:
    parts: list[str | Variant] = []
    for piece, is_variant in _pieces(text, prompt):
        parts.append(_variant(piece, prompt) if is_variant else piece)
    return Sequence(tuple(parts))


def _pieces(text: str, prompt: str) -> Iterator[tuple[str, bool]]:
    depth, start = 0, 0
    for position, letter in enumerate(text):
        if letter == OPENING:
            if depth == 0:
                yield text[start:position], False
                start = position + 1
            depth += 1
        elif letter == CLOSING:
            if depth == 0:
                raise PromptSyntaxError(prompt, position)
            depth -= 1
            if depth == 0:
                yield text[start:position], True
                start = position + 1
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
        depth += (letter == OPENING) - (letter == CLOSING)
        if letter == "|" and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def _normalize_spaces(text: str) -> str:
    return " ".join(text.split())
