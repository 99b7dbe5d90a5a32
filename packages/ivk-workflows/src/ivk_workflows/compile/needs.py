"""What the server has to answer before a workflow can be compiled.

Compiling does no I/O. If it needs the server's help (prompts expanded from a template, the images on a
board), it declares a need. The caller asks the server, and passes the answers in the
:class:`~ivk_workflows.compile.context.CompileContext`. Equal needs have one answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from ivk_workflows.compile.batch_inputs import generator_settings
from ivk_workflows.compile.generating import is_too_large
from ivk_workflows.compile.loaded import SAVED_CALL, LoadedWorkflow
from ivk_workflows.definition.parts import WorkflowNode
from ivk_workflows.definition.workflow import WorkflowDefinition

__all__ = [
    "Answer",
    "BoardImages",
    "DynamicPrompts",
    "Need",
    "RefusedNeed",
    "SavedWorkflow",
    "need_of",
    "needs",
    "saved_workflow_ids",
]

# The GUI's gallery has the tabs Images and Assets, with images of these categories.
_GALLERY_CATEGORIES = ("general",)
_ASSET_CATEGORIES = ("control", "mask", "user", "other")


@dataclass(frozen=True)
class DynamicPrompts:
    """Prompts expanded from a template (operation ``parse_dynamicprompts``).

    The answer is the list of prompts, or a :class:`RefusedNeed` if the server cannot read the template.
    """

    prompt: str
    max_prompts: int
    combinatorial: bool
    seed: int | None = None


@dataclass(frozen=True)
class BoardImages:
    """The images on a board, without intermediate ones (operation ``list_all_board_image_names``).

    The answer is the list of image names; it is empty if there is no such board.
    """

    board_id: str
    categories: tuple[str, ...]


Need = DynamicPrompts | BoardImages


@dataclass(frozen=True)
class RefusedNeed:
    """The server's answer to a need that it cannot meet, with its reason."""

    reason: str


Answer: TypeAlias = Sequence[Any] | RefusedNeed
"""What the server answered to a need."""


@dataclass(frozen=True)
class SavedWorkflow:
    """A workflow of the server's library that a node calls (operation ``get_workflow``)."""

    workflow_id: str


def needs(workflow: LoadedWorkflow) -> list[Need]:
    """List what the server has to answer before a workflow can be compiled.

    Parameters
    ----------
    workflow : LoadedWorkflow
        The workflow with all values set.

    Returns
    -------
    list of Need
        Each need once, in the order of the batch nodes.
    """
    return list(dict.fromkeys(_needs(workflow)))


def _needs(workflow: LoadedWorkflow) -> Iterator[Need]:
    for node in workflow.batches:
        settings = generator_settings(workflow, node)
        # The check reports a generator that is too large; the server must not be asked for its values.
        if settings and not is_too_large(settings) and (need := need_of(settings)):
            yield need


def need_of(settings: dict[str, Any]) -> Need | None:
    """Return the need of one generator; None if it needs nothing from the server.

    Parameters
    ----------
    settings : dict
        The settings, as :func:`~ivk_workflows.definition.generators.generator` reads them.
    """
    kind = settings["type"]
    if kind == "string_generator_dynamic_prompts_combinatorial":
        return DynamicPrompts(settings["input"], int(settings["maxPrompts"]), combinatorial=True)
    if kind == "string_generator_dynamic_prompts_random":
        seed = settings.get("seed")
        return DynamicPrompts(
            settings["input"],
            int(settings["count"]),
            combinatorial=False,
            seed=None if seed is None else int(seed),
        )
    if kind == "image_generator_images_from_board" and settings.get("board_id"):
        categories = _GALLERY_CATEGORIES if settings["category"] == "images" else _ASSET_CATEGORIES
        return BoardImages(settings["board_id"], categories)
    return None


def saved_workflow_ids(definition: WorkflowDefinition) -> list[SavedWorkflow]:
    """List the workflows of the server's library that a workflow calls, each once."""
    callers = (node for node in definition.nodes if node.type == SAVED_CALL)
    called = (_called_id(node) for node in callers)
    return [SavedWorkflow(workflow_id) for workflow_id in dict.fromkeys(called) if workflow_id]


def _called_id(node: WorkflowNode) -> str:
    value = node.inputs.get("workflow_id", {}).get("value")
    return value if isinstance(value, str) else ""
