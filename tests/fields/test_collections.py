"""Lists, and inputs that take one value or a list."""

import pytest

from ivk_fields import (
    FieldRegistry,
    FieldType,
    FieldValueError,
    InputSpec,
    IvkCollectionField,
    IvkIntegerField,
    LocalImage,
)

SIZES = InputSpec("sizes", FieldType("IntegerField", "COLLECTION"), minimum=64, min_items=1, max_items=3)
SCALES = InputSpec("cfg_scale", FieldType("FloatField", "SINGLE_OR_COLLECTION"), minimum=1)
IMAGES = InputSpec("images", FieldType("ImageField", "COLLECTION"))

registry = FieldRegistry()


@pytest.mark.parametrize("value", [[64, 128], (64.0, 128), iter([64, 128]), {64: "a", 128: "b"}.keys()])
def test_a_list_takes_any_iterable(value: object) -> None:
    assert registry.make(SIZES).set(value).to_wire() == [64, 128]


@pytest.mark.parametrize("value", [[], [64] * 4, [64, 8], [64, "x"], [64, None], "64", b"64", {64: 64}, 64])
def test_the_length_of_a_list_and_its_elements_are_checked(value: object) -> None:
    with pytest.raises(FieldValueError):
        registry.make(SIZES).set(value)


def test_an_error_names_the_index_of_the_element() -> None:
    with pytest.raises(FieldValueError, match="item 1: it is not at least 64"):
        registry.make(SIZES).set([64, 8])


def test_a_list_is_lengthened_by_assigning_a_longer_one() -> None:
    field = registry.make(SIZES, [64])
    field.value = (*field.value, 128)
    assert field.to_wire() == [64, 128]


def test_a_list_cannot_change_without_an_assignment() -> None:
    raw = [64]
    field = registry.make(SIZES, raw)
    assert field.value == (64,)
    assert not hasattr(field.value, "append")


def test_a_list_of_images_may_mix_local_images_and_those_of_the_server() -> None:
    field = registry.make(IMAGES).set(["a.png", b"\x89PNG"])
    assert field.unresolved() == (LocalImage(b"\x89PNG"),)
    assert field.to_wire(lambda _: "b.png") == [{"image_name": "a.png"}, {"image_name": "b.png"}]


@pytest.mark.parametrize(("value", "wire"), [(7, 7.0), ([7, 7.5], [7.0, 7.5]), ((), [])])
def test_one_value_and_a_list_are_both_accepted(value: object, wire: object) -> None:
    assert registry.make(SCALES).set(value).to_wire() == wire


@pytest.mark.parametrize("value", [0, [7, 0], "7", [[7]]])
def test_one_value_and_a_list_are_both_checked(value: object) -> None:
    with pytest.raises(FieldValueError):
        registry.make(SCALES).set(value)


@pytest.mark.parametrize(("text", "wire"), [("[64, 128]", [64, 128]), ("64", [64])])
def test_a_list_is_parsed_from_text(text: str, wire: list[int]) -> None:
    assert registry.make(SIZES).set_text(text).to_wire() == wire


def test_a_list_field_can_be_constructed_with_the_field_of_its_elements() -> None:
    field = IvkCollectionField[int](element=IvkIntegerField(maximum=9), value=[1, 2])  # type: ignore[arg-type]
    assert field.value == (1, 2)
    with pytest.raises(FieldValueError):
        field.set([10])
