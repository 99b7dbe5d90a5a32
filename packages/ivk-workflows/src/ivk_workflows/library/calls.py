"""The server's operations on its library of workflows, as flows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, Literal, TypedDict, Unpack

from ivk_boards.errors import ImageNotFoundError
from ivk_boards.images.calls import get_image_workflow
from ivk_core.errors import NotFoundError
from ivk_core.files import FilePart, FileSource
from ivk_core.flow import Flow, Request, Response
from ivk_workflows.definition import WorkflowDefinition
from ivk_workflows.library.errors import (
    AmbiguousWorkflowError,
    NoWorkflowInImageError,
    WorkflowImageNotFoundError,
    WorkflowNotFoundError,
    WorkflowReadOnlyError,
)
from ivk_workflows.library.schemas import SavedWorkflow, WorkflowCategory, WorkflowPage, WorkflowSummary

__all__ = [
    "WorkflowFilters",
    "WorkflowOrder",
    "create_workflow",
    "delete_thumbnail",
    "delete_workflow",
    "find_workflow_id",
    "get_thumbnail",
    "get_workflow",
    "get_workflow_of_image",
    "list_tags",
    "list_workflows",
    "mark_opened",
    "require_own",
    "set_public",
    "set_thumbnail",
    "update_workflow",
]

WorkflowOrder = Literal["created_at", "updated_at", "opened_at", "name", "is_public"]

_ROUTE = "/workflows/i/{workflow_id}"


class WorkflowFilters(TypedDict, total=False):
    """The selection and the order of workflows in a listing.

    Attributes
    ----------
    page, per_page : int
        The page, counted from 0, and the number of workflows on a page; all are on one page by default.
    order_by : {"name", "created_at", "updated_at", "opened_at", "is_public"}
        The key to order by.
    direction : {"ASC", "DESC"}
        The order, ascending or descending.
    categories : list of str
        Only workflows of these categories: ``"user"``, ``"default"``.
    tags : list of str
        Only workflows with one of these tags.
    query : str
        Only workflows with this text in their name or description.
    is_public : bool
        Only workflows that other users see, or that they do not see.
    has_been_opened : bool
        Only workflows that were opened in the GUI, or that were not.
    """

    page: int
    per_page: int
    order_by: WorkflowOrder
    direction: Literal["ASC", "DESC"]
    categories: list[str]
    tags: list[str]
    query: str
    is_public: bool
    has_been_opened: bool


def list_workflows(**filters: Unpack[WorkflowFilters]) -> Flow[WorkflowPage]:
    """List one page of the library (operation ``list_workflows``); see `WorkflowFilters`."""
    response = yield Request("GET", "/workflows/", query=filters, operation="list_workflows")
    return WorkflowPage.model_validate(response.json)


def get_workflow(workflow_id: str) -> Flow[SavedWorkflow]:
    """Fetch one workflow (operation ``get_workflow``).

    Raises
    ------
    WorkflowNotFoundError
        If the library has no workflow with that id.
    """
    response = yield from _ask(workflow_id, Request("GET", _ROUTE, operation="get_workflow"))
    return SavedWorkflow.model_validate(response.json)


def get_workflow_of_image(image_name: str) -> Flow[WorkflowDefinition]:
    """Return the workflow that made an image (operation ``get_image_workflow``).

    Raises
    ------
    WorkflowImageNotFoundError, NoWorkflowInImageError
        If there is no such image, or it contains no workflow.
    """
    try:
        document = (yield from get_image_workflow(image_name)).workflow
    except ImageNotFoundError as error:
        raise WorkflowImageNotFoundError(image_name) from error
    if not document:
        raise NoWorkflowInImageError(image_name)
    return WorkflowDefinition.from_dict(document, source=f"image {image_name}")


def find_workflow_id(workflow: str) -> Flow[str]:
    """Return the id of a workflow of the library (operation ``list_workflows``).

    Parameters
    ----------
    workflow : str
        Its id, else its exact name.

    Raises
    ------
    WorkflowNotFoundError
        If the library has no such workflow.
    AmbiguousWorkflowError
        If several workflows have that name.
    """
    known = (yield from list_workflows()).items
    return _only_one(workflow, known)


def create_workflow(document: Mapping[str, Any]) -> Flow[SavedWorkflow]:
    """Add a workflow to the library (operation ``create_workflow``), without the id that it may have.

    Raises
    ------
    ValidationError
        If the server does not accept it as a workflow.
    """
    body = {"workflow": {key: value for key, value in document.items() if key != "id"}}
    response = yield Request("POST", "/workflows/", json=body, operation="create_workflow")
    return SavedWorkflow.model_validate(response.json)


def update_workflow(workflow_id: str, document: Mapping[str, Any]) -> Flow[SavedWorkflow]:
    """Replace a workflow of the library (operation ``update_workflow``).

    Raises
    ------
    WorkflowNotFoundError
        If the library has none with that id.
    """
    body = {"workflow": {**document, "id": workflow_id}}
    response = yield from _ask(workflow_id, Request("PATCH", _ROUTE, json=body, operation="update_workflow"))
    return SavedWorkflow.model_validate(response.json)


def require_own(workflow_id: str) -> Flow[None]:
    """Raise if a workflow ships with InvokeAI, because the server does not change it (``get_workflow``).

    Raises
    ------
    WorkflowNotFoundError
        If the library has none with that id.
    WorkflowReadOnlyError
        If it ships with InvokeAI.
    """
    saved = yield from get_workflow(workflow_id)
    if saved.category is WorkflowCategory.DEFAULT:
        raise WorkflowReadOnlyError(workflow_id, saved.name)


def delete_workflow(workflow_id: str) -> Flow[None]:
    """Delete a workflow from the library (operations ``get_workflow``, ``delete_workflow``).

    Raises
    ------
    WorkflowNotFoundError, WorkflowReadOnlyError
        If the library has none with that id, or it ships with InvokeAI.
    """
    yield from require_own(workflow_id)
    yield from _ask(workflow_id, Request("DELETE", _ROUTE, operation="delete_workflow"))


def mark_opened(workflow_id: str) -> Flow[None]:
    """Record that a workflow was opened now (operation ``update_opened_at``)."""
    yield from _ask(workflow_id, Request("PUT", f"{_ROUTE}/opened_at", operation="update_opened_at"))


def set_public(workflow_id: str, *, is_public: bool) -> Flow[SavedWorkflow]:
    """Show a workflow to other users of the server, or hide it (operation ``update_workflow_is_public``)."""
    yield from require_own(workflow_id)
    request = Request(
        "PATCH", f"{_ROUTE}/is_public", json={"is_public": is_public}, operation="update_workflow_is_public"
    )
    response = yield from _ask(workflow_id, request)
    return SavedWorkflow.model_validate(response.json)


def list_tags() -> Flow[list[str]]:
    """List the tags in use (operation ``get_all_tags``)."""
    response = yield Request("GET", "/workflows/tags", operation="get_all_tags")
    return [str(tag) for tag in response.json]


def set_thumbnail(workflow_id: str, picture: FileSource, *, filename: str = "") -> Flow[None]:
    """Set the thumbnail of a workflow (operation ``set_workflow_thumbnail``).

    Parameters
    ----------
    workflow_id : str
        The workflow.
    picture : path, bytes or binary file
        An encoded image.
    filename : str
        The file name in the request; by default that of the path, or ``thumbnail.png``.
    """
    part = FilePart(picture, filename=filename or ("thumbnail.png" if isinstance(picture, bytes) else ""))
    request = Request("PUT", f"{_ROUTE}/thumbnail", files={"image": part}, operation="set_workflow_thumbnail")
    yield from _ask(workflow_id, request)


def get_thumbnail(workflow_id: str, *, save_to: Path | BinaryIO | None = None) -> Flow[bytes]:
    """Return the thumbnail of a workflow (operation ``get_workflow_thumbnail``).

    Parameters
    ----------
    workflow_id : str
        The workflow.
    save_to : path or binary file, optional
        The file to save it to, instead of returning it.

    Returns
    -------
    Flow of bytes
        The encoded image; empty if it was saved.

    Raises
    ------
    WorkflowNotFoundError
        If the workflow has no thumbnail.
    """
    request = Request("GET", f"{_ROUTE}/thumbnail", save_to=save_to, operation="get_workflow_thumbnail")
    response = yield from _ask(workflow_id, request)
    return response.content


def delete_thumbnail(workflow_id: str) -> Flow[None]:
    """Delete the thumbnail of a workflow (operation ``delete_workflow_thumbnail``)."""
    yield from _ask(
        workflow_id, Request("DELETE", f"{_ROUTE}/thumbnail", operation="delete_workflow_thumbnail")
    )


def _ask(workflow_id: str, request: Request) -> Flow[Response]:
    try:
        return (yield replace(request, path={"workflow_id": workflow_id}))
    except NotFoundError as error:
        raise WorkflowNotFoundError(workflow_id) from error


def _only_one(workflow: str, known: list[WorkflowSummary]) -> str:
    found = [each for each in known if each.workflow_id == workflow]
    found = found or [each for each in known if each.name == workflow]
    if not found:
        raise WorkflowNotFoundError(workflow, names=[each.name for each in known])
    if len(found) > 1:
        raise AmbiguousWorkflowError(workflow, [each.workflow_id for each in found])
    return found[0].workflow_id
