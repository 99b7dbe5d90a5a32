"""Looking at the inputs of a workflow: as text for a terminal, as a table for a notebook."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ivk_workflows.workflow_inputs import WorkflowInputs

__all__ = ["as_html", "as_text", "rows", "short"]

HEADINGS = ("#", "Input", "Node.field", "Value", "Takes")
_LONGEST = 60


def rows(workflow: WorkflowInputs) -> list[tuple[str, str, str, str, str]]:
    """Give a row for each input on the form: index, label, path, present value, what it takes."""
    table = []
    for each in workflow.inputs:
        field = workflow.get_input_value(each.key)
        value = "(fed by an edge)" if each.connected else short(field.value)
        table.append((str(each.input_index), each.label, each.path, value, _cut(field.describe())))
    return table


def as_text(workflow: WorkflowInputs) -> str:
    """Describe a workflow in lines of text."""
    table = [HEADINGS, *rows(workflow)]
    widths = [max(len(row[column]) for row in table) for column in range(len(HEADINGS) - 1)]
    lines = [_line(row, widths) for row in table]
    return "\n".join([_title(workflow), *lines])


def as_html(workflow: WorkflowInputs) -> str:
    """Describe a workflow as an HTML table."""
    head = "".join(f"<th>{escape(heading)}</th>" for heading in HEADINGS)
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows(workflow)
    )
    caption = f"<caption>{escape(_title(workflow))}</caption>"
    inside = f"{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return f'<table style="text-align: left">{inside}</table>'


def short(value: object) -> str:
    """Write a value in a few characters."""
    if value is None:
        return "-"
    return _cut(repr(str(value)) if isinstance(value, str) else str(value))


def _cut(text: str, longest: int = _LONGEST) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _title(workflow: WorkflowInputs) -> str:
    return f"{workflow.name or 'Workflow'}: {len(workflow.inputs)} inputs"


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
    return "  ".join([*cells, row[-1]]).rstrip()
