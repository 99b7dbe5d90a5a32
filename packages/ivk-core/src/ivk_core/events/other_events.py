"""What is told about models, downloads, workflows, and about the connection itself."""

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
    """The socket broke; what happens from now on is not heard. Told by this library, not by the server."""

    __slots__ = ()
    names = ("connection_lost",)


class ConnectionRestored(Event):
    """The socket is back and in its rooms; what happened meanwhile must be asked for.

    Told by this library, not by the server.
    """

    __slots__ = ()
    names = ("connection_restored",)


class ModelInstallEvent(Event):
    """How the installation of a model goes on."""

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
        """The models, once one is installed."""
        return "models" if self.name == "model_install_complete" else ""

    @property
    def job_id(self) -> int:
        """Which installation."""
        return self.data.get("id") or 0

    @property
    def source(self) -> Any:
        """Where the model comes from."""
        return self.data.get("source")

    @property
    def current_bytes(self) -> int:
        """How much has arrived."""
        return self.data.get("bytes") or 0

    @property
    def total_bytes(self) -> int:
        """How much there is; 0 when not known."""
        return self.data.get("total_bytes") or 0

    @property
    def key(self) -> str | None:
        """The key of the installed model, once it is installed."""
        return self.data.get("key")

    @property
    def error(self) -> str | None:
        """What went wrong."""
        return self.data.get("error")


class ModelLoadEvent(Event):
    """A model is being loaded into memory, or has been."""

    __slots__ = ()
    names = ("model_load_started", "model_load_complete")

    @property
    def config(self) -> Mapping[str, Any]:
        """The model's record."""
        return self.data.get("config") or {}

    @property
    def submodel_type(self) -> str | None:
        """Which part of it."""
        return self.data.get("submodel_type")


class DownloadEvent(Event):
    """How the download of one file to the server goes on."""

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
        """Where the file comes from."""
        return self.data.get("source") or ""

    @property
    def current_bytes(self) -> int:
        """How much has arrived."""
        return self.data.get("current_bytes") or 0

    @property
    def total_bytes(self) -> int:
        """How much there is; 0 when not known."""
        return self.data.get("total_bytes") or 0


class BulkDownloadEvent(Event):
    """An archive of images is being packed, is ready, or cannot be made."""

    __slots__ = ()
    names = ("bulk_download_started", "bulk_download_complete", "bulk_download_error")

    @property
    def item_name(self) -> str:
        """The name to fetch the archive by."""
        return self.data.get("bulk_download_item_name") or ""

    @property
    def error(self) -> str | None:
        """What went wrong."""
        return self.data.get("error")


class WorkflowEvent(Event):
    """A workflow of the server's library was created, changed or deleted."""

    __slots__ = ()
    names = ("workflow_created", "workflow_updated", "workflow_deleted", "workflow_access_revoked")

    @property
    def concerns(self) -> str:
        """The library of workflows."""
        return "workflows"

    @property
    def workflow_id(self) -> str:
        """Which workflow."""
        return self.data.get("workflow_id") or ""
