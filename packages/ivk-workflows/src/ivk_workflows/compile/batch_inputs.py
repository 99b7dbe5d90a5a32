"""The source of a batch node's collection: its own value, or the generator that feeds it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ivk_workflows.compile.loaded import COLLECTIONS, LoadedNode, LoadedWorkflow
from ivk_workflows.definition.generators import KINDS, generator
from ivk_workflows.errors import BatchError

__all__ = ["COLLECTIONS", "generator_settings"]

_GENERATOR_FIELDS: Mapping[str, str] = {
    "image_batch": "ImageGeneratorField",
    "string_batch": "StringGeneratorField",
    "integer_batch": "IntegerGeneratorField",
    "float_batch": "FloatGeneratorField",
}


def generator_settings(workflow: LoadedWorkflow, batch: LoadedNode) -> dict[str, Any] | None:
    """Return the settings of the generator that feeds a batch node.

    Parameters
    ----------
    workflow : LoadedWorkflow
        The workflow with all values set.
    batch : LoadedNode
        One of its batch nodes.

    Returns
    -------
    dict or None
        None if no edge feeds it, so that it uses its own collection.

    Raises
    ------
    BatchError
        If the node that feeds it is not a generator for it, or has no valid settings.
    """
    feeding = workflow.edges.into(batch.id, COLLECTIONS[batch.type])
    if not feeding:
        return None
    source = _source(workflow, feeding[0].source)
    if source is None:
        raise BatchError(
            f"{batch.title}: the edge into it has no source node.", hint="Connect a generator node."
        )
    settings = source.value("generator")
    found = generator(settings) if isinstance(settings, Mapping) else None
    kinds = {kind.type for kind in KINDS[_GENERATOR_FIELDS[batch.type]]}
    if not isinstance(found, dict) or found["type"] not in kinds:
        raise BatchError(
            f"{batch.title}: the settings of {source.title!r}, which feeds it, are not valid: {settings!r}.",
            hint="Choose what it generates in the GUI again.",
        )
    return found


def _source(workflow: LoadedWorkflow, node_id: str) -> LoadedNode | None:
    if workflow.edges.is_connector(node_id):
        origin = workflow.edges.origin(node_id)
        return workflow.nodes[origin[0]] if origin else None
    return workflow.nodes.get(node_id)
