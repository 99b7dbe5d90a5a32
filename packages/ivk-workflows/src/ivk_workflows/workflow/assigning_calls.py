"""Set inputs of a workflow that calls others: first what it calls, which decides about the inputs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ivk_workflows.workflow.assigning import assign
from ivk_workflows.workflow.fields import InputFields

__all__ = ["assign_all"]


def assign_all(inputs: InputFields, values: Mapping[Any, Any], *, as_text: bool = False) -> None:
    """Set inputs, all of them or none; see `assign`.

    Parameters
    ----------
    inputs : InputFields
        The inputs of the workflow.
    values : mapping
        Values by any name of an input; a workflow to call, and inputs of that workflow, may be among them.
    as_text : bool
        Whether the values are text, as in a CSV file.

    Raises
    ------
    InputLookupError, InputConnectedError, FieldValueError
        As `assign` does.
    """
    calls = {key: value for key, value in values.items() if inputs.is_call(key)}
    rest = {key: value for key, value in values.items() if key not in calls}
    if calls and rest:
        trial = inputs.copy()
        assign(trial, calls, as_text=as_text)
        assign(trial, rest, as_text=as_text)
        assign(inputs, calls, as_text=as_text)
        values = rest
    assign(inputs, values, as_text=as_text)
