"""Workflows: those that are made here, and the library that the server keeps."""

from __future__ import annotations

import builtins
from functools import cached_property
from typing import Unpack

from ivk_core.files import FileSource
from ivk_core.repository import Repository
from ivk_fields import FieldRegistry
from ivk_workflows.definition import WorkflowDefinition
from ivk_workflows.handle import WorkflowHandle
from ivk_workflows.library import SavedWorkflow, WorkflowSummary, calls
from ivk_workflows.resolving.called import fetch_called
from ivk_workflows.source import WorkflowSource, definition_of
from ivk_workflows.templates import TemplateCatalog

__all__ = ["WorkflowRepository"]


class WorkflowRepository(Repository):
    """Makes handles of workflows, and keeps the library of the server.

    Parameters
    ----------
    client : Client
        The client to ask with.

    Examples
    --------
    >>> workflows = client.repository(WorkflowRepository)
    >>> workflows.create_workflow("sdxl.json").run(positive_prompt="a lighthouse").image.save("it.png")
    >>> workflows.get("SDXL Text to Image").run(positive_prompt="a harbour").image.save("that.png")
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
        """Make a handle of a workflow, to set its inputs and run it; the library stays as it is.

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
        NotAnInvokeAIError, ConnectionError
            If the node types cannot be had, because no InvokeAI answers.
        """
        definition = definition_of(source)
        called = self._client.run(fetch_called(definition))
        return WorkflowHandle(self._client, definition, self.templates, fields=self.fields, called=called)

    def get(self, workflow: str) -> WorkflowHandle:
        """Give a handle of a workflow in the library (operations ``list_workflows``, ``get_workflow``).

        Parameters
        ----------
        workflow : str
            Its id, else its exact name.

        Raises
        ------
        WorkflowNotFoundError
            If the library has neither.
        AmbiguousWorkflowError
            If several have that name; it lists their ids.
        """
        return self.create_workflow(self.get_saved(workflow).definition)

    def from_image(self, image_name: str) -> WorkflowHandle:
        """Give a handle of the workflow that made an image on the server (operation ``get_image_workflow``).

        Raises
        ------
        WorkflowNotFoundError
            If the image is not there, or carries no workflow.
        """
        return self.create_workflow(self._client.run(calls.get_image_workflow(image_name)))

    def from_url(self, url: str) -> WorkflowHandle:
        """Give a handle of a workflow, or of a picture's workflow, from an address on the web.

        Parameters
        ----------
        url : str
            Where the file is; the server's credentials are not sent there.

        Raises
        ------
        WorkflowFileError
            What is there is not a workflow.
        ConnectionError, TimeoutError, TransferError
            It cannot be fetched.
        """
        return self.create_workflow(WorkflowDefinition.from_url(url))

    def get_saved(self, workflow: str) -> SavedWorkflow:
        """Give what the library has of a workflow; see `get`."""
        return self._client.run(calls.get_workflow(self._client.run(calls.find_workflow_id(workflow))))

    def list(self, **filters: Unpack[calls.WorkflowFilters]) -> builtins.list[WorkflowSummary]:
        """List what is in the library, without its nodes (operation ``list_workflows``).

        Parameters
        ----------
        **filters
            Which ones, and in which order: see `WorkflowFilters`.

        Returns
        -------
        list of WorkflowSummary
            All that fit, or one page of them.
        """
        return self._client.run(calls.list_workflows(**filters)).items

    def list_tags(self) -> builtins.list[str]:
        """List the tags in use (operation ``get_all_tags``)."""
        return self._client.run(calls.list_tags())

    def create(self, source: WorkflowSource) -> SavedWorkflow:
        """Add a workflow to the library (operation ``create_workflow``).

        Raises
        ------
        WorkflowFileError
            If it is not a workflow.
        """
        return self._client.run(calls.create_workflow(definition_of(source).to_dict()))

    def update(self, workflow_id: str, source: WorkflowSource) -> SavedWorkflow:
        """Replace a workflow of the library (operation ``update_workflow``).

        Raises
        ------
        WorkflowNotFoundError
            If the library has none with that id.
        """
        return self._client.run(calls.update_workflow(workflow_id, definition_of(source).to_dict()))

    def delete(self, workflow_id: str) -> None:
        """Delete a workflow from the library (operation ``delete_workflow``).

        Raises
        ------
        WorkflowNotFoundError
            If the library has none with that id.
        """
        self._client.run(calls.delete_workflow(workflow_id))

    def set_public(self, workflow_id: str, is_public: bool = True) -> SavedWorkflow:
        """Show a workflow to other users of the server, or hide it (``update_workflow_is_public``)."""
        return self._client.run(calls.set_public(workflow_id, is_public=is_public))

    def mark_opened(self, workflow_id: str) -> None:
        """Note that a workflow was opened just now (operation ``update_opened_at``)."""
        self._client.run(calls.mark_opened(workflow_id))

    def set_thumbnail(self, workflow_id: str, picture: FileSource) -> None:
        """Give a workflow a picture to be recognised by (operation ``set_workflow_thumbnail``).

        Parameters
        ----------
        workflow_id : str
            Which workflow.
        picture : path, bytes or binary file
            An encoded picture.
        """
        self._client.run(calls.set_thumbnail(workflow_id, picture))

    def get_thumbnail(self, workflow_id: str) -> bytes:
        """Fetch the picture of a workflow (operation ``get_workflow_thumbnail``).

        Raises
        ------
        WorkflowNotFoundError
            If the workflow has no picture.
        """
        return self._client.run(calls.get_thumbnail(workflow_id))

    def delete_thumbnail(self, workflow_id: str) -> None:
        """Take the picture of a workflow away (operation ``delete_workflow_thumbnail``)."""
        self._client.run(calls.delete_thumbnail(workflow_id))
