"""The operations on single workflows of the library."""

import io
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Body, File, HTTPException, Response, UploadFile

from ivk_devserver.auth import User
from ivk_devserver.backend import Backend
from ivk_devserver.graph.workflow import Workflow, WorkflowCategory, WorkflowWithoutID
from ivk_devserver.routes.access import require_owner
from ivk_devserver.routes.auth_dependencies import BackendDep, CurrentUserOrDefault
from ivk_devserver.routes.uploads import read_upload
from ivk_devserver.routes.workflow_schemas import (
    WorkflowRecordDTO,
    WorkflowRecordWithThumbnailDTO,
    compatibility_of,
)
from ivk_devserver.sockets.socket_events import socket_event
from ivk_devserver.storage.image_files import THUMBNAIL_SIZE
from ivk_devserver.storage.sqlite_database import Row

__all__ = ["router"]

router = APIRouter(prefix="/v1/workflows", tags=["workflows"])


@router.post("/", operation_id="create_workflow")
def create_workflow(
    backend: BackendDep, user: CurrentUserOrDefault, workflow: Annotated[WorkflowWithoutID, Body(embed=True)]
) -> WorkflowRecordDTO:
    """Add a workflow; it is public only on a server without accounts."""
    _refuse_default(workflow, "created via this method")
    is_public = not backend.settings.multiuser
    content = workflow.model_dump(mode="json")
    record = backend.workflows.create(content, user_id=user.user_id, is_public=is_public)
    backend.sockets.publish(socket_event("workflow_created", **_ids(record), is_public=is_public))
    return _dto(record)


@router.get("/i/{workflow_id}", operation_id="get_workflow")
def get_workflow(
    backend: BackendDep, user: CurrentUserOrDefault, workflow_id: str
) -> WorkflowRecordWithThumbnailDTO:
    """Return a workflow."""
    record = _found(backend, workflow_id)
    if not (user.is_admin or record["is_public"] or record["user_id"] == user.user_id):
        raise HTTPException(403, "Not authorized to access this workflow")
    url = None if record["thumbnail"] is None else f"api/v1/workflows/i/{workflow_id}/thumbnail?{uuid4()}"
    return WorkflowRecordWithThumbnailDTO(
        **_dto(record).model_dump(),
        thumbnail_url=url,
        call_saved_workflow_compatibility=compatibility_of(record["workflow"]),
    )


@router.patch("/i/{workflow_id}", operation_id="update_workflow")
def update_workflow(
    backend: BackendDep, user: CurrentUserOrDefault, workflow: Annotated[Workflow, Body(embed=True)]
) -> WorkflowRecordDTO:
    """Replace the workflow whose id is in the body; as on a real server, the id in the path is ignored."""
    before = _own(backend, workflow.id, user, "update")
    _refuse_default(workflow, "updated")
    after = backend.workflows.update(workflow.id, workflow.model_dump(mode="json"))
    _publish_update(backend, before, after)
    return _dto(after)


@router.delete("/i/{workflow_id}", operation_id="delete_workflow")
def delete_workflow(backend: BackendDep, user: CurrentUserOrDefault, workflow_id: str) -> None:
    """Delete a workflow."""
    record = _own(backend, workflow_id, user, "delete")
    backend.workflows.delete(workflow_id)
    was_public = bool(record["is_public"])
    backend.sockets.publish(socket_event("workflow_deleted", **_ids(record), is_public=was_public))


@router.patch("/i/{workflow_id}/is_public", operation_id="update_workflow_is_public")
def update_workflow_is_public(
    backend: BackendDep,
    user: CurrentUserOrDefault,
    workflow_id: str,
    is_public: Annotated[bool, Body(embed=True)],
) -> WorkflowRecordDTO:
    """Make a workflow public or private."""
    before = _own(backend, workflow_id, user, "update")
    after = backend.workflows.set_public(workflow_id, is_public=is_public)
    _publish_update(backend, before, after)
    return _dto(after)


@router.put("/i/{workflow_id}/opened_at", operation_id="update_opened_at")
def update_opened_at(backend: BackendDep, user: CurrentUserOrDefault, workflow_id: str) -> None:
    """Store that a workflow was opened."""
    _own(backend, workflow_id, user, "update")
    backend.workflows.set_opened(workflow_id)


@router.put("/i/{workflow_id}/thumbnail", operation_id="set_workflow_thumbnail")
async def set_workflow_thumbnail(
    backend: BackendDep, user: CurrentUserOrDefault, workflow_id: str, image: Annotated[UploadFile, File()]
) -> None:
    """Store the thumbnail of a workflow."""
    _own(backend, workflow_id, user, "update")
    picture = (await read_upload(image)).convert("RGBA")
    picture.thumbnail((THUMBNAIL_SIZE, THUMBNAIL_SIZE))
    target = io.BytesIO()
    picture.save(target, "WEBP")
    backend.workflows.set_thumbnail(workflow_id, target.getvalue())


@router.delete("/i/{workflow_id}/thumbnail", operation_id="delete_workflow_thumbnail")
def delete_workflow_thumbnail(backend: BackendDep, user: CurrentUserOrDefault, workflow_id: str) -> None:
    """Delete the thumbnail of a workflow."""
    _own(backend, workflow_id, user, "update")
    backend.workflows.set_thumbnail(workflow_id, None)


@router.get("/i/{workflow_id}/thumbnail", operation_id="get_workflow_thumbnail", response_class=Response)
def get_workflow_thumbnail(backend: BackendDep, workflow_id: str) -> Response:
    """Return a thumbnail: WebP with the content type of PNG, as on a real server."""
    record = backend.workflows.get(workflow_id)
    if record is None or record["thumbnail"] is None:
        raise HTTPException(404)
    return Response(record["thumbnail"], media_type="image/png")


def _found(backend: Backend, workflow_id: str) -> Row:
    record = backend.workflows.get(workflow_id)
    if record is None:
        raise HTTPException(404, "Workflow not found")
    return record


def _refuse_default(workflow: WorkflowWithoutID, action: str) -> None:
    # Not an HTTPException: a real server answers 500 too.
    if workflow.meta.category is WorkflowCategory.DEFAULT:
        raise ValueError(f"Default workflows cannot be {action}")


def _own(backend: Backend, workflow_id: str, user: User, verb: str) -> Row:
    record = _found(backend, workflow_id)
    require_owner(record, user, f"Not authorized to {verb} this workflow")
    return record


def _dto(record: Row) -> WorkflowRecordDTO:
    return WorkflowRecordDTO.model_validate({**record, "name": record["workflow"]["name"]})


def _ids(record: Row) -> dict[str, Any]:
    return {"workflow_id": record["workflow_id"], "user_id": record["user_id"]}


def _publish_update(backend: Backend, before: Row, after: Row) -> None:
    access = {"old_is_public": bool(before["is_public"]), "new_is_public": bool(after["is_public"])}
    backend.sockets.publish(socket_event("workflow_updated", **_ids(after), **access))
