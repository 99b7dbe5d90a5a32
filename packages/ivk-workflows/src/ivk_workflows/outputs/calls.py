"""What is said to the server to fetch what a job made, as flows."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from ivk_core.flow import Flow, Request
from ivk_core.messages import AS_IT_IS

__all__ = ["read_image", "read_video", "save_image", "save_video"]


def read_image(image_name: str) -> Flow[bytes]:
    """Fetch an image file (operation ``get_image_full``).

    Raises
    ------
    NotFoundError
        If there is no such image (any longer).
    """
    return (yield _image(image_name)).content


def save_image(image_name: str, target: Path | BinaryIO) -> Flow[None]:
    """Fetch an image file into a file (operation ``get_image_full``); it is never whole in memory.

    Raises
    ------
    NotFoundError
        If there is no such image (any longer).
    TransferError
        If it arrived incomplete; nothing is left behind then.
    """
    yield _image(image_name, target)


def read_video(video_name: str) -> Flow[bytes]:
    """Fetch a video file (operation ``get_video_full``); raises what `read_image` raises."""
    return (yield _video(video_name)).content


def save_video(video_name: str, target: Path | BinaryIO) -> Flow[None]:
    """Fetch a video file into a file (operation ``get_video_full``); raises what `save_image` raises."""
    yield _video(video_name, target)


def _image(name: str, target: Path | BinaryIO | None = None) -> Request:
    path = {"image_name": name}
    return _file("/images/i/{image_name}/full", path, "get_image_full", target)


def _video(name: str, target: Path | BinaryIO | None = None) -> Request:
    path = {"video_name": name}
    return _file("/videos/i/{video_name}/full", path, "get_video_full", target)


def _file(route: str, path: dict[str, str], operation: str, target: Path | BinaryIO | None) -> Request:
    return Request("GET", route, path=path, headers=AS_IT_IS, operation=operation, save_to=target)
