"""Workflows that are part of this package. They run on any server that has a suitable model."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from ivk_core.lookup import NameNotFoundError
from ivk_core.suggestions import did_you_mean

if TYPE_CHECKING:
    from ivk_workflows import WorkflowDefinition

__all__ = ["shipped_workflow", "shipped_workflows"]

_DATA = files("invokeai_py_client") / "data"


def shipped_workflows() -> list[str]:
    """List the names of the workflows in this package.

    Returns
    -------
    list of str
        In alphabetical order.
    """
    names = (file.name for file in _DATA.iterdir())
    return sorted(name.removesuffix(".json") for name in names if name.endswith(".json"))


def shipped_workflow(name: str) -> WorkflowDefinition:
    """Return a workflow of this package.

    Parameters
    ----------
    name : str
        One of the names that `shipped_workflows` returns, such as ``"sdxl-text-to-image"``.

    Returns
    -------
    WorkflowDefinition

    Raises
    ------
    NameNotFoundError
        If the package has no workflow with that name.
    """
    from ivk_workflows import WorkflowDefinition

    if name not in shipped_workflows():
        raise NameNotFoundError(
            f"This package has no workflow {name!r}.",
            wanted=name,
            hint=did_you_mean(str(name), shipped_workflows()) or f"It has: {', '.join(shipped_workflows())}.",
        )
    return WorkflowDefinition.from_json((_DATA / f"{name}.json").read_text(encoding="utf-8"))
