"""Files of other programs, which are named in the error because they look like workflows to their users."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ivk_workflows.errors import ForeignWorkflowError

__all__ = ["refuse_foreign_document", "refuse_foreign_png", "refuse_foreign_text"]

_COMFY = "ComfyUI"
_A1111 = "AUTOMATIC1111"
_A1111_LINE = re.compile(r"^Steps: \d+, .*(Sampler|CFG scale): ", re.MULTILINE)
_A1111_KEYS = ("sampler_name", "sampler_index", "cfg_scale", "negative_prompt")
# Of these keys, one alone may be anything.
_A1111_KEYS_NEEDED = 2
_METADATA_KEYS = ("app_version", "generation_mode")


def refuse_foreign_document(document: Any, source: str) -> None:
    """Raise if parsed JSON is of another program.

    Raises
    ------
    ForeignWorkflowError
        The error names the program.
    """
    if isinstance(document, Mapping):
        _refuse(_program_of(document), source)


def _program_of(document: Mapping[str, Any]) -> tuple[str, str] | None:
    if _is_comfy_workflow(document):
        return _COMFY, "workflow"
    if _is_comfy_prompt(document) or _is_comfy_prompt(document.get("prompt")):
        return _COMFY, "API file"
    if any(key in document for key in _METADATA_KEYS) and "nodes" not in document:
        return "InvokeAI", "metadata"
    texts = document.get("parameters"), document.get("infotexts")
    has_keys = sum(key in document for key in _A1111_KEYS) >= _A1111_KEYS_NEEDED
    if "nodes" not in document and (has_keys or any(_A1111_LINE.search(str(text)) for text in texts if text)):
        return _A1111, "parameters"
    return None


def _is_comfy_workflow(document: Mapping[str, Any]) -> bool:
    nodes = document.get("nodes")
    is_list = isinstance(nodes, list) and bool(nodes) and isinstance(document.get("links"), list)
    return is_list and not any(isinstance(node, dict) and "data" in node for node in nodes or ())


def _is_comfy_prompt(document: Any) -> bool:
    nodes = document.values() if isinstance(document, Mapping) else ()
    return any(isinstance(node, Mapping) and "class_type" in node for node in nodes)


def refuse_foreign_text(text: str, source: str) -> None:
    """Raise if text that is not JSON is the parameters of AUTOMATIC1111; see `refuse_foreign_document`."""
    if _A1111_LINE.search(text):
        _refuse((_A1111, "parameters"), source)


def refuse_foreign_png(texts: Mapping[str, str], source: str) -> None:
    """Raise if the texts in a PNG file are those of another program; see `refuse_foreign_document`."""
    if any('"class_type"' in texts.get(key, "") for key in ("prompt", "workflow")) or (
        '"links"' in texts.get("workflow", "")
    ):
        _refuse((_COMFY, "image"), source)
    if _A1111_LINE.search(texts.get("parameters", "")):
        _refuse((_A1111, "image"), source)


def _refuse(found: tuple[str, str] | None, source: str) -> None:
    if found is not None:
        raise ForeignWorkflowError(*found, source=source)
