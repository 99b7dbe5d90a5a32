"""What the server says about itself."""

from importlib import metadata
from typing import Any

from fastapi import APIRouter

from ivk_devserver.routes.dependencies import BackendDep, Caller
from ivk_devserver.settings import VERSION

__all__ = ["router"]

router = APIRouter(prefix="/v1/app", tags=["app"])
LOG_LEVEL_INFO = 20


@router.get("/version", operation_id="app_version")
def app_version() -> dict[str, str]:
    """Give the release of InvokeAI whose API is spoken."""
    return {"version": VERSION}


@router.get("/app_deps", operation_id="get_app_deps")
def get_app_deps(_: Caller) -> dict[str, str]:
    """Give the versions of installed packages."""
    return {package.name: package.version for package in metadata.distributions()}


@router.get("/patchmatch_status", operation_id="get_patchmatch_status")
def get_patchmatch_status(_: Caller) -> bool:
    """Say whether patchmatch is there: it is not."""
    return False


@router.get("/generation_device_options", operation_id="get_generation_device_options")
def get_generation_device_options(_: Caller) -> list[dict[str, str]]:
    """List devices."""
    return [{"device": "cpu", "name": "CPU"}]


@router.get("/runtime_config", operation_id="get_runtime_config")
def get_runtime_config(backend: BackendDep, _: Caller) -> dict[str, Any]:
    """Give the settings that mean something here."""
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
def get_log_level(_: Caller) -> int:
    """Give the log level."""
    return LOG_LEVEL_INFO
