"""A spec is plain data that a form may narrow but not widen."""

from ivk_fields.spec import FieldType, InputSpec

STEPS = InputSpec("steps", FieldType("IntegerField"), minimum=1, maximum=100)
MODE = InputSpec(
    "mode", FieldType("EnumField"), choices=("a", "b", "c"), choice_labels={"a": "Ay", "b": "Bee"}
)


def test_name_and_type_are_all_a_spec_needs() -> None:
    spec = InputSpec("steps", FieldType("IntegerField"))
    assert (spec.type.cardinality, spec.required, spec.choices) == ("SINGLE", False, None)


def test_narrowing_keeps_the_tighter_limit() -> None:
    assert STEPS.narrowed(minimum=0, maximum=30) == InputSpec(
        "steps", FieldType("IntegerField"), minimum=1, maximum=30
    )


def test_narrowing_does_not_change_the_original() -> None:
    STEPS.narrowed(maximum=2)
    assert STEPS.maximum == 100


def test_narrowed_choices_are_those_that_the_server_has_too() -> None:
    assert MODE.narrowed(choices=("c", "a", "z")).choices == ("c", "a")


def test_narrowing_an_open_input_takes_the_choices_of_the_form() -> None:
    assert InputSpec("mode", FieldType("StringField")).narrowed(choices=("x",)).choices == ("x",)


def test_labels_of_the_ui_replace_those_of_the_schema() -> None:
    spec = InputSpec(
        "m", FieldType("EnumField"), choice_labels={"a": "A", "b": "B"}, ui_choice_labels={"a": "Alpha"}
    )
    assert spec.labels() == {"a": "Alpha", "b": "B"}


def test_a_spec_can_be_a_dictionary_key() -> None:
    assert {STEPS: 1, MODE: 2}[STEPS] == 1


def test_a_type_is_described_in_words() -> None:
    assert str(FieldType("ImageField", "COLLECTION")) == "list of ImageField"
