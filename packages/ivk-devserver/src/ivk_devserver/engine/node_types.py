"""The node types of the catalog, as the engine uses them: defaults, limits, required inputs, class names."""

from functools import cache
from typing import Any

from pydantic import ValidationError

from ivk_devserver.catalog.catalog import load_catalog
from ivk_devserver.catalog.node_models import check_node, node_model
from ivk_devserver.engine.directed_graph import Node
from ivk_devserver.engine.errors import InvalidInputError, MissingInputError

__all__ = ["class_name_of", "require_inputs", "validated", "with_defaults"]


def with_defaults(node: Node) -> Node:
    """Return a node with the defaults of its missing inputs; a node that is not valid stays as it is."""
    complete, problems = check_node(node["id"], node)
    return dict(node) if problems else complete


def validated(node: Node) -> Node:
    """Return a node with its values converted to the declared types.

    Raises
    ------
    InvalidInputError
        If a value has the wrong type or is out of range.
    """
    if node["type"] not in load_catalog().nodes:
        return node
    try:
        return node_model(node["type"]).model_validate(node).model_dump(mode="json")
    except ValidationError as error:
        field = ".".join(str(step) for step in error.errors()[0]["loc"])
        raise InvalidInputError(node["id"], field) from error


def require_inputs(node: Node) -> None:
    """Check that a node about to run has a value for every required input.

    Raises
    ------
    MissingInputError
        If a required input has no value; it names the first one.
    """
    for field, schema in _required_inputs(node["type"]).items():
        if node.get(field) is None:
            raise MissingInputError(node["type"], field, connection_only=schema["input"] == "connection")


@cache
def _required_inputs(node_type: str) -> dict[str, dict[str, Any]]:
    return {
        field: schema
        for field, schema in load_catalog().inputs(node_type).items()
        if schema.get("field_kind") == "input"
        and schema.get("orig_required")
        and "orig_default" not in schema
    }


def class_name_of(node_type: str) -> str:
    """Return the class name of a node type, by which the ready nodes of a session are ordered."""
    return load_catalog().class_names.get(node_type, node_type)
