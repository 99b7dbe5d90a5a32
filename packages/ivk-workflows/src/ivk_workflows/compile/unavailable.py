"""Images, boards, models and videos that a workflow names and the server does not have.

The GUI's editor empties such inputs. `ivk_workflows.resolving` asks the server which of the names in
:func:`named_resources` it has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from ivk_fields.missing import MISSING
from ivk_workflows.compile.loaded import LoadedNode, LoadedWorkflow
from ivk_workflows.compile.problem import Problem
from ivk_workflows.compile.references import Reference, ResourceKind, Treatment, references_in

__all__ = ["NOTHING_UNAVAILABLE", "NamedResource", "Unavailable", "named_resources", "without_unavailable"]


@dataclass(frozen=True)
class Unavailable:
    """Names of images and videos, ids of boards and keys of models that the server does not have."""

    images: frozenset[str] = frozenset()
    videos: frozenset[str] = frozenset()
    boards: frozenset[str] = frozenset()
    models: frozenset[str] = frozenset()

    def names(self, kind: ResourceKind) -> frozenset[str]:
        """Return the names of one kind."""
        names: frozenset[str] = getattr(self, f"{kind}s")
        return names


NOTHING_UNAVAILABLE = Unavailable()
_HINTS: Mapping[ResourceKind, str] = {
    "model": "Call sync_dnn_model(), or set the input to a model that the server has.",
    "image": "Set the input to an image on the server, or to a file, which is uploaded.",
}


class NamedResource(NamedTuple):
    """Something on the server that an input of a workflow names."""

    kind: ResourceKind
    name: str
    node: LoadedNode
    field: str
    shown: str = ""
    treatment: Treatment = "emptied"

    @classmethod
    def at(cls, node: LoadedNode, field: str, found: Reference) -> NamedResource:
        """Make one of a reference in the value of an input."""
        return cls(found.kind, found.name, node, field, found.shown, found.treatment)

    def __str__(self) -> str:
        """Return its name; for a model its name, base and type, because users do not know keys."""
        return self.shown or repr(self.name)


def named_resources(workflow: LoadedWorkflow) -> Iterator[NamedResource]:
    """List the images, videos, boards and models that a workflow's inputs name.

    Parameters
    ----------
    workflow : LoadedWorkflow
        The loaded workflow.

    Yields
    ------
    NamedResource
        One for each time that something is named, in the order of the nodes.
    """
    for node in workflow.invocations:
        for field, value in node.values.items():
            if not isinstance(value, dict | list):
                continue  # most values are texts and numbers, which name nothing
            for found in references_in(node.spec(field), value):
                # The GUI's editor also checks values that an edge replaces, but no others matter then.
                if found.treatment == "emptied" or not workflow.edges.is_fed(node.id, field):
                    yield NamedResource.at(node, field, found)


def without_unavailable(workflow: LoadedWorkflow, unavailable: Unavailable) -> LoadedWorkflow:
    """Empty the inputs that name what the server does not have.

    Parameters
    ----------
    workflow : LoadedWorkflow
        The loaded workflow; it is not changed.
    unavailable : Unavailable
        What the server does not have.

    Returns
    -------
    LoadedWorkflow
        The workflow without those values, with a warning for each.
    """
    if unavailable == NOTHING_UNAVAILABLE:
        return workflow
    missing = [
        found
        for found in named_resources(workflow)
        if found.treatment == "emptied" and found.name in unavailable.names(found.kind)
    ]
    emptied = {(found.node.id, found.field): _without(found, unavailable) for found in missing}
    warnings = [*workflow.warnings, *map(_warning, missing)]
    return replace(workflow.with_values(emptied), warnings=warnings)


def _without(found: NamedResource, unavailable: Unavailable) -> Any:
    value = found.node.value(found.field)
    if not isinstance(value, list):
        return MISSING
    missing, key = unavailable.names(found.kind), f"{found.kind}_name"
    return [item for item in value if item.get(key) not in missing]


def _warning(found: NamedResource) -> Problem:
    where = f"{found.node.title} -> {found.node.label_of(found.field)}"
    return Problem(
        "unavailable",
        "warning",
        f"{where}: the server has no {found.kind} {found}",
        _HINTS.get(found.kind, "Set the input to one that the server has."),
        node_id=found.node.id,
        node_label=found.node.title,
        field=found.field,
    )
