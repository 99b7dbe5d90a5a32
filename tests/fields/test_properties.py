"""Promises that hold for every field class and every value."""

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
    {name for known in BUILTIN_FIELDS for name in known.serves_types} | {"FromTheFutureField"}
)
MODEL = {"key": "k", "hash": "h", "name": "n", "base": "sdxl", "type": "main"}

registry = FieldRegistry()


@st.composite
def specs(draw: st.DrawFn) -> InputSpec:
    """Draw a spec as a server may have it, limits included."""
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


def settle(pending: Any) -> object:
    """Answer as a server would that has whatever is asked for."""
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
def test_any_value_is_either_taken_or_refused_by_name(spec: InputSpec, value: object) -> None:
    field = registry.make(spec)
    refusal = refusal_of(lambda: field.set(value))
    assert field.touched is (refusal is None)
    assert refusal is None or refusal.field == "input"


@settings(max_examples=400)
@given(specs(), strategies.junk)
def test_whatever_was_taken_is_sent_in_a_form_that_the_spec_allows(spec: InputSpec, value: object) -> None:
    field = taken(spec, value)
    if field is None:
        return
    wire = field.to_wire(settle)
    if wire is MISSING:
        assert not spec.required or field.null_is_a_value
        return
    assert registry.make(spec, json.loads(json.dumps(wire, allow_nan=False))).problem() is None


@given(specs(), strategies.junk)
def test_what_needs_a_server_is_never_sent_unsettled(spec: InputSpec, value: object) -> None:
    field = taken(spec, value)
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
def test_any_text_of_a_table_is_either_taken_or_refused(spec: InputSpec, text: str) -> None:
    field = registry.make(spec)
    refusal = refusal_of(lambda: field.set_text(text))
    assert refusal is None or refusal.field == "input"


def refusal_of(assignment: Callable[[], object]) -> FieldValueError | None:
    """Give what an assignment was refused with; any other exception is a failure."""
    try:
        assignment()
    except FieldValueError as error:
        return error
    return None


def taken(spec: InputSpec, value: object) -> IvkField[Any] | None:
    """Give a field that took the value, or None."""
    field = registry.make(spec)
    return field if refusal_of(lambda: field.set(value)) is None else None
