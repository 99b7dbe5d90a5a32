"""The ``settings`` of a form element: how it shows a field, and how it limits the field's values.

A number may get a smaller range, and a text may become a choice. Missing settings get the editor's defaults.
Settings that fit no kind of field make the whole form invalid, as in the editor.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ivk_workflows.definition.numbers import is_number

__all__ = ["completed_settings"]

_NUMBER_TYPES = ("float-field-config", "integer-field-config")
_NUMBER_COMPONENTS = ("number-input", "slider", "number-input-and-slider")
_TEXT_TYPE = "string-field-config"


def completed_settings(raw: Any) -> dict[str, Any] | None:
    """Read the settings of a form element, and complete them with the editor's defaults.

    Parameters
    ----------
    raw : object
        The value of ``settings`` in the file.

    Returns
    -------
    dict or None
        None for settings that are not valid.
    """
    if not isinstance(raw, Mapping):
        return None
    stated = raw.get("type")
    # The editor tries settings without a type as those of a float, then of an integer, then of a text.
    kinds = _NUMBER_TYPES if stated is None else (stated,) if stated in _NUMBER_TYPES else ()
    for kind in kinds:
        if (settings := _number(raw, kind)) is not None:
            return settings
    return _text(raw)


def _number(raw: Mapping[str, Any], kind: str) -> dict[str, Any] | None:
    shuffle, component = raw.get("showShuffle", False), raw.get("component", "number-input")
    limits = {key: raw[key] for key in ("min", "max") if key in raw}
    if (
        not isinstance(shuffle, bool)
        or component not in _NUMBER_COMPONENTS
        or not all(map(is_number, limits.values()))
    ):
        return None
    return {"type": kind, "showShuffle": shuffle, "component": component, **limits}


def _text(raw: Mapping[str, Any]) -> dict[str, Any] | None:
    if raw.get("type", _TEXT_TYPE) != _TEXT_TYPE:
        return None
    component = raw.get("component", "input")
    if component in ("input", "textarea"):
        return {"type": _TEXT_TYPE, "component": component}
    options = raw.get("options")
    if component != "dropdown" or not isinstance(options, list) or not all(map(_is_option, options)):
        return None
    pairs = [{"label": option["label"], "value": option["value"]} for option in options]
    return {"type": _TEXT_TYPE, "component": component, "options": pairs}


def _is_option(value: Any) -> bool:
    return isinstance(value, Mapping) and all(isinstance(value.get(key), str) for key in ("label", "value"))
