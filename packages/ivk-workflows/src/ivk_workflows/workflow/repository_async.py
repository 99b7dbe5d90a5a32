"""Workflows for an event loop; the twin of `ivk_workflows.repository`."""

from __future__ import annotations

import asyncio
import builtins
from functools import cached_property
from typing import Unpack

from ivk_core.files import FileSource
from ivk_core.repository_async import AsyncRepository
from ivk_fields import FieldRegistry
from ivk_workflows.async_handle import AsyncWorkflowHandle
from ivk_workflows.definition import WorkflowDefinition
from ivk_workflows.library import SavedWorkflow, WorkflowSummary, calls
from ivk_workflows.resolving.called import fetch_called
from ivk_workflows.source import WorkflowSource, definition_of
from ivk_workflows.templates import TemplateCatalog

__all__ = ["AsyncWorkflowRepository"]


class AsyncWorkflowRepository(AsyncRepository):
    """Makes handles of workflows, and keeps the library of the server.

    Parameters
    ----------
    client : Client
        The client to ask with.

    Examples
    --------
    >>> workflows = client.repository(AsyncWorkflowRepository)
    >>> workflow = await workflows.get("SDXL Text to Image")
    >>> result = await workflow.run(positive_prompt="a harbour")
    """

    _templates: TemplateCatalog | None = None

    async def templates(self) -> TemplateCatalog:
        """Give the node types of the server, from its own description; fetched once."""
        if self._templates is None:
            self._templates = TemplateCatalog.from_openapi(await self._client.server.openapi())
        return self._templates

    @cached_property
    def fields(self) -> FieldRegistry:
        """The field classes of all plugins."""
        return FieldRegistry.from_plugins(self._client.plugins)

    async def create_workflow(self, source: WorkflowSource) -> AsyncWorkflowHandle:
        """Make a handle of a workflow, to set its inputs and run it; the library stays as it is.

        Parameters
        ----------
        source : WorkflowDefinition, path or mapping
            The workflow: a definition, the file it was saved to, or its parsed JSON.

        Returns
        -------
        AsyncWorkflowHandle

        Raises
        ------
        WorkflowFileError
            If it is not a workflow.
        NotAnInvokeAIError, ConnectionError
            If the node types cannot be had, because no InvokeAI answers.
        """
        definition, templates = definition_of(source), await self.templates()
        called = await self._client.run(fetch_called(definition))
        return AsyncWorkflowHandle(self._client, definition, templates, fields=self.fields, called=called)

    async def get(self, workflow: str) -> AsyncWorkflowHandle:
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
        return await self.create_workflow((await self.get_saved(workflow)).definition)

    async def from_image(self, image_name: str) -> AsyncWorkflowHandle:
        """Give a handle of the workflow that made an image on the server (operation ``get_image_workflow``).

        Raises
        ------
        WorkflowNotFoundError
            If the image is not there, or carries no workflow.
        """
        return await self.create_workflow(await self._client.run(calls.get_image_workflow(image_name)))

    async def from_url(self, url: str) -> AsyncWorkflowHandle:
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
        definition = await asyncio.to_thread(WorkflowDefinition.from_url, url)
        return await self.create_workflow(definition)

    async def get_saved(self, workflow: str) -> SavedWorkflow:
        """Give what the library has of a workflow; see `get`."""
        workflow_id = await self._client.run(calls.find_workflow_id(workflow))
        return await self._client.run(calls.get_workflow(workflow_id))

    async def list(self, **filters: Unpack[calls.WorkflowFilters]) -> builtins.list[WorkflowSummary]:
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
        return (await self._client.run(calls.list_workflows(**filters))).items

    async def list_tags(self) -> builtins.list[str]:
        """List the tags in use (operation ``get_all_tags``)."""
        return await self._client.run(calls.list_tags())

    async def create(self, source: WorkflowSource) -> SavedWorkflow:
        """Add a workflow to the library (operation ``create_workflow``).

        Raises
        ------
        WorkflowFileError
            If it is not a workflow.
        """
        return await self._client.run(calls.create_workflow(definition_of(source).to_dict()))

    async def update(self, workflow_id: str, source: WorkflowSource) -> SavedWorkflow:
        """Replace a workflow of the library (operation ``update_workflow``).

        Raises
        ------
        WorkflowNotFoundError
            If the library has none with that id.
        """
        return await self._client.run(calls.update_workflow(workflow_id, definition_of(source).to_dict()))

    async def delete(self, workflow_id: str) -> None:
        """Delete a workflow from the library (operation ``delete_workflow``).

        Raises
        ------
        WorkflowNotFoundError
            If the library has none with that id.
        """
        await self._client.run(calls.delete_workflow(workflow_id))

    async def set_public(self, workflow_id: str, is_public: bool = True) -> SavedWorkflow:
        """Show a workflow to other users of the server, or hide it (``update_workflow_is_public``)."""
        return await self._client.run(calls.set_public(workflow_id, is_public=is_public))

    async def mark_opened(self, workflow_id: str) -> None:
        """Note that a workflow was opened just now (operation ``update_opened_at``)."""
        await self._client.run(calls.mark_opened(workflow_id))

    async def set_thumbnail(self, workflow_id: str, picture: FileSource) -> None:
        """Give a workflow a picture to be recognised by (operation ``set_workflow_thumbnail``).

        Parameters
        ----------
        workflow_id : str
            Which workflow.
        picture : path, bytes or binary file
            An encoded picture.
        """
        await self._client.run(calls.set_thumbnail(workflow_id, picture))

    async def get_thumbnail(self, workflow_id: str) -> bytes:
        """Fetch the picture of a workflow (operation ``get_workflow_thumbnail``).

        Raises
        ------
        WorkflowNotFoundError
            If the workflow has no picture.
        """
        return await self._client.run(calls.get_thumbnail(workflow_id))

    async def delete_thumbnail(self, workflow_id: str) -> None:
        """Take the picture of a workflow away (operation ``delete_workflow_thumbnail``)."""
        await self._client.run(calls.delete_thumbnail(workflow_id))
