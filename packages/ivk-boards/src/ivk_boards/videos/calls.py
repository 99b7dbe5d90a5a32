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
    """Return the record of a video (operation ``get_video_dto``).

    Parameters
    ----------
    video_name : str
        The server's name for the video.

    Returns
    -------
    Flow of IvkVideo

    Raises
    ------
    VideoNotFoundError
        If no video has that name.
    """
    request = Request(
        "GET", "/videos/i/{video_name}", path={"video_name": video_name}, operation="get_video_dto"
    )
    response = yield from _send_for_video(video_name, request)
    return IvkVideo.model_validate(response.json)


def find_video(video_name: str) -> Flow[IvkVideo | None]:
    """Return the record of a video, or None if no video has that name (operation ``get_video_dto``)."""
    try:
        return (yield from get_video(video_name))
    except VideoNotFoundError:
        return None


def download_video(video_name: str) -> Flow[bytes]:
    """Download a video into memory (operation ``get_video_full``).

    Parameters
    ----------
    video_name : str
        The server's name for the video.

    Returns
    -------
    Flow of bytes

    Raises
    ------
    VideoNotFoundError
        If no video has that name.
    """
    response = yield from _send_for_video(video_name, _file_request(video_name))
    return response.content


def save_video(video_name: str, target: Target) -> Flow[None]:
    """Stream a video to a file (operation ``get_video_full``).

    Parameters
    ----------
    video_name : str
        The server's name for the video.
    target : Path or binary file
        Where to write the video.

    Raises
    ------
    VideoNotFoundError
        If no video has that name.
    TransferError
        If the download is incomplete. A path is then left unchanged.
    """
    yield from _send_for_video(video_name, _file_request(video_name, target))


def _file_request(video_name: str, target: Target | None = None) -> Request:
    return Request(
        "GET",
        "/videos/i/{video_name}/full",
        path={"video_name": video_name},
        headers=IDENTITY_ENCODING,
        operation="get_video_full",
        save_to=target,
    )


def _send_for_video(video_name: str, request: Request) -> Flow[Response]:
    try:
        return (yield request)
    except NotFoundError as error:
        raise VideoNotFoundError(video_name) from error
