"""A workflow as the library and the queue store it. Its nodes and edges have the format of the GUI."""

import re
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, field_validator

__all__ = ["Workflow", "WorkflowCategory", "WorkflowWithoutID"]


class WorkflowCategory(StrEnum):
    """Whether a user made a workflow, or it is one of the server's own."""

    USER = "user"
    DEFAULT = "default"


class ExposedField(BaseModel):
    """An input that the workflow exposes."""

    nodeId: str  # noqa: N815 - the name in JSON
    fieldName: str  # noqa: N815


class WorkflowMeta(BaseModel):
    """The schema version and the category of a workflow."""

    version: str
    category: WorkflowCategory

    @field_validator("version")
    @classmethod
    def _is_version(cls, version: str) -> str:
        if not re.fullmatch(r"\d+\.\d+\.\d+([-+].+)?", version):
            raise ValueError(f"Invalid workflow meta version: {version}")
        return version


class WorkflowWithoutID(BaseModel):
    """A workflow that is not in the library."""

    name: str
    author: str
    description: str
    version: str
    contact: str
    tags: str
    notes: str
    exposedFields: list[ExposedField]  # noqa: N815
    meta: WorkflowMeta
    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    form: dict[str, Any] | None = None

    @field_validator("nodes")
    @classmethod
    def _at_most_one_return(cls, nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if sum(_is_return(node) for node in nodes) > 1:
            raise ValueError("A workflow may not contain more than one workflow_return node.")
        return nodes


class Workflow(WorkflowWithoutID):
    """A workflow of the library."""

    id: str


def _is_return(node: dict[str, Any]) -> bool:
    data = node.get("data")
    return (
        node.get("type") == "invocation" and isinstance(data, dict) and data.get("type") == "workflow_return"
    )
