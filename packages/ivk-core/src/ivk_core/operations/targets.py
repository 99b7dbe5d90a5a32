"""Where the body of a response is saved."""

from __future__ import annotations

from io import TextIOBase
from os import PathLike
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

from ivk_core.errors import ArgumentError

__all__ = ["SaveTo", "checked_target"]

SaveTo: TypeAlias = str | PathLike[str] | BinaryIO | None
"""A path, or a binary file that is open for writing; None keeps the body in memory."""


def checked_target(save_to: Any) -> Path | BinaryIO | None:
    """Return where to save the body of a response.

    Raises
    ------
    ArgumentError
        If it is neither the path of a file nor a file that is open for writing bytes.
    """
    if isinstance(save_to, str | PathLike):
        path = Path(save_to)
        if path.is_dir() or not str(save_to):
            raise ArgumentError(f"save_to={str(save_to)!r} must be the path of a file, and it is a folder.")
        return path
    if save_to is not None and (not hasattr(save_to, "write") or isinstance(save_to, TextIOBase)):
        raise ArgumentError(f"save_to={save_to!r} must be a path or a file that is open for writing bytes.")
    target: BinaryIO | None = save_to
    return target
