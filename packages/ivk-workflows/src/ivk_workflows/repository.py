"""Workflows: those that are made here, and the library that the server keeps."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

from ivk_core.repository import Repository
from ivk_fields import FieldRegistry
from ivk_workflows.definition import WorkflowDefinition
from ivk_workflows.handle import WorkflowHandle
from ivk_workflows.templates import TemplateCatalog

__all__ = ["WorkflowRepository", "WorkflowSource", "definition_of"]

WorkflowSource: TypeAlias = WorkflowDefinition | str | Path | Mapping[str, Any]
"""A definition, the path of a file, or parsed JSON."""


class WorkflowRepository(Repository):
    """Makes handles of workflows, and keeps the library of the server.

    Parameters
    ----------
    client : Client
        The client to ask with.
    """

    @cached_property
    def templates(self) -> TemplateCatalog:
        """The node types of the server, from its own description; fetched once."""
        return TemplateCatalog.from_openapi(self._client.server.openapi)

    @cached_property
    def fields(self) -> FieldRegistry:
        """The field classes of all plugins."""
        return FieldRegistry.from_plugins(self._client.plugins)

    def create_workflow(self, source: WorkflowSource) -> WorkflowHandle:
        """Make a handle of a workflow, to set its inputs and run it.

        Parameters
        ----------
        source : WorkflowDefinition, path or mapping
            The workflow: a definition, the file it was saved to, or its parsed JSON.

        Returns
        -------
        WorkflowHandle

        Raises
        ------
        WorkflowFileError
            If it is not a workflow.
        """
        return WorkflowHandle(self._client, definition_of(source), self.templates, fields=self.fields)


def definition_of(source: WorkflowSource) -> WorkflowDefinition:
    """Read a workflow from whatever holds it.

    Raises
    ------
    WorkflowFileError
        If it is not a workflow.
    """
    if isinstance(source, WorkflowDefinition):
        return source
    if isinstance(source, Mapping):
        return WorkflowDefinition.from_dict(source)
    return WorkflowDefinition.from_file(source)
