"""Matching of keys, hashes and names to installed models."""

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
def test_the_error_for_an_ambiguous_name_lists_the_models(name):
    with pytest.raises(AmbiguousModelError, match=r"(?s)2 models.*sdxl main, key 1.*sd-1 main, key 3"):
        match_model(name, INSTALLED, types=["main"])
    assert match_model(name, INSTALLED, types=["main"], bases=["sd-1"]).key == "3"


@pytest.mark.parametrize("wanted", ["2", "hash-2"])
def test_a_key_and_a_hash_identify_a_model(wanted):
    assert match_model(wanted, INSTALLED).key == "2"


def test_an_exact_match_takes_precedence_over_one_that_ignores_the_case():
    assert match_model("Other", INSTALLED).key == "4"
    assert match_model("other", INSTALLED).key == "5"
    with pytest.raises(AmbiguousModelError):
        match_model("OTHER", INSTALLED)


def test_the_base_any_allows_every_model():
    assert match_model("Dream", INSTALLED, bases=["any"], types=["vae"]).key == "2"


def test_the_error_for_an_unknown_name_suggests_suitable_models():
    with pytest.raises(ModelNotFoundError, match=r"(?s)no model 'Dreem'.*'Dream'"):
        match_model("Dreem", INSTALLED, types=["vae"])
