"""The inputs of a workflow as text for a terminal and as a table for a notebook."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ivk_workflows.workflow.fields import InputFields

__all__ = ["as_html", "as_text", "rows", "short"]

HEADINGS = ("#", "Input", "Node.field", "Value", "Takes")
# Characters of a value or a description, so that a row fits into a wide terminal.
_MAX_LENGTH = 60


def rows(inputs: InputFields) -> list[tuple[str, str, str, str, str]]:
    """Return a row for each input on the form: index, label, path, current value, allowed values."""
    table = []
    for each in inputs.on_form:
        field = inputs.field(each)
        value = "(fed by an edge)" if each.connected else short(field.value)
        table.append((str(each.input_index), each.label, each.path, value, _cut(field.describe())))
    return table


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


def _cut(text: str) -> str:
    return text if len(text) <= _MAX_LENGTH else f"{text[: _MAX_LENGTH - 1]}…"


def _title(inputs: InputFields) -> str:
    return f"{inputs.definition.name or 'Workflow'}: {len(inputs.on_form)} inputs"


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
    return "  ".join([*cells, row[-1]]).rstrip()
