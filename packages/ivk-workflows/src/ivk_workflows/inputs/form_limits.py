"""How the settings of a form element change an input: its limits, its options, and how it is shown.

Settings count only for the type of input that they are for; the editor ignores them elsewhere. The limits of
a form are added to those of the server. In the editor they replace them, but a value outside of the server's
limits cannot be enqueued.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ivk_fields.spec import InputSpec

__all__ = ["with_settings"]

_TYPES = {
    "integer-field-config": "IntegerField",
    "float-field-config": "FloatField",
    "string-field-config": "StringField",
}


def with_settings(spec: InputSpec, settings: Mapping[str, Any]) -> InputSpec:
    """Return a spec with the settings of a form element.

    Parameters
    ----------
    spec : InputSpec
        The input, as the server describes it.
    settings : mapping
        The settings, completed with the editor's defaults; see `ivk_workflows.definition.form_settings`.
    """
    if spec.type.cardinality != "SINGLE" or _TYPES.get(settings.get("type", "")) != spec.type.name:
        return spec
    shown = replace(spec, ui_component=settings["component"])
    if settings["component"] == "dropdown":
        options = _options(settings["options"])
        return replace(shown, options=options, choices=tuple(dict.fromkeys(value for _, value in options)))
    return shown.narrowed(minimum=settings.get("min"), maximum=settings.get("max"))


def _options(options: Sequence[Mapping[str, str]]) -> tuple[tuple[str, str], ...]:
    # The editor shows the value of an option that has no label, and its number if it has neither.
    return tuple(
        (option["label"] or option["value"] or f"Option {number}", option["value"])
        for number, option in enumerate(options, 1)
    )
