"""Checking one node of a graph against the catalog, and filling in its defaults."""

from functools import cache
from typing import Any
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, ValidationError

from ivk_devserver.catalog.catalog import load_catalog
from ivk_devserver.catalog.habits import habits_of
from ivk_devserver.catalog.python_types import model_for

__all__ = ["Problem", "check_node"]

NO_NODE = "Input should be a valid dictionary or object to extract fields from"
Problem = dict[str, Any]
"""One entry of a 422 answer's ``detail``."""


def check_node(key: str, node: Any) -> tuple[dict[str, Any], list[Problem]]:
    """Validate one node and give it complete, with the problems found.

    Parameters
    ----------
    key
        The node's key in the graph, used as the place of its problems.
    node
        The node as it was sent.
    """
    if not isinstance(node, dict):
        return {}, [_problem("model_attributes_type", key, NO_NODE, node)]
    kind = node.get("type")
    if kind is None:
        message = "Unable to extract tag using discriminator 'type'"
        return {}, [_problem("union_tag_not_found", key, message, node, {"discriminator": "'type'"})]
    if kind not in load_catalog().nodes:
        return {}, [_unknown_type(key, node)]
    return _complete(key, kind, node)


def _complete(key: str, kind: str, node: dict[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    try:
        model = node_model(kind).model_validate({"id": str(uuid4()), **node})
    except ValidationError as error:
        found = error.errors(include_url=False)
        return {}, [{**problem, "loc": (key, kind, *problem["loc"])} for problem in found]
    return model.model_dump(mode="json"), []


_USUAL = ConfigDict(coerce_numbers_to_str=True)
_CONFIG = {"call_saved_workflow": ConfigDict(coerce_numbers_to_str=True, extra="allow")}


@cache
def node_model(kind: str) -> type[BaseModel]:
    """Give the pydantic model of a node type; built on first use, since a graph needs few of them."""
    schema = load_catalog().nodes[kind]
    return model_for(kind, schema, habits=habits_of(kind), config=_CONFIG.get(kind, _USUAL))


def _unknown_type(key: str, node: dict[str, Any]) -> Problem:
    tags = ", ".join(f"'{name}'" for name in load_catalog().nodes)
    message = f"Input tag '{node['type']}' found using 'type' does not match any of the expected tags: {tags}"
    context = {"discriminator": "'type'", "tag": node["type"], "expected_tags": tags}
    return _problem("union_tag_invalid", key, message, node, context)


def _problem(kind: str, key: str, message: str, value: Any, context: dict[str, Any] | None = None) -> Problem:
    problem: Problem = {"type": kind, "loc": (key,), "msg": message, "input": value}
    return problem if context is None else {**problem, "ctx": context}
