"""The server's operations on videos, as flows."""

from __future__ import annotations

from ivk_boards.errors import VideoNotFoundError
from ivk_boards.images.pictures import Target
from ivk_boards.videos.schemas import IvkVideo
from ivk_core.errors import NotFoundError
from ivk_core.flow import Flow, Request, Response
from ivk_core.messages import IDENTITY_ENCODING

__all__ = ["download_video", "find_video", "get_video", "save_video"]


def get_video(video_name: str) -> Flow[IvkVideo]:
    """Return what the server knows of one video (operation ``get_video_dto``).

    Raises
    ------
    VideoNotFoundError
        If there is no such video.
    """
    request = Request(
        "GET", "/videos/i/{video_name}", path={"video_name": video_name}, operation="get_video_dto"
    )
    response = yield from _about_video(video_name, request)
    return IvkVideo.model_validate(response.json)


def find_video(video_name: str) -> Flow[IvkVideo | None]:
    """Return what the server knows of one video, or None if there is none (``get_video_dto``)."""
    try:
        return (yield from get_video(video_name))
    except VideoNotFoundError:
        return None


def download_video(video_name: str) -> Flow[bytes]:
    """Download a video (operation ``get_video_full``).

    Raises
    ------
    VideoNotFoundError
        If there is no such video.
    """
    response = yield from _about_video(video_name, _file_of(video_name))
    return response.content


def save_video(video_name: str, target: Target) -> Flow[None]:
    """Download a video to a file (operation ``get_video_full``); it is never whole in memory.

    Raises
    ------
    VideoNotFoundError
        If there is no such video.
    TransferError
        If it arrives incomplete; a path is then left as it was.
    """
    yield from _about_video(video_name, _file_of(video_name, target))


def _file_of(video_name: str, target: Target | None = None) -> Request:
    return Request(
        "GET",
        "/videos/i/{video_name}/full",
        path={"video_name": video_name},
        headers=IDENTITY_ENCODING,
        operation="get_video_full",
        save_to=target,
    )


def _about_video(video_name: str, request: Request) -> Flow[Response]:
    try:
        return (yield request)
    except NotFoundError as error:
        raise VideoNotFoundError(video_name) from error
