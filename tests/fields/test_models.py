"""A model is accepted by anything that identifies it, and looked up unless it is complete."""

from enum import StrEnum
from types import SimpleNamespace

import pytest

from ivk_fields import (
    FieldRegistry,
    FieldType,
    FieldValueError,
    InputSpec,
    IvkLoRAField,
    IvkModelIdentifierField,
    IvkTransformerField,
    IvkUNetField,
    LoraRef,
    ModelRef,
)


class Base(StrEnum):
    SDXL = "sdxl"


FULL = {"key": "k", "hash": "blake3:1", "name": "Juggernaut", "base": "sdxl", "type": "main"}
LORA = {**FULL, "name": "Detail", "type": "lora"}
SDXL_MAIN = InputSpec(
    "model", FieldType("ModelIdentifierField"), ui_model_base=("sdxl",), ui_model_type=("main",)
)


@pytest.mark.parametrize("wanted", ["Juggernaut", "blake3:1", "0fab1f51-7a4c-4a9e-8b1b-0d6f8a3f2c11"])
def test_a_string_must_be_looked_up(wanted: str) -> None:
    field = IvkModelIdentifierField().set(wanted)
    (pending,) = field.unresolved()
    assert isinstance(pending, ModelRef)
    assert pending.wanted == wanted


def test_a_looked_up_model_is_sent_in_full() -> None:
    assert IvkModelIdentifierField().set("Juggernaut").to_wire(lambda _: FULL) == FULL


@pytest.mark.parametrize("record", [dict, SimpleNamespace, ModelRef])
def test_a_complete_record_is_not_looked_up(record: object) -> None:
    field = IvkModelIdentifierField().set(record(**FULL))  # type: ignore[operator]
    assert field.unresolved() == ()
    assert field.to_wire() == FULL


def test_other_keys_of_a_model_record_are_not_sent() -> None:
    record = {**FULL, "path": "/models/x", "description": None, "base": Base.SDXL}
    assert IvkModelIdentifierField().set(record).to_wire() == FULL


def test_an_incomplete_record_is_looked_up_by_its_key() -> None:
    (pending,) = IvkModelIdentifierField().set({"key": "k", "name": "n"}).unresolved()
    assert str(pending) == "n"
    assert isinstance(pending, ModelRef)
    assert pending.wanted == "k"


def test_an_unknown_base_is_kept() -> None:
    raw = {**FULL, "base": "flux9", "type": "dream_encoder"}
    field = FieldRegistry().make(InputSpec("model", FieldType("ModelIdentifierField")), raw)
    assert isinstance(field.value, ModelRef)
    assert (field.value.base, field.value.type, field.to_wire()) == ("flux9", "dream_encoder", raw)


def test_a_submodel_type_is_kept() -> None:
    raw = {**FULL, "submodel_type": "vae"}
    assert IvkModelIdentifierField().set(raw).to_wire() == raw


@pytest.mark.parametrize("part", [{"base": "sd-1"}, {"type": "vae"}])
def test_a_model_of_the_wrong_base_or_type_is_rejected(part: dict[str, str]) -> None:
    field = FieldRegistry().make(SDXL_MAIN)
    with pytest.raises(FieldValueError, match="base sdxl, type main"):
        field.set({**FULL, **part})


def test_a_name_that_resolves_to_a_model_of_the_wrong_base_is_rejected() -> None:
    field = FieldRegistry().make(SDXL_MAIN).set("Juggernaut")
    with pytest.raises(FieldValueError):
        field.to_wire(lambda _: {**FULL, "base": "sd-1"})


@pytest.mark.parametrize("value", ["", {}, {"base": "sdxl"}, 3, [], object()])
def test_what_identifies_no_model_is_rejected(value: object) -> None:
    with pytest.raises(FieldValueError):
        IvkModelIdentifierField().set(value)


def test_a_lora_is_a_model_with_an_optional_weight() -> None:
    lora = {"lora": LORA, "weight": 0.5}
    for value in ((LORA, 0.5), lora, LoraRef.parse(lora)):
        assert IvkLoRAField().set(value).to_wire() == lora
    for value in (LORA, {"lora": LORA}, {"lora": LORA, "weight": None}):
        assert IvkLoRAField().set(value).to_wire() == {"lora": LORA, "weight": 1.0}


def test_a_list_of_loras_is_resolved_one_by_one() -> None:
    field = FieldRegistry().make(InputSpec("loras", FieldType("LoRAField", "SINGLE_OR_COLLECTION")))
    field.value = [("one", 0.5), "two"]
    assert [str(pending) for pending in field.unresolved()] == ["one", "two"]
    wire = field.to_wire(lambda pending: {**LORA, "name": str(pending)})
    assert [(item["lora"]["name"], item["weight"]) for item in wire] == [("one", 0.5), ("two", 1.0)]


def test_the_parts_of_a_loaded_model_are_typed() -> None:
    unet = {"unet": FULL, "scheduler": FULL, "loras": [{"lora": FULL, "weight": 1}], "seamless_axes": ["x"]}
    field = IvkUNetField().set(unet)
    assert field.value is not None
    assert field.value.loras[0].lora.name == "Juggernaut"
    assert field.to_wire() == unet
    with pytest.raises(FieldValueError, match="transformer: Field required"):
        IvkTransformerField().set(unet)
