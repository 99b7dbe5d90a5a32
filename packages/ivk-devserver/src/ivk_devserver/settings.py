"""The settings of an embedded server."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

__all__ = ["VERSION", "Settings"]

VERSION = "6.14.2"
"""The version of InvokeAI whose API this server has."""


@dataclass(frozen=True)
class Settings:
    """The settings of an embedded server.

    The defaults of ``max_queue_size`` and of the two token lifetimes are those of InvokeAI.

    Parameters
    ----------
    data : Path, optional
        Folder for boards, images, queue, workflows and users. None keeps them in memory and in a temporary
        folder, and deletes them when the server stops.
    step_seconds : float
        Time that one denoising step takes, in seconds.
    multiuser : bool
        Whether every request needs a token.
    max_queue_size : int
        Greatest number of pending items; the rest of a batch that does not fit is not enqueued.
    token_lifetime, remembered_token_lifetime : timedelta
        How long a token is valid without and with ``remember_me``.
    sub_path : str
        Path below which the server is reached, such as ``"/invoke"``, as behind a proxy.
    required_headers : mapping of str to str
        Headers that each request must have, such as an API key, as behind a proxy that checks it.
    idle_seconds : float
        Longest time in seconds that the idle queue waits before it looks for pending items. Enqueuing wakes
        it up at once, so this is only a fallback.
    """

    data: Path | None = None
    step_seconds: float = 0.0
    multiuser: bool = False
    max_queue_size: int = 10_000
    token_lifetime: timedelta = timedelta(hours=24)
    remembered_token_lifetime: timedelta = timedelta(days=7)
    sub_path: str = ""
    required_headers: Mapping[str, str] = field(default_factory=dict)
    idle_seconds: float = 1.0
