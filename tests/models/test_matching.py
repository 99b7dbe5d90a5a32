"""Which model is meant by a key, a hash or a name."""

import pytest

from ivk_models import AmbiguousModelError, DnnModel, ModelNotFoundError
from ivk_models.models.matching import match_model


def model(key, name, base="sdxl", type_="main"):
    record = {"key": key, "hash": f"hash-{key}", "name": name, "base": base, "type": type_}
    return DnnModel.model_validate(record)


INSTALLED = [
    model("1", "Dream"),
    model("2", "Dream", type_="vae"),
    model("3", "Dream", base="sd-1"),
    model("4", "Other", base="flux"),
    model("5", "other", base="flux"),
]


@pytest.mark.parametrize("name", ["Dream", "dream"])
def test_several_models_of_a_name_are_listed(name):
    with pytest.raises(AmbiguousModelError, match=r"(?s)2 models.*sdxl main, key 1.*sd-1 main, key 3"):
        match_model(name, INSTALLED, types=["main"])
    assert match_model(name, INSTALLED, types=["main"], bases=["sd-1"]).key == "3"


@pytest.mark.parametrize("wanted", ["2", "hash-2"])
def test_a_key_and_a_hash_identify_a_model(wanted):
    assert match_model(wanted, INSTALLED).key == "2"


def test_case_decides_between_names_that_differ_in_nothing_else():
    assert match_model("Other", INSTALLED).key == "4"
    assert match_model("other", INSTALLED).key == "5"
    with pytest.raises(AmbiguousModelError):
        match_model("OTHER", INSTALLED)


def test_an_input_for_any_base_takes_every_model():
    assert match_model("Dream", INSTALLED, bases=["any"], types=["vae"]).key == "2"


def test_the_error_for_an_unknown_name_suggests_models_that_fit():
    with pytest.raises(ModelNotFoundError, match=r"(?s)no model 'Dreem'.*'Dream'"):
        match_model("Dreem", INSTALLED, types=["vae"])
