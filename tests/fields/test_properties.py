"""Properties that hold for every field class and every value."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivk_fields import (
    MISSING,
    Cardinality,
    FieldRegistry,
    FieldType,
    FieldValueError,
    InputSpec,
    IvkField,
    ModelRef,
    UnresolvedValueError,
)
from ivk_fields.builtin import BUILTIN_FIELDS
from ivk_fields.values.lookup import LookupRecord

from . import strategies

TYPE_NAMES = sorted(
    {name for field_class in BUILTIN_FIELDS for name in field_class.serves_types} | {"FromTheFutureField"}
)
MODEL = {"key": "k", "hash": "h", "name": "n", "base": "sdxl", "type": "main"}

registry = FieldRegistry()


@st.composite
def specs(draw: st.DrawFn) -> InputSpec:
    """Draw a spec that a server may have, with limits."""
    cardinality: Cardinality = draw(st.sampled_from(["SINGLE", "COLLECTION", "SINGLE_OR_COLLECTION"]))
    return InputSpec(
        "input",
        FieldType(draw(st.sampled_from(TYPE_NAMES)), cardinality),
        required=draw(st.booleans()),
        minimum=draw(st.none() | st.integers(-5, 5)),
        maximum=draw(st.none() | st.integers(5, 50)),
        multiple_of=draw(st.sampled_from([None, 0.25, 8])),
        max_length=draw(st.none() | st.integers(0, 9)),
        max_items=draw(st.none() | st.integers(0, 3)),
        pattern=draw(st.sampled_from([None, "^a", "(?<not>python"])),
        choices=draw(st.sampled_from([None, ("euler", "heun"), (256, 512), ("1", 1)])),
    )


def resolve_anything(pending: Any) -> object:
    """Resolve like a server that has everything it is asked for."""
    if isinstance(pending, ModelRef):
        return ModelRef.parse(MODEL)
    if isinstance(pending, LookupRecord):
        return pending.model_copy(update={pending.name_key: "found", "wanted": ""})
    return "uploaded.png"


@given(specs(), strategies.json_values)
def test_an_untouched_field_sends_what_it_was_read_from(spec: InputSpec, raw: object) -> None:
    before = copy.deepcopy(raw)
    field = registry.make(spec, raw)
    field.problem()
    field.describe()
    assert field.to_wire() is raw
    assert repr(raw) == repr(before)


@settings(max_examples=400)
@given(specs(), strategies.junk)
def test_any_value_is_either_accepted_or_rejected_with_the_name_of_the_input(
    spec: InputSpec, value: object
) -> None:
    field = registry.make(spec)
    error = error_of(lambda: field.set(value))
    assert field.touched is (error is None)
    assert error is None or error.field == "input"


@settings(max_examples=400)
@given(specs(), strategies.junk)
def test_an_accepted_value_is_sent_in_a_form_that_the_spec_allows(spec: InputSpec, value: object) -> None:
    field = accepted(spec, value)
    if field is None:
        return
    wire = field.to_wire(resolve_anything)
    if wire is MISSING:
        assert not spec.required or field.null_is_a_value
        return
    assert registry.make(spec, json.loads(json.dumps(wire, allow_nan=False))).problem() is None


@given(specs(), strategies.junk)
def test_what_needs_the_server_is_never_sent_unresolved(spec: InputSpec, value: object) -> None:
    field = accepted(spec, value)
    if field is not None and field.unresolved():
        with pytest.raises(UnresolvedValueError):
            field.to_wire()


@given(specs(), strategies.json_values)
def test_assigning_the_value_that_was_read_sends_the_same_again(spec: InputSpec, raw: object) -> None:
    field = registry.make(spec, raw)
    if field.value is None or field.problem() is not None:
        return
    field.value = field.value
    if not field.unresolved():
        assert registry.make(spec, field.to_wire()).value == field.value


@given(specs(), st.text(max_size=12))
def test_any_text_is_either_accepted_or_rejected(spec: InputSpec, text: str) -> None:
    field = registry.make(spec)
    error = error_of(lambda: field.set_text(text))
    assert error is None or error.field == "input"


def error_of(assignment: Callable[[], object]) -> FieldValueError | None:
    """Return the error of a rejected assignment; any other exception is a failure."""
    try:
        assignment()
    except FieldValueError as error:
        return error
    return None


def accepted(spec: InputSpec, value: object) -> IvkField[Any] | None:
    """Return a field that accepted the value, or None."""
    field = registry.make(spec)
    return field if error_of(lambda: field.set(value)) is None else None
