"""The inputs of a workflow as text for a terminal and as a table for a notebook."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from ivk_fields import IvkField
from ivk_workflows.inputs import WorkflowInput
from ivk_workflows.workflow.fields import InputFields

__all__ = ["as_html", "as_text", "rows", "short"]

HEADINGS = ("#", "Input", "Node.field", "Value", "Takes")
# Characters of a value or a description, so that a row fits into a wide terminal.
_MAX_LENGTH = 60
# The limits of a number, and how the form shows it, need more; all schedulers would be five lines.
_MAX_TAKES = 110
# What the editor shows if the author of a form chooses nothing else.
_PLAIN_COMPONENTS = ("input", "number-input")


def rows(inputs: InputFields) -> list[tuple[str, str, str, str, str]]:
    """Return a row for each input on the form: index, label, path, current value, allowed values.

    The last one has the description as well, if the form shows it.
    """
    table = []
    for each in inputs.on_form:
        field = inputs.field(each)
        value = "(fed by an edge)" if each.connected and not field.touched else short(field.value)
        table.append((str(each.input_index), each.label, each.path, value, _takes(each, field)))
    return table


def _takes(place: WorkflowInput, field: IvkField[Any]) -> str:
    spec = place.spec
    component = "" if spec.ui_component in _PLAIN_COMPONENTS else spec.ui_component
    takes = _one_line(", ".join(filter(None, (field.describe(), component))))
    if spec.options is None:  # the options that the author of the form chose are shown in full
        takes = _cut(takes, _MAX_TAKES)
    description = _cut(_one_line(place.description)) if place.shows_description else ""
    return f"{takes} ({description})" if description else takes


def _one_line(text: str) -> str:
    return " ".join(text.split())


def as_text(inputs: InputFields) -> str:
    """Describe the inputs as lines of text."""
    table = [HEADINGS, *rows(inputs)]
    widths = [max(len(row[column]) for row in table) for column in range(len(HEADINGS) - 1)]
    lines = [_line(row, widths) for row in table]
    return "\n".join([_title(inputs), *lines])


def as_html(inputs: InputFields) -> str:
    """Describe the inputs as an HTML table."""
    head = "".join(f"<th>{escape(heading)}</th>" for heading in HEADINGS)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows(inputs))
    caption = f"<caption>{escape(_title(inputs))}</caption>"
    inside = f"{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return f'<table style="text-align: left">{inside}</table>'


def short(value: object) -> str:
    """Return a value as text of limited length."""
    if value is None:
        return "-"
    return _cut(repr(str(value)) if isinstance(value, str) else str(value))


def _cut(text: str, length: int = _MAX_LENGTH) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"


def _title(inputs: InputFields) -> str:
    return f"{inputs.definition.name or 'Workflow'}: {len(inputs.on_form)} inputs"


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
    return "  ".join([*cells, row[-1]]).rstrip()
