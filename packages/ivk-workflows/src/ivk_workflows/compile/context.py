"""What compiling must know beside the workflow: the GUI's settings, and answers that only the server has."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ivk_workflows.compile.needs import Need
from ivk_workflows.compile.unavailable import NOTHING_UNAVAILABLE, Unavailable
from ivk_workflows.definition.workflow import WorkflowDefinition

__all__ = ["CompileContext"]


@dataclass(frozen=True)
class CompileContext:
    """The surroundings of one compilation.

    Parameters
    ----------
    auto_add_board_id : str, optional
        The board that ``auto`` means; None (or ``"none"``) for no board.
    answers : mapping of Need to sequence
        What the server answered to each of :func:`~ivk_workflows.compile.needs.needs`.
    saved_workflows : mapping of str to WorkflowDefinition
        The workflows that ``call_saved_workflow`` nodes call, by id, as far as they are known.
    unavailable : Unavailable
        Images, boards, models and videos that the workflow names and the server does not have.
    random : random.Random
        Where unseeded generators draw from.
    """

    auto_add_board_id: str | None = None
    answers: Mapping[Need, Sequence[Any]] = field(default_factory=dict)
    saved_workflows: Mapping[str, WorkflowDefinition] = field(default_factory=dict)
    unavailable: Unavailable = NOTHING_UNAVAILABLE
    random: random.Random = field(default_factory=random.SystemRandom)

    def __post_init__(self) -> None:
        """Read the GUI's own word for no board."""
        if self.auto_add_board_id == "none":
            object.__setattr__(self, "auto_add_board_id", None)
