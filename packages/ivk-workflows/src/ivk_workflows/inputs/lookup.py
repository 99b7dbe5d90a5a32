"""Find one input by the name that a program uses for it.

A number is the index of an input on the form. A text is compared, in this order, with the labels, the labels
without regard to case and punctuation (so ``positive_prompt`` finds *Positive Prompt*), the names of the
fields, ``node.field``, and the names of the nodes. The first comparison that matches an input decides;
several matches are an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from ivk_core.suggestions import did_you_mean
from ivk_workflows.errors import AmbiguousInputError, InputNotFoundError
from ivk_workflows.inputs.workflow_input import WorkflowInput

__all__ = ["InputKey", "find_input", "same_name"]

InputKey: TypeAlias = int | str | tuple[str, str]
"""The index of an input, its name, or its node id and field name."""

# Ordinary forms have fewer inputs; a longer list would scroll the message itself off the screen.
_MAX_SHOWN = 30


def find_input(inputs: Sequence[WorkflowInput], key: InputKey) -> WorkflowInput:
    """Find one input.

    Parameters
    ----------
    inputs : sequence of WorkflowInput
        The inputs to search.
    key : int, str or tuple of str
        Its index, its label, its field name, ``"node.field"``, or node id and field name as a pair.

    Returns
    -------
    WorkflowInput
        The only input with that name.

    Raises
    ------
    InputNotFoundError
        If none has that name; the error lists the inputs.
    AmbiguousInputError
        If several have that name; the error lists them.
    """
    if isinstance(key, int):
        return _at(inputs, key)
    if isinstance(key, tuple):
        found = [one for one in inputs if key in {one.key, (one.node_label, one.field_name)}]
        return _only(found, key, inputs)
    for matches in _MATCHERS:
        if found := [one for one in inputs if matches(one, key)]:
            return _only(found, key, inputs)
    raise _not_found(key, inputs)


def same_name(one: str, other: str) -> bool:
    """Return whether two names differ only in case, spaces and punctuation."""
    return _plain(one) == _plain(other)


def _at(inputs: Sequence[WorkflowInput], index: int) -> WorkflowInput:
    for one in inputs:
        if one.input_index == index:
            return one
    raise _not_found(index, inputs)


def _only(found: Sequence[WorkflowInput], key: InputKey, inputs: Sequence[WorkflowInput]) -> WorkflowInput:
    if not found:
        raise _not_found(key, inputs)
    if len(found) > 1:
        raise AmbiguousInputError(
            f"{key!r} may be any of {len(found)} inputs: {_listed(found)}.",
            candidates=[str(one) for one in found],
            hint="Select one by its index, or as 'node.field'.",
        )
    return found[0]


def _not_found(key: InputKey, inputs: Sequence[WorkflowInput]) -> InputNotFoundError:
    available = (
        f"The inputs are: {_listed(inputs)}."
        if inputs
        else "The workflow has no form: use 'node.field' for its inputs."
    )
    hint = f"{did_you_mean(str(key), _names(inputs))} {available}".lstrip()
    return InputNotFoundError(
        f"There is no input {key!r}.", candidates=[str(one) for one in inputs], hint=hint
    )


def _names(inputs: Iterable[WorkflowInput]) -> Iterator[str]:
    for one in inputs:
        yield from (one.label, one.field_name, one.path)


def _listed(inputs: Sequence[WorkflowInput]) -> str:
    more = f", and {len(inputs) - _MAX_SHOWN} more" if len(inputs) > _MAX_SHOWN else ""
    return ", ".join(map(str, inputs[:_MAX_SHOWN])) + more


def _plain(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())


def _is_path(one: WorkflowInput, key: str) -> bool:
    node, dot, field = key.rpartition(".")
    named = node == one.node_id or same_name(node, one.node_label)
    return bool(dot) and named and (field == one.field_name or same_name(field, one.label))


_MATCHERS: tuple[Callable[[WorkflowInput, str], bool], ...] = (
    lambda one, key: one.label == key,
    lambda one, key: bool(_plain(key)) and same_name(one.label, key),
    lambda one, key: one.field_name == key,
    _is_path,
    lambda one, key: key == one.node_id or (bool(_plain(key)) and same_name(one.node_label, key)),
)
