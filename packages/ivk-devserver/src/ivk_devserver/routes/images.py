"""Single images: uploading, looking at and changing them."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Body, File, HTTPException, Response, UploadFile
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel

from ivk_devserver.routes.access import own_image, readable_image, require_writable_board
from ivk_devserver.routes.dependencies import BackendDep, Caller, MediaCaller
from ivk_devserver.routes.image_dto import image_dto, image_urls
from ivk_devserver.routes.image_results import DeleteImagesResult
from ivk_devserver.routes.schemas import ImageCategory, ImageDTO
from ivk_devserver.routes.uploads import attached_texts, read_upload, resized

__all__ = ["router"]

router = APIRouter(prefix="/v1/images", tags=["images"])
FOREVER = {"Cache-Control": "max-age=31536000"}


class ImageRecordChanges(BaseModel):
    """What may be changed of an image."""

    image_category: ImageCategory | None = None
    session_id: str | None = None
    is_intermediate: bool | None = None
    starred: bool | None = None


class WorkflowAndGraphResponse(BaseModel):
    """The workflow and the graph that an image was made by, as JSON texts."""

    workflow: str | None
    graph: str | None


class ImageUrlsDTO(BaseModel):
    """The addresses of an image, relative to the server's root."""

    image_name: str
    image_url: str
    thumbnail_url: str


class ImageUploadEntry(BaseModel):
    """What an upload by address would answer."""

    image_dto: ImageDTO
    presigned_url: str


@router.post("/upload", operation_id="upload_image", status_code=201)
async def upload_image(
    *,
    backend: BackendDep,
    user: Caller,
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
    """Add an image from a file."""
    if board_id is not None:
        require_writable_board(backend, board_id, user, "Not authorized to upload to this board")
    image = await read_upload(file)
    texts = attached_texts(image, metadata)
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
    _: Caller,
    width: Annotated[int, Body()],  # noqa: ARG001 - part of the operation
    height: Annotated[int, Body()],  # noqa: ARG001
    board_id: Annotated[str | None, Body()] = None,  # noqa: ARG001
) -> ImageUploadEntry:
    """Refuse, as the real server does."""
    raise HTTPException(501, "Not implemented")


@router.get("/i/{image_name}", operation_id="get_image_dto")
def get_image_dto(backend: BackendDep, user: Caller, image_name: str) -> ImageDTO:
    """Give an image's record."""
    return image_dto(readable_image(backend, image_name, user))


@router.patch("/i/{image_name}", operation_id="update_image")
def update_image(
    backend: BackendDep, user: Caller, image_name: str, image_changes: Annotated[ImageRecordChanges, Body()]
) -> ImageDTO:
    """Change an image's record."""
    if own_image(backend, image_name, user) is None:
        raise HTTPException(400, "Failed to update image")
    return image_dto(backend.images.update(image_name, image_changes.model_dump(mode="json")))


@router.delete("/i/{image_name}", operation_id="delete_image")
def delete_image(backend: BackendDep, user: Caller, image_name: str) -> DeleteImagesResult:
    """Remove an image."""
    record = own_image(backend, image_name, user)
    if record is None:
        raise HTTPException(404, "Image not found")
    backend.images.delete(image_name)
    board = record["board_id"] or "none"
    return DeleteImagesResult(affected_boards=[board], deleted_images=[image_name])


@router.get("/i/{image_name}/metadata", operation_id="get_image_metadata")
def get_image_metadata(backend: BackendDep, user: Caller, image_name: str) -> dict[str, Any] | None:
    """Give an image's metadata."""
    readable_image(backend, image_name, user)
    text = backend.images.get_json(image_name, "metadata")
    return None if text is None else dict(json.loads(text))


@router.get("/i/{image_name}/workflow", operation_id="get_image_workflow")
def get_image_workflow(backend: BackendDep, user: Caller, image_name: str) -> WorkflowAndGraphResponse:
    """Give the workflow and the graph that an image was made by."""
    readable_image(backend, image_name, user)
    return WorkflowAndGraphResponse(
        workflow=backend.images.get_json(image_name, "workflow"),
        graph=backend.images.get_json(image_name, "graph"),
    )


@router.get("/i/{image_name}/full", operation_id="get_image_full", response_class=Response)
@router.head("/i/{image_name}/full", operation_id="get_image_full_head", response_class=Response)
def get_image_full(backend: BackendDep, user: MediaCaller, image_name: str) -> Response:
    """Give the picture."""
    readable_image(backend, image_name, user)
    content = backend.images.files.path(image_name).read_bytes()
    headers = {**FOREVER, "Content-Disposition": f'inline; filename="{image_name}"'}
    return Response(content, media_type="image/png", headers=headers)


@router.get("/i/{image_name}/thumbnail", operation_id="get_image_thumbnail", response_class=Response)
def get_image_thumbnail(backend: BackendDep, user: MediaCaller, image_name: str) -> Response:
    """Give a small picture."""
    readable_image(backend, image_name, user)
    content = backend.images.files.thumbnail_path(image_name).read_bytes()
    return Response(content, media_type="image/webp", headers=FOREVER)


@router.get("/i/{image_name}/urls", operation_id="get_image_urls")
def get_image_urls(backend: BackendDep, user: Caller, image_name: str) -> ImageUrlsDTO:
    """Give an image's addresses, also if there is no such image."""
    if backend.images.get(image_name) is not None:
        readable_image(backend, image_name, user)
    return ImageUrlsDTO(**image_urls(image_name))
