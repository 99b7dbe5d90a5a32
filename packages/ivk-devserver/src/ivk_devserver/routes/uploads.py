"""Uploaded images, and the texts embedded in them."""

import io
import json
from typing import Any

from fastapi import HTTPException, UploadFile
from PIL import Image, UnidentifiedImageError
from pydantic import BaseModel, Field, ValidationError

__all__ = ["embedded_texts", "read_upload", "resized"]

MAX_PIXELS = 4096 * 4096
"""The greatest size of ``resize_to``; the limit of a real server."""


class _Size(BaseModel):
    width: int = Field(gt=0)
    height: int = Field(gt=0)


async def read_upload(file: UploadFile) -> Image.Image:
    """Return the image of an uploaded file, or answer 415."""
    if not file.content_type or not file.content_type.startswith("image"):
        raise HTTPException(415, "Not an image")
    try:
        image = Image.open(io.BytesIO(await file.read()))
        image.load()
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise HTTPException(415, "Failed to read image") from error
    return image


def resized(image: Image.Image, resize_to: str | None) -> Image.Image:
    """Return an image resized to ``{"width", "height"}``, or answer 400."""
    if not resize_to:
        return image
    try:
        size = _Size(**json.loads(resize_to))
    except (TypeError, ValueError, ValidationError) as error:
        raise HTTPException(400, "Invalid resize_to format or size") from error
    if size.width * size.height > MAX_PIXELS:
        raise HTTPException(400, "Invalid resize_to format or size")
    return image.convert("RGBA").resize((size.width, size.height), Image.Resampling.LANCZOS)


def embedded_texts(image: Image.Image, metadata: str | None) -> dict[str, str | None]:
    """Return the metadata, workflow and graph of an image; ``metadata`` replaces that of the file."""
    in_file = {key: image.info.get(f"invokeai_{key}") for key in ("metadata", "workflow", "graph")}
    texts = {**in_file, "metadata": metadata if metadata is not None else in_file["metadata"]}
    return {key: text if _is_object(text) else None for key, text in texts.items()}


def _is_object(text: Any) -> bool:
    if not isinstance(text, str):
        return False
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False
