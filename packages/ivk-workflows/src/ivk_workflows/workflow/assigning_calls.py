"""Set inputs of a workflow that calls others: first what it calls, which decides about the inputs."""

from __future__ import annotations

from collections.abc import Iterable

from ivk_workflows.workflow.assigning import assign
from ivk_workflows.workflow.fields import InputFields
from ivk_workflows.workflow.given import Pair

__all__ = ["assign_all"]


def assign_all(inputs: InputFields, pairs: Iterable[Pair], *, as_text: bool = False) -> None:
    """Set inputs, all of them or none; see `assign`.

    Parameters
    ----------
    inputs : InputFields
        The inputs of the workflow.
    pairs : iterable of pair
        Names of inputs and values; a workflow to call, and inputs of that workflow, may be among them.
    as_text : bool
        Whether the values are text, as in a CSV file.

    Raises
    ------
    InputLookupError, InputConnectedError, FieldValueError
        As `assign` does.
    """
    given = list(pairs)
    calls = [pair for pair in given if inputs.is_call(pair[0])]
    rest = [pair for pair in given if pair not in calls] if calls else given
    if calls and rest:
        trial = inputs.copy()
        assign(trial, calls, as_text=as_text)
        assign(trial, rest, as_text=as_text)
        assign(inputs, calls, as_text=as_text)
        given = rest
    assign(inputs, given, as_text=as_text)
