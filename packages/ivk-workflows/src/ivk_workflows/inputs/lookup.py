"""Find one input by the name that a program uses for it.

A number is the index of an input on the form. A text is compared, in this order, with the labels, the labels
without regard to case and punctuation (so ``positive_prompt`` finds *Positive Prompt*), the names of the
fields, ``node.field``, and the names of the nodes. The first comparison that matches an input decides;
several matches are an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ivk_core.suggestions import did_you_mean
from ivk_workflows.errors import AmbiguousInputError, InputNotFoundError
from ivk_workflows.inputs.workflow_input import WorkflowInput

__all__ = ["InputKey", "LabelledIndex", "find_input", "find_inputs", "plain_name", "same_name"]


@dataclass(frozen=True)
class LabelledIndex:
    """The index of an input on the form, and the name that the input there must have."""

    index: int
    label: str


InputKey: TypeAlias = int | str | tuple[str, str] | WorkflowInput | LabelledIndex
"""The index of an input, its name, its node id and field name, or the input itself."""

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
    if isinstance(key, LabelledIndex):
        return _at_with_label(inputs, key)
    if isinstance(key, int) and not isinstance(key, bool):
        return _at(inputs, key)
    if isinstance(key, WorkflowInput):
        key = key.key
    if isinstance(key, tuple):
        found = [one for one in inputs if key in {one.key, (one.node_label, one.field_name)}]
        return _only(found, key, inputs)
    return _only(find_inputs(inputs, key), key, inputs)


def find_inputs(inputs: Sequence[WorkflowInput], name: object) -> list[WorkflowInput]:
    """Find all inputs that have a name, by the first comparison that matches any; in their order."""
    if isinstance(name, str):  # other programs pass None, or a number that is not an index
        for matches in _MATCHERS:
            if found := [one for one in inputs if matches(one, name)]:
                return found
    return []


def same_name(one: str, other: str) -> bool:
    """Return whether two names differ only in case, spaces and punctuation."""
    return plain_name(one) == plain_name(other)


def plain_name(name: str) -> str:
    """Return a name without case, spaces and punctuation."""
    return "".join(character for character in name.casefold() if character.isalnum())


def _at(inputs: Sequence[WorkflowInput], index: int) -> WorkflowInput:
    for one in inputs:
        if one.input_index == index:
            return one
    raise _not_found(index, inputs)


def _at_with_label(inputs: Sequence[WorkflowInput], key: LabelledIndex) -> WorkflowInput:
    found = find_input(inputs, key.index)
    if not any(same_name(key.label, name) for name in (found.label, found.field_name, found.path)):
        raise InputNotFoundError(
            f"The input at index {key.index} is {found}, and not {key.label!r}.",
            candidates=[str(found)],
            hint="The form has changed, or the index is wrong.",
        )
    return found


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


def _is_path(one: WorkflowInput, key: str) -> bool:
    node, dot, field = key.rpartition(".")
    named = node == one.node_id or same_name(node, one.node_label)
    return bool(dot) and named and (field == one.field_name or same_name(field, one.label))


_MATCHERS: tuple[Callable[[WorkflowInput, str], bool], ...] = (
    lambda one, key: one.label == key,
    lambda one, key: bool(plain_name(key)) and same_name(one.label, key),
    lambda one, key: one.field_name == key,
    _is_path,
    lambda one, key: key == one.node_id or (bool(plain_name(key)) and same_name(one.node_label, key)),
)
