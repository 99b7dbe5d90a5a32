"""The pydantic models of the nodes, and the check of one node of a graph."""

from functools import cache
from typing import Any
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, ValidationError

from ivk_devserver.catalog.catalog import load_catalog
from ivk_devserver.catalog.node_validators import NODE_VALIDATORS
from ivk_devserver.catalog.pydantic_models import model_for

__all__ = ["Problem", "check_node", "node_model"]

NOT_A_NODE = "Input should be a valid dictionary or object to extract fields from"
Problem = dict[str, Any]
"""One entry of the ``detail`` of a 422 answer."""


def check_node(key: str, node: Any) -> tuple[dict[str, Any], list[Problem]]:
    """Validate one node; return it with all defaults, and the problems found.

    Parameters
    ----------
    key
        The key of the node in the graph, which the problems name as their location.
    node
        The node as it was sent.
    """
    if not isinstance(node, dict):
        return {}, [_problem("model_attributes_type", key, NOT_A_NODE, node)]
    node_type = node.get("type")
    if node_type is None:
        message = "Unable to extract tag using discriminator 'type'"
        return {}, [_problem("union_tag_not_found", key, message, node, {"discriminator": "'type'"})]
    if node_type not in load_catalog().nodes:
        return {}, [_unknown_type(key, node)]
    return _validate(key, node_type, node)


def _validate(key: str, node_type: str, node: dict[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    try:
        model = node_model(node_type).model_validate({"id": str(uuid4()), **node})
    except ValidationError as error:
        problems = error.errors(include_url=False)
        return {}, [{**problem, "loc": (key, node_type, *problem["loc"])} for problem in problems]
    return model.model_dump(mode="json"), []


@cache
def node_model(node_type: str) -> type[BaseModel]:
    """Return the pydantic model of a node type, created on first use: a graph needs few of the 309."""
    schema = load_catalog().nodes[node_type]
    validators = NODE_VALIDATORS.get(node_type, {})
    return model_for(node_type, schema, validators=validators, config=_CONFIG.get(node_type, _DEFAULT_CONFIG))


def _unknown_type(key: str, node: dict[str, Any]) -> Problem:
    tags = ", ".join(f"'{name}'" for name in load_catalog().nodes)
    message = f"Input tag '{node['type']}' found using 'type' does not match any of the expected tags: {tags}"
    context = {"discriminator": "'type'", "tag": node["type"], "expected_tags": tags}
    return _problem("union_tag_invalid", key, message, node, context)


def _problem(
    error_type: str, key: str, message: str, value: Any, context: dict[str, Any] | None = None
) -> Problem:
    problem: Problem = {"type": error_type, "loc": (key,), "msg": message, "input": value}
    return problem if context is None else {**problem, "ctx": context}


_DEFAULT_CONFIG = ConfigDict(coerce_numbers_to_str=True)
_CONFIG = {"call_saved_workflow": ConfigDict(coerce_numbers_to_str=True, extra="allow")}
