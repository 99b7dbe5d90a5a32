"""The registry picks a class by the type of the server; classes of plugins have precedence."""

from collections.abc import Sequence
from typing import Any

import pytest

from ivk_core.errors import PluginError
from ivk_core.plugins import PluginManager, hookimpl
from ivk_fields import (
    MISSING,
    FieldRegistry,
    FieldType,
    InputSpec,
    IvkCollectionField,
    IvkField,
    IvkFloatField,
    IvkImageField,
    IvkIntegerField,
    IvkSchedulerField,
    IvkUnknownField,
    hooks,
)
from ivk_fields.builtin import BUILTIN_FIELDS


def spec(type_name: str, **flags: Any) -> InputSpec:
    return InputSpec("input", FieldType(type_name), **flags)


class AngleField(IvkField[float]):
    """An angle."""

    serves_types = ("AngleField", "FloatField")
    kind = "angle"

    def coerce(self, value: object) -> float:
        return float(str(value)) % 360


class OtherAngleField(AngleField):
    """Another one."""


class Pack:
    def __init__(self, *answer: Any) -> None:
        self.answer = answer

    @hookimpl
    def ivk_register_fields(self) -> Sequence[type[IvkField[Any]]]:
        return self.answer


def registry_with(*packs: Pack) -> FieldRegistry:
    plugins = PluginManager()
    for pack in packs:
        plugins.add(pack)
    plugins.add(hooks)
    plugins.check_pending()
    return FieldRegistry.from_plugins(plugins)


@pytest.mark.parametrize("field_class", BUILTIN_FIELDS, ids=lambda field_class: field_class.__name__)
def test_every_built_in_class_is_the_one_chosen_for_its_types(field_class: type[IvkField[Any]]) -> None:
    for type_name in field_class.serves_types:
        assert FieldRegistry().field_class_for(spec(type_name)) is field_class


def test_the_type_decides_and_not_the_value() -> None:
    field = FieldRegistry().make(spec("FloatField"), 1)
    assert isinstance(field, IvkFloatField)
    assert field.set(0.5).to_wire() == 0.5


def test_the_name_of_an_input_does_not_matter() -> None:
    field = FieldRegistry().make(InputSpec("control_image", FieldType("ImageField")))
    assert isinstance(field, IvkImageField)


def test_a_type_that_no_class_serves_passes_through() -> None:
    raw = {"anything": [1, 2]}
    field = FieldRegistry().make(spec("FromTheFutureField"), raw)
    assert isinstance(field, IvkUnknownField)
    assert field.to_wire() is raw
    assert "FromTheFutureField" in field.describe()


def test_an_input_with_schedulers_as_choices_is_a_scheduler() -> None:
    chosen = FieldRegistry().field_class_for(spec("EnumField", choices=("euler", "heun", "lcm")))
    assert chosen is IvkSchedulerField


def test_the_elements_of_a_list_keep_their_limits() -> None:
    sizes = InputSpec("sizes", FieldType("IntegerField", "COLLECTION"), minimum=64, max_items=2)
    field = FieldRegistry().make(sizes, [64, 128])
    assert isinstance(field, IvkCollectionField)
    assert isinstance(field.element, IvkIntegerField)
    assert field.describe() == "list of: integer, at least 64, at most 2 items"
    assert field.value == (64, 128)


def test_a_registry_makes_independent_fields_of_one_spec() -> None:
    registry, steps = FieldRegistry(), spec("IntegerField", minimum=1)
    first, second = registry.make(steps, 1), registry.make(steps, 2)
    first.value = 9
    assert (first.to_wire(), second.to_wire(), registry.make(steps).to_wire()) == (9, 2, MISSING)


def test_a_spec_with_an_unhashable_default_is_fine() -> None:
    field = FieldRegistry().make(spec("ColorField", default={"r": 0}, has_default=True), None)
    assert field.to_wire() is None


def test_the_built_in_classes_are_registered_through_the_hook() -> None:
    assert registry_with().classes == BUILTIN_FIELDS


def test_a_class_of_a_plugin_has_precedence_over_the_built_in_ones() -> None:
    assert registry_with(Pack(AngleField)).field_class_for(spec("FloatField")) is AngleField


def test_of_two_plugins_the_last_registered_has_precedence() -> None:
    registry = registry_with(Pack(AngleField), Pack(OtherAngleField))
    assert registry.field_class_for(spec("AngleField")) is OtherAngleField


def test_a_list_of_a_type_of_a_plugin_uses_the_class_of_the_plugin() -> None:
    field = registry_with(Pack(AngleField)).make(
        InputSpec("angles", FieldType("AngleField", "COLLECTION")), [370]
    )
    assert field.value == (10,)


def test_a_plugin_that_returns_no_class_is_an_error() -> None:
    with pytest.raises(PluginError, match="'nonsense'"):
        registry_with(Pack("nonsense"))
