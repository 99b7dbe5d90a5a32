"""Find one node by its label, its id, or the title or name of its type."""

from __future__ import annotations

from collections.abc import Callable

from ivk_core.suggestions import did_you_mean
from ivk_workflows.compile.loaded import LoadedNode, LoadedWorkflow
from ivk_workflows.errors import AmbiguousInputError, InputNotFoundError
from ivk_workflows.inputs.lookup import same_name

__all__ = ["find_node"]


def find_node(workflow: LoadedWorkflow, key: str) -> LoadedNode:
    """Find one node.

    Parameters
    ----------
    workflow : LoadedWorkflow
        The loaded workflow.
    key : str
        The node's id, its label, the title of its type (``"Create Latent Noise"``) or its type (``"noise"``).

    Returns
    -------
    LoadedNode
        The only node with that name.

    Raises
    ------
    InputNotFoundError
        If no node has that name; the error lists the nodes.
    AmbiguousInputError
        If several have that name; the error lists them with their ids.
    """
    for matches in _MATCHERS:
        found = [node for node in workflow.invocations if matches(node, key)]
        if len(found) == 1:
            return found[0]
        if found:
            names = [f"{node.title} ({node.id})" for node in found]
            raise AmbiguousInputError(
                f"{key!r} may be any of {len(found)} nodes: {', '.join(names)}.",
                candidates=names,
                hint="Select one by its id.",
            )
    titles = [node.title for node in workflow.invocations]
    raise InputNotFoundError(
        f"There is no node {key!r}.",
        candidates=titles,
        hint=f"{did_you_mean(key, titles)} The nodes are: {', '.join(titles)}.".lstrip(),
    )


_MATCHERS: tuple[Callable[[LoadedNode, str], bool], ...] = (
    lambda node, key: node.id == key,
    lambda node, key: bool(node.saved.label) and same_name(node.saved.label, key),
    lambda node, key: same_name(node.title, key),
    lambda node, key: node.type == key,
)
