"""Iterators are read once, and never become an empty list by themselves."""

from __future__ import annotations

import io
from collections import deque
from itertools import count, repeat
from typing import Any

import pytest

from ivk_fields import FieldValueError, IvkAnyField, IvkField, IvkIntegerField, IvkStringField
from ivk_fields.collection import IvkCollectionField, IvkSingleOrCollectionField
from ivk_fields.items import MAX_ITEMS, read_items


def texts() -> IvkCollectionField[str]:
    return IvkCollectionField(name="prompts", element=IvkStringField())


def fields() -> list[IvkField[Any]]:
    return [texts(), IvkSingleOrCollectionField(element=IvkStringField()), IvkAnyField()]


SOURCES = {
    "generator": lambda: (letter for letter in "ab"),
    "map": lambda: map(str, "ab"),
    "iterator": lambda: iter(["a", "b"]),
    "keys": {"a": 1, "b": 2}.keys,
    "values": {1: "a", 2: "b"}.values,
    "list": lambda: ["a", "b"],
}


@pytest.mark.parametrize("field", fields(), ids=lambda field: type(field).__name__)
@pytest.mark.parametrize("source", SOURCES)
def test_every_way_to_assign_reads_all_items(field: IvkField[Any], source: str) -> None:
    make = SOURCES[source]
    fresh = field.model_copy()
    fresh.value = make()
    assert fresh.value == ("a", "b")
    assert field.model_copy().set(make()).value == ("a", "b")
    assert field.accept(make()) == ("a", "b")
    assert field.model_copy().store(field.accept(make())).to_wire() == ["a", "b"]


def test_a_generator_for_the_constructor_is_read() -> None:
    assert IvkCollectionField(element=IvkIntegerField(), value=(n for n in (1, 2))).value == (1, 2)


def test_an_open_text_file_has_its_lines_without_the_line_ends() -> None:
    assert texts().set(io.StringIO("a fox\na hen\r\n")).value == ("a fox", "a hen")


def test_an_open_binary_file_is_no_list() -> None:
    with pytest.raises(FieldValueError, match="BytesIO is not a list"):
        texts().set(io.BytesIO(b"a\nb\n"))


@pytest.mark.parametrize("field", fields(), ids=lambda field: type(field).__name__)
def test_an_iterator_without_items_is_refused(field: IvkField[Any]) -> None:
    used = iter(["a"])
    next(used)
    with pytest.raises(FieldValueError, match="no items, or they were read before"):
        field.set(used)


def test_an_empty_list_is_a_value() -> None:
    assert texts().set([]).value == ()


@pytest.mark.parametrize("endless", [repeat("a"), map(str, count())])
def test_an_iterator_without_an_end_is_refused_with_the_limit(endless: Any) -> None:
    with pytest.raises(FieldValueError, match="more than 1,000,000 items"):
        texts().set(endless)


def test_a_range_is_counted_before_it_is_read() -> None:
    with pytest.raises(FieldValueError, match="1,000,000,000,000 items are more than the limit of 1,000,000"):
        IvkCollectionField(element=IvkIntegerField()).set(range(10**12))


def test_iterators_inside_of_lists_are_read_too() -> None:
    assert IvkAnyField().set([(n for n in (1, 2)), {"a": map(str, (3,))}]).to_wire() == [[1, 2], {"a": ["3"]}]


def test_other_sequences_are_lists() -> None:
    assert texts().set(deque(["a", "b"])).value == ("a", "b")
    assert read_items(range(3), limit=MAX_ITEMS) == (0, 1, 2)
