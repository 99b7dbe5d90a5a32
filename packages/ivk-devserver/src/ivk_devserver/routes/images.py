"""The operations on single images: upload, get, update and delete."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Body, File, HTTPException, Response, UploadFile
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel

from ivk_devserver.routes.access import own_image, readable_image, require_writable_board
from ivk_devserver.routes.auth_dependencies import (
    BackendDep,
    CurrentMediaUserOrDefault,
    CurrentUserOrDefault,
)
from ivk_devserver.routes.image_schemas import (
    CACHE_FOR_A_YEAR,
    DeleteImagesResult,
    ImageDTO,
    image_dto,
    image_urls,
)
from ivk_devserver.routes.schemas import ImageCategory
from ivk_devserver.routes.uploads import embedded_texts, read_upload, resized

__all__ = ["router"]

router = APIRouter(prefix="/v1/images", tags=["images"])


class ImageRecordChanges(BaseModel):
    """The fields of an image to change."""

    image_category: ImageCategory | None = None
    session_id: str | None = None
    is_intermediate: bool | None = None
    starred: bool | None = None


class WorkflowAndGraphResponse(BaseModel):
    """The workflow and the graph that made an image, as JSON texts."""

    workflow: str | None
    graph: str | None


class ImageUrlsDTO(BaseModel):
    """The URLs of an image, relative to the root of the server."""

    image_name: str
    image_url: str
    thumbnail_url: str


class ImageUploadEntry(BaseModel):
    """The answer to an upload with a presigned URL, which no server supports."""

    image_dto: ImageDTO
    presigned_url: str


@router.post("/upload", operation_id="upload_image", status_code=201)
async def upload_image(
    *,
    backend: BackendDep,
    user: CurrentUserOrDefault,
    response: Response,
    file: Annotated[UploadFile, File()],
    image_category: ImageCategory,
    is_intermediate: bool,
    board_id: str | None = None,
    session_id: str | None = None,
    crop_visible: bool | None = False,
    resize_to: Annotated[str | None, Body()] = None,
    metadata: Annotated[str | None, Body(embed=True)] = None,
) -> ImageDTO:
    """Add an image from an uploaded file."""
    if board_id is not None:
        require_writable_board(backend, board_id, user, "Not authorized to upload to this board")
    image = await read_upload(file)
    texts = embedded_texts(image, metadata)
    cropped = image.crop(image.getbbox()) if crop_visible else image
    record: dict[str, Any] = {
        "image_origin": "external",
        "image_category": image_category.value,
        "is_intermediate": is_intermediate,
        "board_id": board_id,
        "session_id": session_id,
        "user_id": user.user_id,
        **texts,
    }
    dto = image_dto(await run_in_threadpool(backend.images.create, resized(cropped, resize_to), **record))
    response.headers["Location"] = dto.image_url
    return dto


@router.post("/", operation_id="create_image_upload_entry")
def create_image_upload_entry(
    _: CurrentUserOrDefault,
    width: Annotated[int, Body()],  # noqa: ARG001 - part of the operation
    height: Annotated[int, Body()],  # noqa: ARG001
    board_id: Annotated[str | None, Body()] = None,  # noqa: ARG001
) -> ImageUploadEntry:
    """Answer 501, as a real server does."""
    raise HTTPException(501, "Not implemented")


@router.get("/i/{image_name}", operation_id="get_image_dto")
def get_image_dto(backend: BackendDep, user: CurrentUserOrDefault, image_name: str) -> ImageDTO:
    """Return the record of an image."""
    return image_dto(readable_image(backend, image_name, user))


@router.patch("/i/{image_name}", operation_id="update_image")
def update_image(
    backend: BackendDep,
    user: CurrentUserOrDefault,
    image_name: str,
    image_changes: Annotated[ImageRecordChanges, Body()],
) -> ImageDTO:
    """Change the record of an image."""
    if own_image(backend, image_name, user) is None:
        raise HTTPException(400, "Failed to update image")
    return image_dto(backend.images.update(image_name, image_changes.model_dump(mode="json")))


@router.delete("/i/{image_name}", operation_id="delete_image")
def delete_image(backend: BackendDep, user: CurrentUserOrDefault, image_name: str) -> DeleteImagesResult:
    """Delete an image."""
    record = own_image(backend, image_name, user)
    if record is None:
        raise HTTPException(404, "Image not found")
    backend.images.delete(image_name)
    board = record["board_id"] or "none"
    return DeleteImagesResult(affected_boards=[board], deleted_images=[image_name])


@router.get("/i/{image_name}/metadata", operation_id="get_image_metadata")
def get_image_metadata(
    backend: BackendDep, user: CurrentUserOrDefault, image_name: str
) -> dict[str, Any] | None:
    """Return the metadata of an image."""
    readable_image(backend, image_name, user)
    text = backend.images.get_json(image_name, "metadata")
    return None if text is None else dict(json.loads(text))


@router.get("/i/{image_name}/workflow", operation_id="get_image_workflow")
def get_image_workflow(
    backend: BackendDep, user: CurrentUserOrDefault, image_name: str
) -> WorkflowAndGraphResponse:
    """Return the workflow and the graph that made an image."""
    readable_image(backend, image_name, user)
    return WorkflowAndGraphResponse(
        workflow=backend.images.get_json(image_name, "workflow"),
        graph=backend.images.get_json(image_name, "graph"),
    )


@router.get("/i/{image_name}/full", operation_id="get_image_full", response_class=Response)
@router.head("/i/{image_name}/full", operation_id="get_image_full_head", response_class=Response)
def get_image_full(backend: BackendDep, user: CurrentMediaUserOrDefault, image_name: str) -> Response:
    """Return the file of an image."""
    readable_image(backend, image_name, user)
    content = backend.images.files.path(image_name).read_bytes()
    headers = {**CACHE_FOR_A_YEAR, "Content-Disposition": f'inline; filename="{image_name}"'}
    return Response(content, media_type="image/png", headers=headers)


@router.get("/i/{image_name}/thumbnail", operation_id="get_image_thumbnail", response_class=Response)
def get_image_thumbnail(backend: BackendDep, user: CurrentMediaUserOrDefault, image_name: str) -> Response:
    """Return the thumbnail of an image."""
    readable_image(backend, image_name, user)
    content = backend.images.files.thumbnail_path(image_name).read_bytes()
    return Response(content, media_type="image/webp", headers=CACHE_FOR_A_YEAR)


@router.get("/i/{image_name}/urls", operation_id="get_image_urls")
def get_image_urls(backend: BackendDep, user: CurrentUserOrDefault, image_name: str) -> ImageUrlsDTO:
    """Return the URLs of an image, even if there is no such image."""
    if backend.images.get(image_name) is not None:
        readable_image(backend, image_name, user)
    return ImageUrlsDTO(**image_urls(image_name))
