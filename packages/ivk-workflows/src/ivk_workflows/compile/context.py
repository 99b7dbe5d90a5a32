"""What compiling needs beside the workflow: the GUI's settings, and answers that only the server has."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ivk_workflows.compile.needs import Need

__all__ = ["CompileContext"]


@dataclass(frozen=True)
class CompileContext:
    """The settings of one compilation.

    Parameters
    ----------
    auto_add_board_id : str, optional
        The board that ``auto`` means; None (or ``"none"``) for no board.
    answers : mapping of Need to sequence
        What the server answered to each of :func:`~ivk_workflows.compile.needs.needs`.
    random : random.Random
        The source of random numbers for generators without a seed.
    """

    auto_add_board_id: str | None = None
    answers: Mapping[Need, Sequence[Any]] = field(default_factory=dict)
    random: random.Random = field(default_factory=random.SystemRandom)

    def __post_init__(self) -> None:
        """Understand the GUI's own word for no board."""
        if self.auto_add_board_id == "none":
            object.__setattr__(self, "auto_add_board_id", None)
