"""Integers that may be drawn at random, such as seeds.

The value ``"random"`` stands for a number that is drawn when the workflow is submitted, for each job anew.
The code that submits it calls `IvkSeedField.draw`; the field itself has no number to send.
"""

from __future__ import annotations

import random
from typing import Any, ClassVar, cast

from ivk_fields.coercion import coerce_int
from ivk_fields.errors import UnresolvedValueError
from ivk_fields.primitives import IvkIntegerField
from ivk_fields.spec import InputSpec
from ivk_fields.values.pending import Resolve

__all__ = ["RANDOM", "IvkSeedField"]

RANDOM = "random"
"""The value of an input whose number is drawn when the workflow is submitted."""


class IvkSeedField(IvkIntegerField):
    """An integer, or ``"random"``.

    Attributes
    ----------
    random_range : tuple of int
        The least and the greatest number that is drawn.
    is_seed : bool
        True for a seed, which is also random if it is -1, as in other programs.

    Examples
    --------
    >>> field = IvkSeedField(name="seed", minimum=0, random_range=(0, 10))
    >>> field.set("random").is_random
    True
    >>> 0 <= field.draw() <= 10
    True
    """

    serves_types: ClassVar[
        tuple[str, ...]
    ] = ()  # an input is a seed by its place in a workflow; see `serves`

    random_range: tuple[int, int] = (0, 2**32 - 1)
    is_seed: bool = True

    @classmethod
    def serves(cls, spec: InputSpec) -> bool:
        """Return whether the input is an integer that may be drawn."""
        return spec.random_range is not None and IvkIntegerField.serves(spec)

    @classmethod
    def limits_of(cls, spec: InputSpec) -> dict[str, Any]:
        """Return the limits of the integer and the range of random numbers."""
        return {**super().limits_of(spec), "random_range": spec.random_range, "is_seed": spec.is_seed}

    @property
    def is_random(self) -> bool:
        """Whether the value is drawn when the workflow is submitted."""
        return isinstance(cast("object", self.value), str)

    def draw(self, source: random.Random | None = None) -> int:
        """Return a random number within the limits of the input.

        Parameters
        ----------
        source : random.Random, optional
            Where to draw it from; the random numbers of the operating system by default.
        """
        least, greatest = self.random_range
        step = int(self.multiple_of or 1)
        return step * (source or _SYSTEM).randint(-(-least // step), greatest // step)

    def coerce(self, value: object) -> int:
        """Convert an integer; ``"random"``, and -1 for a seed, stand for a random one."""
        if isinstance(value, str) and value.strip().lower() == RANDOM:
            return cast("int", RANDOM)
        number = coerce_int(value)
        is_random = number == -1 and self.is_seed and self.random_range[0] >= 0
        return cast("int", RANDOM) if is_random else number

    def read(self, raw: Any) -> int:
        """Convert an integer, and nothing else: a workflow file has no random seeds."""
        return coerce_int(raw)

    def check(self, value: int) -> None:
        """Check the range and the step of an integer."""
        if cast("Any", value) != RANDOM:
            super().check(value)

    def from_text(self, text: str) -> object:
        """Parse a number or ``random``; return None for blank text."""
        return RANDOM if text.strip().lower() == RANDOM else super().from_text(text)

    def to_wire(self, resolve: Resolve | None = None) -> Any:
        """Return the number.

        Raises
        ------
        UnresolvedValueError
            If it is random, and was not drawn yet.
        """
        if self.is_random:
            raise UnresolvedValueError(
                f"{self.name or 'The seed'} is random, and is drawn when the workflow is submitted.",
                field=self.name,
                value=RANDOM,
                allowed=self.allowed(),
                hint="Submit the workflow, compile it with to_enqueue_body(), or send draw().",
            )
        return super().to_wire(resolve)

    def rules(self) -> list[str]:
        """Return the range and the step in words."""
        return [*super().rules(), "or 'random'"]


# Not for secrets, but two programs that start at the same time must not draw the same seeds.
_SYSTEM = random.SystemRandom()
