"""Names for files, from a template and from values that nobody checked.

A prompt may hold slashes, dots, line breaks or a thousand words. Whatever it holds, a file lands in the
folder that was asked for, under a name that every file system takes, and never on top of another one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from string import Formatter
from typing import Any

from ivk_core.errors import ConfigurationError

__all__ = ["relative_path", "reserve"]

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_LONGEST = 180


def relative_path(template: str, values: Mapping[str, Any]) -> Path:
    """Fill in a template for a file name.

    Parameters
    ----------
    template : str
        Such as ``"{index:04}_{seed}_{prompt:.40}.png"``. Slashes in the template make folders; slashes in
        values do not.
    values : mapping of str to object
        What may stand in it. None is written as an empty text.

    Returns
    -------
    Path
        Relative, and without any way up.

    Raises
    ------
    ConfigurationError
        If the template names a value that does not exist, or formats it in a way it cannot be.
    """
    parts = [_safe(_filled(part, values)) for part in template.replace("\\", "/").split("/")]
    return Path(*[part for part in parts if part])


def reserve(path: Path) -> Path:
    """Make an empty file of this name, or of the next one with a number that nobody has, and give its path.

    The notes that may stand beside a file, under the same name as JSON, must be free as well.
    """
    candidate, number = path, 2
    while not _is_made(candidate):
        candidate = path.with_name(f"{path.stem}_{number}{path.suffix}")
        number += 1
    return candidate


def _is_made(path: Path) -> bool:
    if path.with_suffix(".json").exists():
        return False
    try:
        path.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


class _Plain(Formatter):
    """Formats values, and does not let a template reach into them."""

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> Any:  # noqa: ARG002
        if field_name not in kwargs:
            raise KeyError(field_name)
        return kwargs[field_name], field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        return "" if value is None else _FORBIDDEN.sub(" ", format(value, format_spec))


def _filled(part: str, values: Mapping[str, Any]) -> str:
    try:
        return _Plain().vformat(part, (), values)
    except (KeyError, ValueError, TypeError, IndexError) as error:
        raise ConfigurationError(
            f"The file name {part!r} cannot be filled in: {error}",
            hint=f"These values may stand in it: {', '.join(sorted(values))}.",
        ) from error


def _safe(name: str) -> str:
    clean = " ".join(_FORBIDDEN.sub(" ", name).split()).strip(". ")
    if _RESERVED.fullmatch(clean):
        clean = f"_{clean}"
    stem, dot, suffix = clean.rpartition(".")
    if dot and len(suffix) <= 5:
        return f"{_shortened(stem)}.{suffix}"
    return _shortened(clean)


def _shortened(text: str) -> str:
    return text.encode()[:_LONGEST].decode(errors="ignore").strip(". ") or "_"
