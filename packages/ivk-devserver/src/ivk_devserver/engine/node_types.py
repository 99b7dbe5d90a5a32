"""What the engine asks the node catalog: defaults, limits, required inputs and class names."""

from functools import cache
from typing import Any

from pydantic import ValidationError

from ivk_devserver.catalog.catalog import load_catalog
from ivk_devserver.catalog.node_models import check_node, node_model
from ivk_devserver.engine.errors import InvalidInputError, MissingInputError
from ivk_devserver.engine.graph import Node

__all__ = ["class_name_of", "completed", "require_inputs", "validated"]


def completed(node: Node) -> Node:
    """Give a node with all of its inputs, defaults filled in; one that the catalog refuses stays as it is."""
    complete, problems = check_node(node["id"], node)
    return dict(node) if problems else complete


def validated(node: Node) -> Node:
    """Give a node with its values brought into their declared types.

    Raises
    ------
    InvalidInputError
        If a value does not fit.
    """
    if node["type"] not in load_catalog().nodes:
        return node
    try:
        return node_model(node["type"]).model_validate(node).model_dump(mode="json")
    except ValidationError as error:
        place = ".".join(str(step) for step in error.errors()[0]["loc"])
        raise InvalidInputError(node["id"], place) from error


def require_inputs(node: Node) -> None:
    """Check that a node about to run has every input it cannot do without.

    Raises
    ------
    MissingInputError
        Naming the first input that is missing.
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
    """Give the name of a node's class, by which a session orders what is ready to run."""
    return load_catalog().class_names.get(node_type, node_type)
