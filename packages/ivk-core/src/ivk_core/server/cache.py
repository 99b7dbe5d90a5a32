"""Keeping servers' descriptions of themselves on disk: they are large, and change with the version only.

A description is kept under the address, the version and a mark (ETag or size) of the server that it came
from, so that an upgrade or a new pack of nodes makes it stale at once.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from ivk_core.files import written_whole

__all__ = ["cache_folder", "read_cached", "write_cached"]

_MOST_FILES = 8


def cache_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the folder for descriptions; it need not exist."""
    home = environment.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "ivk" / "openapi"


def read_cached(*key: str) -> dict[str, Any] | None:
    """Read a description; None if there is none, or it cannot be read.

    Parameters
    ----------
    *key : str
        Address, version and mark.
    """
    try:
        found = json.loads(_path(key).read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def write_cached(document: Mapping[str, Any], *key: str) -> None:
    """Keep a description, and throw the oldest away. A disk that refuses is no reason to fail.

    Parameters
    ----------
    document : mapping
        The description.
    *key : str
        Address, version and mark.
    """
    path = _path(key)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with written_whole(path) as file:
            file.write(json.dumps(document).encode())
        for old in sorted(path.parent.glob("*.json"), key=_age)[_MOST_FILES:]:
            old.unlink(missing_ok=True)


def _path(key: tuple[str, ...]) -> Path:
    return cache_folder() / f"{hashlib.sha256('|'.join(key).encode()).hexdigest()[:32]}.json"


def _age(path: Path) -> float:
    return -path.stat().st_mtime
