"""Migrate a workflow of an older format to 4.0.0, and refuse a format that is too new.

``meta.version`` states the version of the format. From 3.0.0 to 4.0.0 only the number has changed. Formats
1.0.0 and 2.0.0 store the type of every value, and values that do not fit their types are dropped (see
:mod:`~ivk_workflows.definition.legacy`).
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any

from ivk_workflows.definition.legacy import without_stale_values
from ivk_workflows.errors import WorkflowFileError, WorkflowVersionError, WorkflowVersionWarning

__all__ = ["CURRENT_VERSION", "migrated", "schema_version"]

CURRENT_VERSION = "4.0.0"
_CURRENT = (4, 0, 0)
_Version = tuple[int, int, int]


def schema_version(workflow: Mapping[str, Any]) -> str:
    """Return the version of the format as the file states it; empty if it states none."""
    meta = workflow.get("meta")
    version = meta.get("version") if isinstance(meta, Mapping) else None
    return version if isinstance(version, str) else ""


def migrated(workflow: dict[str, Any], *, source: str = "") -> dict[str, Any]:
    """Return a workflow in the current format; the given one is not changed.

    Parameters
    ----------
    workflow : dict
        A workflow of any known format.
    source : str
        The file or address that it was read from, for messages.

    Returns
    -------
    dict
        The same object if only the number would change; compiling writes the current number.

    Raises
    ------
    WorkflowFileError
        If it states no version, or one that is not three numbers.
    WorkflowVersionError
        If its format has a newer major version than this library knows.
    """
    version = _parsed(schema_version(workflow))
    if version is None:
        raise WorkflowFileError(
            "the workflow does not state which version its format has (meta.version).",
            source=source,
            hint="Open it in the GUI and save it again.",
        )
    if version[0] > _CURRENT[0] or version[0] < 1:
        stated = schema_version(workflow)
        raise WorkflowVersionError(
            f"the workflow has format {stated}, and this library knows 1.0.0 to {CURRENT_VERSION}.",
            source=source,
            hint="Update the library, or save the workflow with an InvokeAI that this library knows.",
        )
    if version > _CURRENT:
        _warn_about(schema_version(workflow), source)
    return without_stale_values(workflow, version[0]) if version[0] < 3 else workflow


def _warn_about(version: str, source: str) -> None:
    warnings.warn(
        f"{source + ': ' if source else ''}the workflow has format {version}, which is newer than "
        f"{CURRENT_VERSION}; it is read as {CURRENT_VERSION}.",
        WorkflowVersionWarning,
        stacklevel=2,
    )


def _parsed(version: str) -> _Version | None:
    parts = version.split(".")[:3]
    if len(parts) < 3 or not all(part.isdigit() for part in parts):
        return None
    major, minor, patch = (int(part) for part in parts)
    return major, minor, patch
