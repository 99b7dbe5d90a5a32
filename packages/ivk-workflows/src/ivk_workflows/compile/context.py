"""What compiling needs besides the workflow: the GUI's settings, and answers of the server."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field

from ivk_workflows.compile.needs import Answer, Need

__all__ = ["CompileContext"]


@dataclass(frozen=True)
class CompileContext:
    """The settings of one compilation.

    Parameters
    ----------
    auto_add_board_id : str, optional
        The board that ``auto`` means; None (or ``"none"``) for no board.
    answers : mapping of Need to Answer
        The server's answer to each of :func:`~ivk_workflows.compile.needs.needs`.
    random : random.Random
        The random numbers for generators without a seed.
    """

    auto_add_board_id: str | None = None
    answers: Mapping[Need, Answer] = field(default_factory=dict)
    random: random.Random = field(default_factory=random.SystemRandom)

    def __post_init__(self) -> None:
        """Replace ``"none"``, which is the GUI's value for no board."""
        if self.auto_add_board_id == "none":
            object.__setattr__(self, "auto_add_board_id", None)
