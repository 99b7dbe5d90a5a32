"""Choices are accepted as the server, the GUI or another program writes them."""

import json

import pytest

from ivk_fields import (
    FieldRegistry,
    FieldType,
    FieldValueError,
    InputSpec,
    IvkColorModeField,
    IvkEnumField,
    IvkInterpolationField,
    IvkSchedulerField,
    SchedulerName,
)

PRESET = InputSpec(
    "dype_preset",
    FieldType("EnumField"),
    choices=("off", "area", "4k"),
    ui_choice_labels={"area": "Area (auto)", "4k": "4K Optimized"},
)


@pytest.mark.parametrize(
    ("written", "meant"), [("4k", "4k"), ("4K", "4k"), ("4K Optimized", "4k"), ("area (AUTO)", "area")]
)
def test_a_choice_is_accepted_by_its_value_and_by_its_label(written: str, meant: str) -> None:
    assert FieldRegistry().make(PRESET).set(written).to_wire() == meant


def test_a_misspelt_choice_is_rejected_with_a_suggestion() -> None:
    with pytest.raises(FieldValueError, match=r"did you mean 'area'\?.*one of off \| area \| 4k"):
        FieldRegistry().make(PRESET).set("aera")


def test_a_spelling_of_two_choices_is_ambiguous() -> None:
    with pytest.raises(FieldValueError, match="may mean any of a_b, a-b"):
        IvkEnumField(choices=("a_b", "a-b")).set("AB")


def test_an_exact_choice_is_never_ambiguous() -> None:
    assert IvkEnumField(choices=("a_b", "a-b")).set("a-b").value == "a-b"


def test_choices_may_be_numbers() -> None:
    field = IvkEnumField(choices=(256, 512))
    assert field.set("512").to_wire() == 512
    with pytest.raises(FieldValueError):
        field.set(300)


def test_a_form_may_narrow_the_choices() -> None:
    field = FieldRegistry().make(PRESET.narrowed(choices=("off", "area")))
    with pytest.raises(FieldValueError):
        field.set("4k")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("euler_a", SchedulerName.EULER_A),
        ("Euler a", SchedulerName.EULER_A),
        ("Euler Ancestral", SchedulerName.EULER_A),
        ("DPM++ 2M SDE Karras", SchedulerName.DPMPP_2M_SDE_K),
        ("dpm++ 3m", SchedulerName.DPMPP_3M),
        ("DPM2 a Karras", SchedulerName.KDPM_2_A_K),
        ("UniPC", SchedulerName.UNIPC),
        (SchedulerName.LCM, SchedulerName.LCM),
    ],
)
def test_a_scheduler_is_accepted_by_all_its_names(written: str, meant: SchedulerName) -> None:
    field = IvkSchedulerField(value=written)
    assert field.value is meant
    assert json.dumps(field.to_wire()) == f'"{meant.value}"'


def test_nonsense_is_no_scheduler() -> None:
    with pytest.raises(FieldValueError, match="is not one of the choices"):
        IvkSchedulerField(value="nonsense")


def test_a_scheduler_of_a_newer_server_is_accepted_if_the_server_has_it() -> None:
    field = IvkSchedulerField(choices=("euler", "warp_drive"))
    assert field.set("Warp Drive").to_wire() == "warp_drive"


def test_a_scheduler_that_this_input_does_not_have_is_rejected() -> None:
    with pytest.raises(FieldValueError):
        IvkSchedulerField(choices=("euler", "heun")).set("Euler a")


def test_an_unknown_choice_in_a_workflow_is_kept() -> None:
    field = FieldRegistry().make(PRESET, "16k")
    assert (field.value, field.to_wire()) == ("16k", "16k")
    assert "16k" in str(field.problem())


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        (("nearest", "bilinear", "lanczos"), IvkInterpolationField),
        (("RGB", "RGBA"), IvkColorModeField),
        (("nearest", "floor", "ceiling"), IvkEnumField),
    ],
)
def test_the_choices_of_an_input_decide_its_family(choices: tuple[str, ...], expected: type) -> None:
    spec = InputSpec("mode", FieldType("EnumField"), choices=choices)
    assert FieldRegistry().field_class_for(spec) is expected
