"""How an embedded server is set up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

__all__ = ["VERSION", "Settings"]

VERSION = "6.14.2"
"""The release of InvokeAI whose API is spoken."""


@dataclass(frozen=True)
class Settings:
    """How an embedded server is set up.

    Parameters
    ----------
    data
        Folder that keeps boards, images, queue, workflows and users; None keeps them in memory and in a
        temporary folder that goes with the server.
    step_seconds
        Time that one denoising step takes, in seconds.
    multiuser
        Whether every call needs a token.
    max_queue_size
        Number of pending items above which a batch is cut short.
    token_lifetime, remembered_token_lifetime
        How long a token is good for without and with ``remember_me``.
    sub_path
        Path below which everything is served, as behind a proxy, such as ``"/invoke"``.
    required_headers
        Headers that each request must bring, as for a gate in front: an API key, or basic auth.
    idle_seconds
        Longest time in seconds that the idle queue sleeps before it looks again by itself.
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
