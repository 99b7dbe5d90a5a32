"""The node that made a job fail: the names that users see, and the inputs that its error is about.

The server says which node failed, by the id of a copy of it, and why, in the words of the exception. Which
input is to blame is read from these words: the name of an input, or the value of one, occurs in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ivk_workflows.outputs.graph_names import GraphNames
from ivk_workflows.outputs.reading import prepared_nodes
from ivk_workflows.queue.schemas import QueueItem

__all__ = ["FailedNode", "find_failed_node", "shown_value"]

# Not inputs that a user sets, or not ones that a failure depends on.
_NOT_SHOWN = frozenset({"id", "type", "is_intermediate", "use_cache", "board", "metadata"})
# Names of inputs that occur in messages about anything ("invalid value").
_COMMON_WORDS = frozenset(
    {"value", "image", "model", "item", "values", "collection", "index", "error", "string"}
)
# An input of one letter ("a") would be found in any text.
_SHORTEST_NAME = 3
# More values would hide the message itself.
_MOST_VALUES = 6
_LONGEST_VALUE = 60
_INVALID_INPUT = re.compile(r"has invalid incoming input for (\w+)")
_PYDANTIC_FIELD = re.compile(r"validation errors? for", re.IGNORECASE)
# Objects of the server: the key of a value that names one, and a word in the error for a missing one.
_OBJECTS = {"image_name": "image", "video_name": "video", "board_id": "board", "key": "model"}


@dataclass(frozen=True)
class FailedNode:
    """The node that failed.

    Parameters
    ----------
    node_id, node_type : str
        Its id in the graph that was sent, and its type.
    names : GraphNames
        The names that users see.
    raw : mapping
        The node as it ran, with the values that edges brought.
    values : mapping of str to object
        The values of its inputs by field name.
    blamed : tuple of str
        The inputs that the error is about; empty if that cannot be found out.
    iteration : tuple of int
        The indices of the iteration; empty if the node was not in one.
    """

    node_id: str
    node_type: str
    names: GraphNames = field(repr=False)
    raw: Mapping[str, Any] = field(repr=False)
    values: Mapping[str, Any] = field(repr=False)
    blamed: tuple[str, ...] = ()
    iteration: tuple[int, ...] = ()

    @cached_property
    def label(self) -> str:
        """The name that users see on it."""
        return self.names.node(self.node_id)

    def label_of(self, name: str) -> str:
        """Return the name that users see on an input."""
        return self.names.input(self.node_id, name)

    @cached_property
    def inputs(self) -> dict[str, Any]:
        """The values by the names that users see."""
        return {self.label_of(name): value for name, value in self.values.items()}

    def describe(self) -> str:
        """Return the names of node and inputs, with the values of these inputs."""
        place = f" (iteration {', '.join(map(str, self.iteration))})" if self.iteration else ""
        name = f"{self.label!r} ({self.node_type})" if self.node_type else repr(self.label)
        chosen = self.blamed or tuple(self.values)
        shown = [f"{self.label_of(one)} = {shown_value(self.values.get(one))}" for one in chosen]
        more = ", …" if len(shown) > _MOST_VALUES else ""
        listed = ", ".join(shown[:_MOST_VALUES]) + more
        if not listed:
            return f"{name}{place}"
        return f"{name}{place} {'->' if self.blamed else 'with'} {listed}"


def find_failed_node(item: QueueItem, names: GraphNames) -> FailedNode | None:
    """Find the node that made an item fail; None if the server does not say."""
    for prepared_id in item.session.get("errors") or {}:
        node = prepared_nodes(item).get(prepared_id) or {}
        sources = item.session.get("prepared_source_mapping") or {}
        node_id = sources.get(prepared_id, prepared_id)
        values = {**_values(node), **_refused_value(item, prepared_id)}
        paths = item.session.get("prepared_iteration_paths") or {}
        return FailedNode(
            node_id,
            str(node.get("type") or names.node_type(node_id)),
            names,
            dict(node),
            values,
            tuple(_blamed(values, f"{item.error_type}: {item.error_message}")),
            tuple(paths.get(prepared_id) or ()),
        )
    return None


def shown_value(value: Any) -> str:
    """Return a value for a message: the name of an object of the server, else a short `repr`."""
    if isinstance(value, Mapping):
        name = (
            value.get("name") or value.get("image_name") or value.get("video_name") or value.get("board_id")
        )
        value = name or dict(value)
    text = repr(value)
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…"


def _values(node: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in node.items() if name not in _NOT_SHOWN and value is not None}


def _refused_value(item: QueueItem, prepared_id: str) -> dict[str, Any]:
    """Return the value that an edge brought and the node refused; the node itself still has its own."""
    found = _INVALID_INPUT.search(item.error_message or "")
    if found is None:
        return {}
    results: Mapping[str, Mapping[str, Any]] = item.session.get("results") or {}
    for edge in (item.session.get("execution_graph") or {}).get("edges") or []:
        if edge["destination"] == {"node_id": prepared_id, "field": found[1]}:
            source = edge["source"]
            return {found[1]: results.get(source["node_id"], {}).get(source["field"])}
    return {}


def _blamed(values: Mapping[str, Any], message: str) -> Iterator[str]:
    refused = _INVALID_INPUT.search(message)
    if refused:
        yield refused[1]
        return
    found = [name for name, value in values.items() if any(_is_in(text, message) for text in _texts(value))]
    found = found or _named_in(values, message) or _of_missing_object(values, message)
    yield from found


def _is_in(text: str, message: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(text)}(?!\w)", message) is not None


def _named_in(values: Mapping[str, Any], message: str) -> list[str]:
    """Return the inputs whose names occur in a message."""
    words = set(re.findall(r"\w+", message))
    is_validation = _PYDANTIC_FIELD.search(message) is not None
    return [
        name
        for name in values
        if name in words and (is_validation or (len(name) >= _SHORTEST_NAME and name not in _COMMON_WORDS))
    ]


def _of_missing_object(values: Mapping[str, Any], message: str) -> list[str]:
    """Return the inputs that name an object of the kind that the server did not find."""
    for key, word in _OBJECTS.items():
        named = [name for name, value in values.items() if isinstance(value, Mapping) and value.get(key)]
        if named and re.search(rf"{word}\w*[\s_]?not[\s_]?found", message, re.IGNORECASE):
            return named
    return []


def _texts(value: Any) -> Iterator[str]:
    """Iterate over the texts in a value that are long enough to be recognized in a message."""
    if isinstance(value, str | int | float):
        # The name of a truth value, or a small number, occurs in messages about anything.
        if not isinstance(value, bool) and len(str(value)) >= _SHORTEST_NAME:
            yield str(value)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if key in (*_OBJECTS, "name"):
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
