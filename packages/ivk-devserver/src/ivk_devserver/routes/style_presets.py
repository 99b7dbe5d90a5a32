"""The operations on style presets: this server has none."""

from typing import Any

from fastapi import APIRouter, HTTPException

from ivk_devserver.routes.auth_dependencies import CurrentUserOrDefault

__all__ = ["router"]

router = APIRouter(prefix="/v1/style_presets", tags=["style_presets"])


@router.get("/", operation_id="list_style_presets")
def list_style_presets(_: CurrentUserOrDefault) -> list[dict[str, Any]]:
    """Return the style presets."""
    return []


@router.get("/i/{style_preset_id}", operation_id="get_style_preset")
def get_style_preset(_: CurrentUserOrDefault, style_preset_id: str) -> dict[str, Any]:  # noqa: ARG001
    """Answer 404, because there are no style presets."""
    raise HTTPException(404, "Style preset not found")
