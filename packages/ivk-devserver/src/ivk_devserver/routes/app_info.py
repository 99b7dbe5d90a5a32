"""The operations that return information about the server."""

from importlib import metadata
from typing import Any

from fastapi import APIRouter

from ivk_devserver.routes.auth_dependencies import BackendDep, CurrentUserOrDefault
from ivk_devserver.settings import VERSION

__all__ = ["router"]

router = APIRouter(prefix="/v1/app", tags=["app"])
LOG_LEVEL_INFO = 20
"""The default log level of a real server, as the number that ``logging`` has for INFO."""


@router.get("/version", operation_id="app_version")
def app_version() -> dict[str, str]:
    """Return the version of InvokeAI whose API this server has."""
    return {"version": VERSION}


@router.get("/app_deps", operation_id="get_app_deps")
def get_app_deps(_: CurrentUserOrDefault) -> dict[str, str]:
    """Return the versions of the installed packages."""
    return {package.name: package.version for package in metadata.distributions()}


@router.get("/patchmatch_status", operation_id="get_patchmatch_status")
def get_patchmatch_status(_: CurrentUserOrDefault) -> bool:
    """Return whether patchmatch is installed: it is not."""
    return False


@router.get("/generation_device_options", operation_id="get_generation_device_options")
def get_generation_device_options(_: CurrentUserOrDefault) -> list[dict[str, str]]:
    """Return the devices."""
    return [{"device": "cpu", "name": "CPU"}]


@router.get("/runtime_config", operation_id="get_runtime_config")
def get_runtime_config(backend: BackendDep, _: CurrentUserOrDefault) -> dict[str, Any]:
    """Return the settings. Those that this server does not have are the defaults of a real server."""
    settings = backend.settings
    config = {
        "schema_version": "4.0.3",
        "device": "cpu",
        "max_queue_size": settings.max_queue_size,
        "multiuser": settings.multiuser,
        "strict_password_checking": False,
        "node_cache_size": 512,
        "session_queue_mode": "round_robin",
        "clear_queue_on_startup": False,
        "max_queue_history": None,
    }
    return {"set_fields": ["max_queue_size", "multiuser"], "config": config}


@router.get("/logging", operation_id="get_log_level")
def get_log_level(_: CurrentUserOrDefault) -> int:
    """Return the log level."""
    return LOG_LEVEL_INFO
