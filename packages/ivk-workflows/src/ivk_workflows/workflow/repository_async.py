"""The repository of workflows: it makes handles, and manages the library of a server."""

from __future__ import annotations

import builtins
from typing import Unpack

from ivk_core.files import FileSource
from ivk_core.lazy import lazy_method, lazy_property
from ivk_core.repository_async import AsyncRepository
from ivk_fields import FieldRegistry
from ivk_workflows.compile import saved_workflow_ids
from ivk_workflows.library import SavedWorkflow, WorkflowSummary, calls
from ivk_workflows.resolving.called import fetch_called
from ivk_workflows.templates import TemplateCatalog
from ivk_workflows.workflow.base import WorkflowBase
from ivk_workflows.workflow.handle_async import AsyncWorkflowHandle
from ivk_workflows.workflow.saving import save_as_new, save_changes
from ivk_workflows.workflow.sources import WorkflowSource, definition_from_url, definition_of

__all__ = ["AsyncWorkflowRepository"]


class AsyncWorkflowRepository(AsyncRepository):
    """Makes handles of workflows, and manages the server's library of workflows.

    Parameters
    ----------
    client : AsyncClient
        The client to ask with.

    Examples
    --------
    >>> workflows = client.repository(AsyncWorkflowRepository)
    >>> workflow = await workflows.create_workflow("sdxl.json")
    >>> result = await workflow.run(positive_prompt="a lighthouse")
    >>> await result.image.save("lighthouse.png")
    """

    @lazy_method
    async def templates(self) -> TemplateCatalog:
        """Return the node types of the server, from its OpenAPI document, which is fetched once."""
        return TemplateCatalog.from_openapi(await self._client.server.openapi())

    @lazy_property
    def fields(self) -> FieldRegistry:
        """Return the field classes of all plugins."""
        return FieldRegistry.from_plugins(self._client.plugins)

    async def create_workflow(self, source: WorkflowSource) -> AsyncWorkflowHandle:
        """Make a handle of a workflow, to set its inputs and run it; it is not added to the library.

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
            If the node types cannot be fetched, because no InvokeAI answers.
        """
        definition, templates = definition_of(source), await self.templates()
        calls = [each.workflow_id for each in saved_workflow_ids(definition)]
        called = await self._client.run(fetch_called(calls))
        return AsyncWorkflowHandle(self._client, definition, templates, fields=self.fields, called=called)

    async def get(self, workflow: str) -> AsyncWorkflowHandle:
        """Return a handle of a workflow in the library (operations ``list_workflows``, ``get_workflow``).

        Parameters
        ----------
        workflow : str
            Its id, else its exact name.

        Raises
        ------
        WorkflowNotFoundError
            If the library has no workflow with that id or name.
        AmbiguousWorkflowError
            If several have that name; it lists their ids.
        """
        saved = await self.get_saved(workflow)
        handle = await self.create_workflow(saved.definition)
        handle.library_id = saved.workflow_id
        return handle

    async def from_image(self, image_name: str) -> AsyncWorkflowHandle:
        """Return a handle of the workflow that made an image (operation ``get_image_workflow``).

        Raises
        ------
        WorkflowImageNotFoundError, NoWorkflowInImageError
            If there is no such image, or it contains no workflow.
        """
        return await self.create_workflow(await self._client.run(calls.get_workflow_of_image(image_name)))

    async def from_url(self, url: str) -> AsyncWorkflowHandle:
        """Return a handle of a workflow, or of the workflow in an image, from an address on the web.

        Parameters
        ----------
        url : str
            The address of the file; the server's credentials are not sent there.

        Raises
        ------
        WorkflowFileError
            If the file is not a workflow.
        ConnectionError, TimeoutError, TransferError
            If it cannot be fetched.
        """
        # async only {
        import asyncio  # here, because blocking programs should not wait for this import

        definition = await asyncio.to_thread(definition_from_url, url)
        # }
        # blocking: definition = definition_from_url(url)
        return await self.create_workflow(definition)

    async def get_saved(self, workflow: str) -> SavedWorkflow:
        """Return a record of the library (operations ``list_workflows``, ``get_workflow``); see `get`."""
        workflow_id = await self._client.run(calls.find_workflow_id(workflow))
        return await self._client.run(calls.get_workflow(workflow_id))

    async def list(self, **filters: Unpack[calls.WorkflowFilters]) -> builtins.list[WorkflowSummary]:
        """List the workflows of the library, without their nodes (operation ``list_workflows``).

        Parameters
        ----------
        **filters
            The selection and the order, see `WorkflowFilters`.

        Returns
        -------
        list of WorkflowSummary
            All workflows that match, or one page of them.
        """
        return (await self._client.run(calls.list_workflows(**filters))).items

    async def list_tags(self) -> builtins.list[str]:
        """List the tags in use (operation ``get_all_tags``)."""
        return await self._client.run(calls.list_tags())

    async def create(
        self, source: WorkflowSource | WorkflowBase, *, name: str | None = None
    ) -> SavedWorkflow:
        """Add a workflow to the library (operation ``create_workflow``), as the GUI's Save As does.

        It is brought up to date: the current format, and the server's versions of the nodes. Its category is
        ``user``, also if it is a copy of a workflow that ships with InvokeAI.

        Parameters
        ----------
        source : WorkflowDefinition, path, mapping, Workflow or AsyncWorkflowHandle
            The workflow. A handle is saved with the values that were set; local images are uploaded.
        name : str, optional
            Its name in the library; by default the one it has.

        Raises
        ------
        WorkflowFileError
            If it is not a workflow, or one that the server would not accept.
        ArgumentError
            If it is a handle with a sweep.
        """
        workflow = source if isinstance(source, WorkflowBase) else await self.create_workflow(source)
        return await self._client.run(save_as_new(*workflow.inputs_and_sweep(), name))

    async def update(
        self, workflow_id: str, source: WorkflowSource | WorkflowBase, *, name: str | None = None
    ) -> SavedWorkflow:
        """Replace a workflow of the library (``get_workflow``, ``update_workflow``), as the GUI's Save does.

        Parameters
        ----------
        workflow_id : str
            Its id in the library.
        source, name
            See `create`.

        Raises
        ------
        WorkflowNotFoundError, WorkflowReadOnlyError
            If the library has none with that id, or it ships with InvokeAI.
        WorkflowFileError, ArgumentError
            As `create` does.
        """
        workflow = source if isinstance(source, WorkflowBase) else await self.create_workflow(source)
        return await self._client.run(save_changes(workflow_id, *workflow.inputs_and_sweep(), name))

    async def delete(self, workflow_id: str) -> None:
        """Delete a workflow from the library (operation ``delete_workflow``).

        Raises
        ------
        WorkflowNotFoundError, WorkflowReadOnlyError
            If the library has none with that id, or it ships with InvokeAI.
        """
        await self._client.run(calls.delete_workflow(workflow_id))

    async def set_public(self, workflow_id: str, is_public: bool = True) -> SavedWorkflow:
        """Show a workflow to other users of the server, or hide it (``update_workflow_is_public``)."""
        return await self._client.run(calls.set_public(workflow_id, is_public=is_public))

    async def mark_opened(self, workflow_id: str) -> None:
        """Record that a workflow was opened now (operation ``update_opened_at``)."""
        await self._client.run(calls.mark_opened(workflow_id))

    async def set_thumbnail(self, workflow_id: str, picture: FileSource) -> None:
        """Set the thumbnail of a workflow (operation ``set_workflow_thumbnail``).

        Parameters
        ----------
        workflow_id : str
            Which workflow.
        picture : path, bytes or binary file
            An encoded image.
        """
        await self._client.run(calls.set_thumbnail(workflow_id, picture))

    async def get_thumbnail(self, workflow_id: str) -> bytes:
        """Return the thumbnail of a workflow as an encoded image (operation ``get_workflow_thumbnail``).

        Raises
        ------
        WorkflowNotFoundError
            If the workflow has no thumbnail.
        """
        return await self._client.run(calls.get_thumbnail(workflow_id))

    async def delete_thumbnail(self, workflow_id: str) -> None:
        """Delete the thumbnail of a workflow (operation ``delete_workflow_thumbnail``)."""
        await self._client.run(calls.delete_thumbnail(workflow_id))
