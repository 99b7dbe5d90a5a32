"""Workflows that come with the package, ready for any server with a fitting model."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from ivk_core.lookup import NameNotFoundError

if TYPE_CHECKING:
    from ivk_workflows import WorkflowDefinition

__all__ = ["shipped_workflow", "shipped_workflows"]

_DATA = files("invokeai_py_client") / "data"


def shipped_workflows() -> list[str]:
    """List the names of the workflows that come with the package.

    Returns
    -------
    list of str
        In alphabetical order.
    """
    names = (file.name for file in _DATA.iterdir())
    return sorted(name.removesuffix(".json") for name in names if name.endswith(".json"))


def shipped_workflow(name: str) -> WorkflowDefinition:
    """Read a workflow that comes with the package.

    Parameters
    ----------
    name : str
        One of `shipped_workflows`, such as ``"sdxl-text-to-image"``.

    Returns
    -------
    WorkflowDefinition

    Raises
    ------
    NameNotFoundError
        If there is none of that name.
    """
    from ivk_workflows import WorkflowDefinition

    if name not in shipped_workflows():
        raise NameNotFoundError(
            f"No workflow {name!r} comes with this package.",
            wanted=name,
            hint=f"There are {', '.join(shipped_workflows())}.",
        )
    return WorkflowDefinition.from_json((_DATA / f"{name}.json").read_text(encoding="utf-8"))
