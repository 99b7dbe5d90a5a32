"""Open inputs and metadata take any JSON value and hold it read-only."""

import pytest

from ivk_fields import MISSING, FieldValueError, IvkAnyField, IvkMetadataField, IvkUnknownField


def test_an_open_value_is_read_only_and_sent_as_it_was() -> None:
    field = IvkAnyField().set({"a": [1, {"b": None}]})
    assert field.value is not None
    with pytest.raises(TypeError):
        field.value["a"] = 2
    assert field.to_wire() == {"a": [1, {"b": None}]}


def test_an_open_value_may_be_null() -> None:
    assert IvkAnyField(required=True).to_wire() is MISSING
    assert IvkAnyField(required=True).set(None).to_wire() is None


def test_a_list_that_contains_itself_is_rejected() -> None:
    loop: list[object] = []
    loop.append(loop)
    with pytest.raises(FieldValueError, match="nested too deeply"):
        IvkUnknownField().set(loop)


def test_metadata_is_an_object() -> None:
    assert IvkMetadataField().set({"label": "x", "value": None}).to_wire() == {"label": "x", "value": None}
    with pytest.raises(FieldValueError):
        IvkMetadataField().set("x")
