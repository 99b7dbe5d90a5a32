"""Bringing a workflow of an older format up to 4.0.0, and refusing one that is too new.

The format's version stands in ``meta.version``. From 3.0.0 on only the number changed. Formats 1.0.0 and
2.0.0 wrote the type beside every value, and their values were read by that type: what did not fit it was
dropped (see :mod:`~ivk_workflows.definition.legacy`).
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
    """Give the version of the format as the file states it; empty when it states none."""
    meta = workflow.get("meta")
    version = meta.get("version") if isinstance(meta, Mapping) else None
    return version if isinstance(version, str) else ""


def migrated(workflow: dict[str, Any], *, source: str = "") -> dict[str, Any]:
    """Give a workflow in the current format; the one that came in is unchanged.

    Parameters
    ----------
    workflow : dict
        A workflow of any known format.
    source : str
        Where it came from, for messages.

    Returns
    -------
    dict
        The same object when nothing had to change but the number, which is written on saving.

    Raises
    ------
    WorkflowFileError
        It states no version, or none that is a version.
    WorkflowVersionError
        Its format is of a newer generation than this library knows.
    """
    version = _parsed(schema_version(workflow))
    if version is None:
        raise WorkflowFileError(
            "the workflow does not say which version of the format it has (meta.version).",
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
