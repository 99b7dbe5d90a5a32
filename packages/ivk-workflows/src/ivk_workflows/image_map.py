"""Which node made which images: the short answer that scripts print."""

from __future__ import annotations

from typing import Any

from ivk_workflows.outputs import Outputs
from ivk_workflows.outputs.files import FileRef

__all__ = ["images_by_node"]


def images_by_node(outputs: Outputs) -> list[dict[str, Any]]:
    """Gather the names of images by the node that made them.

    Parameters
    ----------
    outputs : Outputs
        The outputs of one job.

    Returns
    -------
    list of dict
        One for each node that made images: ``node_id``, ``node_type``, ``label`` and ``image_names``.
    """
    nodes: dict[str, dict[str, Any]] = {}
    for output in outputs:
        names = [file.name for file in _files(output.value)]
        if names:
            entry = nodes.setdefault(output.node_id, _entry(output))
            entry["image_names"] += names
    return list(nodes.values())


def _entry(output: Any) -> dict[str, Any]:
    return {
        "node_id": output.node_id,
        "node_type": output.node_type,
        "label": output.label,
        "image_names": [],
    }


def _files(value: Any) -> list[FileRef]:
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, FileRef)]
