"""The provenance of an image: prompt, seed, models and so on, for file names and for the notes beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ivk_workflows.outputs.reading import RawOutput, prepared_nodes
from ivk_workflows.queue.schemas import QueueItem

__all__ = ["metadata_of", "models_of", "notes_of", "prompt_of", "seed_of"]

# The inputs that may hold a prompt, and parts of the types of nodes that have one, the most reliable first.
_PROMPT_FIELDS = ("positive_prompt", "prompt", "value")
_PROMPT_TYPES = ("core_metadata", "compel", "sdxl_compel_prompt", "string")


def seed_of(item: QueueItem) -> int | None:
    """Return the seed in the recorded metadata, else the first seed of a node; None if there is none."""
    seeds = [node["seed"] for node in _nodes(item) if isinstance(node.get("seed"), int)]
    return seeds[0] if seeds else None


def metadata_of(output: RawOutput | None) -> dict[str, Any]:
    """Return the metadata that a node recorded in what it made; empty if it recorded none."""
    recorded = output.inputs.get("metadata") if output else None
    if not isinstance(recorded, Mapping):
        return {}
    return {name: value for name, value in recorded.items() if value is not None}


def prompt_of(item: QueueItem) -> str:
    """Return the prompt; empty if there is none."""
    return next(_prompts(_nodes(item)), "")


def _prompts(nodes: list[Mapping[str, Any]]) -> Iterator[str]:
    for node_type in _PROMPT_TYPES:
        for node in nodes:
            if node_type in str(node.get("type", "")):
                yield from _texts(node)
    for node in nodes:
        yield from _texts({"prompt": node.get("prompt")})


def _texts(node: Mapping[str, Any]) -> Iterator[str]:
    return (node[name] for name in _PROMPT_FIELDS if isinstance(node.get(name), str) and node[name])


def models_of(item: QueueItem) -> list[dict[str, Any]]:
    """List the models in the inputs of the nodes, each once."""
    found: dict[str, dict[str, Any]] = {}
    for node in _nodes(item):
        for model in _models_in(node):
            found.setdefault(model["key"], dict(model))
    return list(found.values())


def notes_of(item: QueueItem, *, server_version: str) -> dict[str, Any]:
    """Return the notes that are saved beside an image.

    Parameters
    ----------
    item : QueueItem
        The whole item.
    server_version : str
        The version of the server that ran it.

    Returns
    -------
    dict
        Inputs, prompt, seed, models, versions, ids and times, as JSON values.
    """
    summary = item.model_dump(mode="json", include={"created_at", "started_at", "completed_at", "device"})
    return {
        "item_id": item.item_id,
        "batch_id": item.batch_id,
        "session_id": item.session_id,
        "queue_id": item.queue_id,
        **summary,
        "seconds": _seconds(item),
        "prompt": prompt_of(item),
        "seed": seed_of(item),
        "models": models_of(item),
        "batch_values": [value.model_dump(mode="json") for value in item.field_values or []],
        "nodes": (item.session.get("graph") or {}).get("nodes") or {},
        "workflow": (item.workflow or {}).get("name", ""),
        "server_version": server_version,
    }


def _nodes(item: QueueItem) -> list[Mapping[str, Any]]:
    """Return the nodes as they ran, recorded metadata first."""
    return sorted(prepared_nodes(item).values(), key=lambda node: node.get("type") != "core_metadata")


def _models_in(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        if {"key", "base", "name"} <= value.keys():
            yield value
        for inner in value.values():
            yield from _models_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _models_in(inner)


def _seconds(item: QueueItem) -> float | None:
    if item.started_at is None or item.completed_at is None:
        return None
    return (item.completed_at - item.started_at).total_seconds()
