"""The data of videos."""

from __future__ import annotations

from ivk_core.schemas import ServerData, ServerTime

__all__ = ["IvkVideo"]


class IvkVideo(ServerData):
    """The server's record of one video.

    Parameters
    ----------
    video_name : str
        The server's name for the video, which the operations on videos take.
    width, height : int
        Size in pixels.
    duration : float
        Length in seconds.
    fps : float, optional
        Frames per second.
    board_id : str, optional
        The id of the board that the video is on; None if it is on no board.
    is_intermediate : bool
        Whether the video is an intermediate result, which the GUI hides.
    starred : bool
        Whether the video is starred.
    has_workflow : bool
        Whether the server has the workflow that made the video.
    created_at, updated_at : datetime, optional
        Times of creation and last change, in UTC.
    """

    video_name: str
    width: int = 0
    height: int = 0
    duration: float = 0.0
    fps: float | None = None
    board_id: str | None = None
    is_intermediate: bool = False
    starred: bool = False
    has_workflow: bool = False
    created_at: ServerTime | None = None
    updated_at: ServerTime | None = None
