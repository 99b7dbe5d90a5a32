"""Style presets: a new server has none."""

from typing import Any

from fastapi import APIRouter, HTTPException

from ivk_devserver.routes.dependencies import Caller

__all__ = ["router"]

router = APIRouter(prefix="/v1/style_presets", tags=["style_presets"])


@router.get("/", operation_id="list_style_presets")
def list_style_presets(_: Caller) -> list[dict[str, Any]]:
    """List style presets."""
    return []


@router.get("/i/{style_preset_id}", operation_id="get_style_preset")
def get_style_preset(_: Caller, style_preset_id: str) -> dict[str, Any]:  # noqa: ARG001
    """Give one style preset."""
    raise HTTPException(404, "Style preset not found")
