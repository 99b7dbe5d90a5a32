"""Set several inputs at once: all values are checked before any is set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ivk_fields import FieldValueError, IvkField
from ivk_fields.generators import GeneratorField
from ivk_workflows.compile.given_lists import collections_fed_by, feeding_generator
from ivk_workflows.errors import AmbiguousInputError, BatchError, InputConnectedError
from ivk_workflows.inputs import WorkflowInput, plain_name
from ivk_workflows.workflow.fields import InputFields
from ivk_workflows.workflow.given import Pair

__all__ = ["assign", "at_input"]


def assign(inputs: InputFields, pairs: Iterable[Pair], *, as_text: bool = False) -> None:
    """Set inputs, all of them or none.

    Parameters
    ----------
    inputs : InputFields
        The inputs of the workflow.
    pairs : iterable of pair
        Any names of inputs, and the values. A name that several inputs share may be repeated: they receive
        the values in their order.
    as_text : bool
        Whether the values are text, as in a CSV file, which the fields have to parse.

    Raises
    ------
    InputLookupError
        If no input has one of the names, or several have it.
    InputConnectedError
        If an edge feeds one of the inputs.
    FieldValueError
        If a value is not allowed.
    """
    source = f"{inputs.definition.source}: " if inputs.definition.source else ""
    given = _with_places(inputs, list(pairs))
    _refuse_two_values([(key, place) for key, place, _ in given])
    for _, place, _ in given:
        if place.connected and not feeding_generator(inputs.loaded, place.key):
            raise _connected(place, source)
    fields = [inputs.field(place) for _, place, _ in given]
    accepted = [
        _accepted(field, value, place, source, as_text=as_text)
        for field, (_, place, value) in zip(fields, given, strict=True)
    ]
    for (_, place, _), value in zip(given, accepted, strict=True):
        _refuse_lists_for_nothing(inputs, place, value, source)
    for field, value in zip(fields, accepted, strict=True):
        field.store(value)


def _with_places(inputs: InputFields, pairs: Sequence[Pair]) -> list[tuple[Any, WorkflowInput, Any]]:
    times = Counter(plain_name(key) for key, _ in pairs if isinstance(key, str))
    shared: dict[str, Iterator[WorkflowInput]] = {}
    found = []
    for key, value in pairs:
        name = plain_name(key) if isinstance(key, str) else ""
        if name and times[name] > 1:
            if name not in shared:
                shared[name] = iter(inputs.find_repeated(key, times[name]))
            found.append((key, next(shared[name]), value))
        else:
            found.append((key, inputs.find(key), value))
    return found


def _accepted(
    field: IvkField[Any], value: Any, place: WorkflowInput, source: str, *, as_text: bool
) -> object:
    try:
        return field.model_copy().set_text(value).value if as_text else field.accept(value)
    except FieldValueError as error:
        found = at_input(error, f"{source}{place}")
        if value is None and error.hint:
            found.hint = f"workflow.reset({place.label!r}) restores the value that the workflow has for it."
        raise found from error


def at_input(error: FieldValueError, where: str) -> FieldValueError:
    """Return the error with the input in front of its message, because the field knows only its own name.

    Parameters
    ----------
    error : FieldValueError
        The field's error.
    where : str
        The input, and perhaps the file.
    """
    return FieldValueError(
        f"{where}: {error.message}",
        field=error.field,
        value=error.value,
        allowed=error.allowed,
        hint=error.hint,
    )


def _refuse_two_values(places: Iterable[tuple[Any, WorkflowInput]]) -> None:
    names: dict[tuple[str, str], Any] = {}
    for key, place in places:
        if place.key in names:
            raise AmbiguousInputError(
                f"{_shown(names[place.key])} and {_shown(key)} are both {place}.",
                candidates=[str(place)],
                hint="Set it once.",
            )
        names[place.key] = key


def _shown(key: object) -> str:
    return str(key) if isinstance(key, WorkflowInput) else repr(key)


def _connected(place: WorkflowInput, source: str) -> InputConnectedError:
    return InputConnectedError(
        f"{source}The input {place} is fed by an edge, so the server would ignore a value of its own.",
        hint="Set the node that feeds it, or remove the edge in the GUI.",
    )


def _refuse_lists_for_nothing(inputs: InputFields, place: WorkflowInput, value: object, source: str) -> None:
    """Refuse a list for a generator that feeds no batch node, because nothing would use it."""
    if not isinstance(inputs.field(place), GeneratorField) or not isinstance(value, tuple):
        return
    if next(collections_fed_by(inputs.loaded, place.node_id), None) is None:
        raise BatchError(
            f"{source}The input {place} takes no list, because its node feeds no batch node.",
            hint="Connect it to a batch node in the GUI.",
        )
