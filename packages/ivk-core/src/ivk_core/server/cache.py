"""A cache of OpenAPI documents on disk, because they are large and change only with the server's software.

The key of a document is the address and the version of the server and a fingerprint of the document (ETag or
size), so that a document is not used after an upgrade or the installation of a node pack.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from ivk_core.files import atomic_write

__all__ = ["cache_folder", "read_cached", "write_cached"]

# Enough for several servers, and for a server before and after an upgrade; a document has about 2 MB.
_MAX_FILES = 8


def cache_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of the cache, which may not exist."""
    home = environment.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "ivk" / "openapi"


def read_cached(*key: str) -> dict[str, Any] | None:
    """Return a cached document; None if there is none, or the file cannot be read.

    Parameters
    ----------
    *key : str
        Address, version and fingerprint.
    """
    try:
        found = json.loads(_path(key).read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def write_cached(document: Mapping[str, Any], *key: str) -> None:
    """Write a document to the cache, and delete the oldest files. Errors of the disk are ignored.

    Parameters
    ----------
    document : mapping
        The parsed OpenAPI document.
    *key : str
        Address, version and fingerprint.
    """
    path = _path(key)
    with suppress(OSError):  # without the cache, the document is downloaded again
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_write(path) as file:
            file.write(json.dumps(document).encode())
        for old in sorted(path.parent.glob("*.json"), key=_age)[_MAX_FILES:]:
            old.unlink(missing_ok=True)


def _path(key: tuple[str, ...]) -> Path:
    # 32 hexadecimal digits (128 bits) make collisions practically impossible.
    return cache_folder() / f"{hashlib.sha256('|'.join(key).encode()).hexdigest()[:32]}.json"


def _age(path: Path) -> float:
    return -path.stat().st_mtime
