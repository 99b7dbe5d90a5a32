"""Events about models, downloads, workflows, and the connection itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ivk_core.events.event import Event

__all__ = [
    "BulkDownloadEvent",
    "ConnectionLost",
    "ConnectionRestored",
    "DownloadEvent",
    "ModelInstallEvent",
    "ModelLoadEvent",
    "WorkflowEvent",
]


class ConnectionLost(Event):
    """The connection was lost; events from now on are missed.

    This library makes this event, not the server.
    """

    __slots__ = ()
    names = ("connection_lost",)


class ConnectionRestored(Event):
    """The socket is connected again and in all rooms; the events in between were missed.

    This library makes this event, not the server.
    """

    __slots__ = ()
    names = ("connection_restored",)


class ModelInstallEvent(Event):
    """The progress of a model installation."""

    __slots__ = ()
    names = (
        "model_install_download_started",
        "model_install_download_progress",
        "model_install_downloads_complete",
        "model_install_started",
        "model_install_complete",
        "model_install_cancelled",
        "model_install_error",
    )

    @property
    def concerns(self) -> str:
        """``"models"`` if a model was installed, else empty."""
        return "models" if self.name == "model_install_complete" else ""

    @property
    def job_id(self) -> int:
        """The id of the install job."""
        return self.data.get("id") or 0

    @property
    def source(self) -> Any:
        """The source of the model."""
        return self.data.get("source")

    @property
    def current_bytes(self) -> int:
        """The downloaded bytes."""
        return self.data.get("bytes") or 0

    @property
    def total_bytes(self) -> int:
        """The size of the download in bytes; 0 if unknown."""
        return self.data.get("total_bytes") or 0

    @property
    def key(self) -> str | None:
        """The key of the installed model; None before it is installed."""
        return self.data.get("key")

    @property
    def error(self) -> str | None:
        """The error message; None if there is no error."""
        return self.data.get("error")


class ModelLoadEvent(Event):
    """A model is being loaded into memory, or was loaded."""

    __slots__ = ()
    names = ("model_load_started", "model_load_complete")

    @property
    def config(self) -> Mapping[str, Any]:
        """The model record."""
        return self.data.get("config") or {}

    @property
    def submodel_type(self) -> str | None:
        """The type of the loaded submodel; None for the whole model."""
        return self.data.get("submodel_type")


class DownloadEvent(Event):
    """The progress of a file that the server downloads."""

    __slots__ = ()
    names = (
        "download_started",
        "download_progress",
        "download_paused",
        "download_complete",
        "download_cancelled",
        "download_error",
    )

    @property
    def source(self) -> str:
        """The URL of the file."""
        return self.data.get("source") or ""

    @property
    def current_bytes(self) -> int:
        """The downloaded bytes."""
        return self.data.get("current_bytes") or 0

    @property
    def total_bytes(self) -> int:
        """The size of the download in bytes; 0 if unknown."""
        return self.data.get("total_bytes") or 0


class BulkDownloadEvent(Event):
    """An archive of images is being created, is ready, or cannot be created."""

    __slots__ = ()
    names = ("bulk_download_started", "bulk_download_complete", "bulk_download_error")

    @property
    def item_name(self) -> str:
        """The name to download the archive by."""
        return self.data.get("bulk_download_item_name") or ""

    @property
    def error(self) -> str | None:
        """The error message; None if there is no error."""
        return self.data.get("error")


class WorkflowEvent(Event):
    """A workflow in the server's workflow library was created, changed or deleted, or is no longer shared."""

    __slots__ = ()
    names = ("workflow_created", "workflow_updated", "workflow_deleted", "workflow_access_revoked")

    @property
    def concerns(self) -> str:
        """``"workflows"``, the workflow library."""
        return "workflows"

    @property
    def workflow_id(self) -> str:
        """The id of the workflow."""
        return self.data.get("workflow_id") or ""
