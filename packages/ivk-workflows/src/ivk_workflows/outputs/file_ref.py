"""The name of a file on the server, for blocking and asynchronous file objects."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FileRef"]


@dataclass(frozen=True)
class FileRef:
    """The name of a file on the server.

    Parameters
    ----------
    name : str
        The server's name for it.
    """

    name: str

    def __str__(self) -> str:
        return self.name
