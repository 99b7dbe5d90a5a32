"""File names from a template and from unchecked values.

A prompt may contain slashes, dots, line breaks or a thousand words. The resulting file is always in the
requested folder, has a name that is valid on every common file system, and never replaces another file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from string import Formatter
from typing import Any

from ivk_core.errors import ConfigurationError
from ivk_core.suggestions import did_you_mean

__all__ = ["relative_path", "reserve"]

# What Windows forbids in names of files; Linux and macOS forbid less.
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
# Names of devices on Windows, also with a suffix.
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
# File systems allow 255 bytes. The rest is for a number, a suffix, and the marks of unfinished downloads.
_MAX_BYTES = 180
# Longer "suffixes" are part of a sentence in a prompt. This fits .jpeg and .webp.
_MAX_SUFFIX = 5


def relative_path(template: str, values: Mapping[str, Any]) -> Path:
    """Fill in a template for a file name.

    Parameters
    ----------
    template : str
        Such as ``"{index:04}_{seed}_{prompt:.40}.png"``. Slashes in the template make folders; slashes in
        values do not.
    values : mapping of str to object
        The values for the template. None becomes an empty text.

    Returns
    -------
    Path
        A relative path without ``..``.

    Raises
    ------
    ConfigurationError
        If the template names a value that does not exist, or has a format that does not fit the value.
    """
    parts = [_safe(_filled(part, values)) for part in template.replace("\\", "/").split("/")]
    return Path(*[part for part in parts if part])


def reserve(path: Path) -> Path:
    """Create an empty file with this name, or with the first free number after the name, and return its path.

    The name of the JSON file for notes beside it must be free as well.
    """
    candidate, number = path, 2
    while not _create(candidate):
        candidate = path.with_name(f"{path.stem}_{number}{path.suffix}")
        number += 1
    return candidate


def _create(path: Path) -> bool:
    """Create a file, unless it or its notes exist; return whether it was created."""
    if path.with_suffix(".json").exists():
        return False
    try:
        path.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


class _PlainFormatter(Formatter):
    """Formats values; a template cannot access their attributes and items."""

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> Any:  # noqa: ARG002
        if field_name not in kwargs:
            raise KeyError(field_name)
        return kwargs[field_name], field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        return "" if value is None else _FORBIDDEN.sub(" ", format(value, format_spec))


def _filled(part: str, values: Mapping[str, Any]) -> str:
    try:
        return _PlainFormatter().vformat(part, (), values)
    except KeyError as error:
        wanted = str(error.args[0])
        raise ConfigurationError(
            f"The file name {part!r} cannot be filled in: there is no value {wanted!r}.",
            hint=f"{did_you_mean(wanted, values)} It may contain: {', '.join(values)}.".lstrip(),
        ) from error
    except (ValueError, TypeError, IndexError) as error:
        raise ConfigurationError(
            f"The file name {part!r} cannot be filled in: {error}",
            hint=f"It may contain: {', '.join(values)}.",
        ) from error


def _safe(name: str) -> str:
    clean = " ".join(_FORBIDDEN.sub(" ", name).split()).strip(". ")
    if _RESERVED.fullmatch(clean):
        clean = f"_{clean}"
    stem, dot, suffix = clean.rpartition(".")
    if dot and len(suffix) <= _MAX_SUFFIX:
        return f"{_shortened(stem)}.{suffix}"
    return _shortened(clean)


def _shortened(text: str) -> str:
    return text.encode()[:_MAX_BYTES].decode(errors="ignore").strip(". ") or "_"
