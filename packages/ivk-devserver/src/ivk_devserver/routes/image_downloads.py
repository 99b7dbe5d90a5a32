"""The operations on bulk downloads: zip files of images."""

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Body, HTTPException, Response
from pydantic import BaseModel

from ivk_devserver.routes.access import found_board, may_read_board
from ivk_devserver.routes.auth_dependencies import BackendDep, CurrentUserOrDefault
from ivk_devserver.routes.image_schemas import CACHE_FOR_A_YEAR
from ivk_devserver.storage.image_records import ImageFilter

__all__ = ["router"]

router = APIRouter(prefix="/v1/images", tags=["images"])


class ImagesDownloaded(BaseModel):
    """The name with which the zip file can be fetched when it is complete."""

    response: str | None = None
    bulk_download_item_name: str | None = None


@router.post("/download", operation_id="download_images_from_list", status_code=202)
def download_images_from_list(
    backend: BackendDep,
    user: CurrentUserOrDefault,
    tasks: BackgroundTasks,
    image_names: Annotated[list[str] | None, Body(embed=True)] = None,
    board_id: Annotated[str | None, Body(embed=True)] = None,
) -> ImagesDownloaded:
    """Start a bulk download of images, or of all images on a board."""
    if not image_names and board_id is None:
        raise HTTPException(400, "No images or board id specified.")
    board = found_board(backend, board_id) if board_id else None
    if board is not None and not may_read_board(board, user):
        raise HTTPException(403, "Not authorized to access this board")
    names = image_names or backend.images.names(ImageFilter(board_id=board_id, is_intermediate=False))
    name = backend.bulk_downloads.new_name(board["board_name"] if board else None, user.user_id)
    tasks.add_task(backend.bulk_downloads.prepare, name, names)
    return ImagesDownloaded(bulk_download_item_name=name)


@router.get(
    "/download/{bulk_download_item_name}", operation_id="get_bulk_download_item", response_class=Response
)
def get_bulk_download_item(
    backend: BackendDep, user: CurrentUserOrDefault, bulk_download_item_name: str
) -> Response:
    """Return a zip file, and delete it."""
    owner = backend.bulk_downloads.owner(bulk_download_item_name)
    if owner is not None and owner != user.user_id and not user.is_admin:
        raise HTTPException(403, "Not authorized to access this download")
    content = backend.bulk_downloads.take(bulk_download_item_name)
    if content is None:
        raise HTTPException(404)
    disposition = f'inline; filename="{bulk_download_item_name}"'
    headers = {"Content-Disposition": disposition, **CACHE_FOR_A_YEAR}
    return Response(content, media_type="application/zip", headers=headers)
