"""Which model of a server replaces a model that a workflow was saved with."""

import pytest

from ivk_models import AmbiguousModelError, DnnModel, ModelNotFoundError
from ivk_workflows.resolving.rebinding import ModelMention, rebind_models


def model(key, name, base="sdxl", type_="main", hash_=""):
    return {"key": key, "hash": hash_ or f"hash-{key}", "name": name, "base": base, "type": type_}


def installed(*models):
    return [DnnModel.model_validate(each) for each in models]


INSTALLED = installed(
    model("1", "Dream"),
    model("2", "Dream", type_="vae"),
    model("3", "Dream", base="sd-1"),
    model("4", "Other", base="flux"),
)


def rebound(old, models=INSTALLED, **options):
    mention = ModelMention("loader", "model", old)
    return [(each.matched_by, each.new["key"]) for each in rebind_models([mention], models, **options)]


def test_a_model_with_the_same_hash_is_found_under_another_name():
    assert rebound(model("x", "Renamed", hash_="hash-1")) == [("hash", "1")]


def test_the_hash_takes_precedence_over_the_name():
    assert rebound(model("x", "Other", base="sdxl", hash_="hash-1")) == [("hash", "1")]


def test_a_name_is_compared_only_within_the_same_type_and_base():
    assert rebound(model("x", "Dream")) == [("name", "1")]
    assert rebound(model("x", "Dream", type_="vae")) == [("name", "2")]
    assert rebound(model("x", "Dream", type_="lora")) == []
    assert rebound(model("x", "Dream"), by_name=False) == []


def test_the_only_model_of_a_base_is_used_only_on_request():
    assert rebound(model("x", "Gone", base="flux")) == []
    assert rebound(model("x", "Gone", base="flux"), by_base=True) == [("base", "4")]
    assert rebound(model("x", "Gone", base="flux", type_="lora"), by_base=True) == []


def test_an_installed_model_is_not_replaced():
    assert rebound(model("1", "Dream")) == []


def test_several_models_that_fit_are_an_error_that_lists_them():
    models = installed(model("1", "Dream"), model("2", "Dream"))
    with pytest.raises(AmbiguousModelError, match=r"(?s)'Dream'.*key 1.*key 2.*models=\{\"Dream\"") as raised:
        rebound(model("x", "Dream"), models)
    assert len(raised.value.candidates) == 2


@pytest.mark.parametrize("replacement", ["2", "hash-2", "Two"])
def test_a_replacement_can_be_a_key_a_hash_or_a_name(replacement):
    models = installed(model("1", "Dream"), model("2", "Two"))
    assert rebound(model("x", "Dream"), models, replacements={"Dream": replacement}) == [("request", "2")]


def test_a_replacement_also_replaces_an_installed_model():
    assert rebound(model("4", "Other", base="flux"), replacements={"Other": "1"}) == [("request", "1")]


def test_a_replacement_that_is_not_installed_is_an_error():
    with pytest.raises(ModelNotFoundError, match="'Missing'"):
        rebound(model("x", "Dream"), replacements={"Dream": "Missing"})


def test_a_replacement_of_another_type_is_an_error():
    with pytest.raises(ModelNotFoundError):
        rebound(model("x", "Dream"), replacements={"Dream": "2"})


def test_a_rebound_model_prints_as_a_line_and_unpacks_as_a_pair():
    mention = ModelMention("loader", "model", model("x", "Renamed", hash_="hash-1"))
    (found,) = rebind_models([mention], INSTALLED)
    old, new = found
    assert (old["key"], new["key"]) == ("x", "1")
    assert str(found) == "model: 'Renamed' -> 'Dream' (by hash)"


def test_a_submodel_is_kept():
    mention = ModelMention("loader", "model", {**model("x", "Dream"), "submodel_type": "unet"})
    (found,) = rebind_models([mention], INSTALLED)
    assert (found.new["key"], found.new["submodel_type"]) == ("1", "unet")
    assert found.old["key"] == "x"
