"""Set inputs of a workflow that calls others: first what it calls, which decides about the inputs."""

from __future__ import annotations

from collections.abc import Iterable

from ivk_workflows.compile.saved_calls import CALLED_ID
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
    is_call = [inputs.is_call(key) for key, _ in given]
    if all(is_call) or not any(is_call):
        assign(inputs, given, as_text=as_text)
        return
    trial = inputs.copy()
    for wanted in (True, False):  # first what is called
        chosen = (pair for pair, found in zip(given, is_call, strict=True) if found is wanted)
        assign(trial, chosen, as_text=as_text)
    _take_over(inputs, trial)


def _take_over(inputs: InputFields, trial: InputFields) -> None:
    """Hold the values of a copy. They are not converted again, because an iterator can be read only once."""
    touched = trial.touched
    for place in sorted(touched, key=lambda each: each[1] != CALLED_ID):  # first what is called
        inputs.field(trial.find(place)).store(touched[place].value)
