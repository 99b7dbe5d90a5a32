"""What the server knows of videos."""

from __future__ import annotations

from ivk_core.schemas import ServerData, ServerTime

__all__ = ["IvkVideo"]


class IvkVideo(ServerData):
    """What the server knows of one video.

    Parameters
    ----------
    video_name : str
        The server's name for it; every operation on videos takes it.
    width, height : int
        Its size in pixels.
    duration : float
        Its length in seconds.
    fps : float, optional
        Its frames per second.
    board_id : str, optional
        The board that it is on; None if it is on no board.
    is_intermediate : bool
        Whether it is a by-product that the GUI hides.
    starred : bool
        Whether it is starred.
    has_workflow : bool
        Whether the workflow that made it is kept with it.
    created_at, updated_at : datetime, optional
        When, in UTC.
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
