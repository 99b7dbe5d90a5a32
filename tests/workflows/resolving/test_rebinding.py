"""Which model of a server takes the place of one that a workflow was saved with."""

import pytest

from ivk_models import AmbiguousModelError, DnnModel, ModelNotFoundError
from ivk_workflows.resolving.rebinding import ModelMention, rebind_models


def model(key, name, base="sdxl", type_="main", hash_=""):
    return {"key": key, "hash": hash_ or f"hash-{key}", "name": name, "base": base, "type": type_}


def installed(*models):
    return [DnnModel.model_validate(each) for each in models]


HERE = installed(
    model("1", "Dream"),
    model("2", "Dream", type_="vae"),
    model("3", "Dream", base="sd-1"),
    model("4", "Other", base="flux"),
)


def rebound(old, models=HERE, **options):
    mention = ModelMention("loader", "model", old)
    return [(each.matched_by, each.new["key"]) for each in rebind_models([mention], models, **options)]


def test_the_same_hash_is_the_same_model_whatever_it_is_called():
    assert rebound(model("x", "Renamed", hash_="hash-1")) == [("hash", "1")]


def test_the_hash_counts_more_than_the_name():
    assert rebound(model("x", "Other", base="sdxl", hash_="hash-1")) == [("hash", "1")]


def test_a_name_counts_within_the_same_type_and_base_only():
    assert rebound(model("x", "Dream")) == [("name", "1")]
    assert rebound(model("x", "Dream", type_="vae")) == [("name", "2")]
    assert rebound(model("x", "Dream", type_="lora")) == []
    assert rebound(model("x", "Dream"), by_name=False) == []


def test_the_only_model_of_a_base_will_do_when_that_is_asked_for():
    assert rebound(model("x", "Gone", base="flux")) == []
    assert rebound(model("x", "Gone", base="flux"), by_base=True) == [("base", "4")]
    assert rebound(model("x", "Gone", base="flux", type_="lora"), by_base=True) == []


def test_a_model_that_is_there_is_left_alone():
    assert rebound(model("1", "Dream")) == []


def test_several_that_fit_are_an_error_that_lists_them():
    twins = installed(model("1", "Dream"), model("2", "Dream"))
    with pytest.raises(AmbiguousModelError, match=r"(?s)'Dream'.*key 1.*key 2.*models=\{\"Dream\"") as raised:
        rebound(model("x", "Dream"), twins)
    assert len(raised.value.candidates) == 2


@pytest.mark.parametrize("wish", ["2", "hash-2", "Two"])
def test_a_wish_settles_it_by_key_hash_or_name(wish):
    twins = installed(model("1", "Dream"), model("2", "Two"))
    assert rebound(model("x", "Dream"), twins, replacements={"Dream": wish}) == [("request", "2")]


def test_a_wish_counts_also_for_a_model_that_is_there():
    assert rebound(model("4", "Other", base="flux"), replacements={"Other": "1"}) == [("request", "1")]


def test_a_wish_for_a_model_that_nobody_has_is_refused():
    with pytest.raises(ModelNotFoundError, match="'Nobody'"):
        rebound(model("x", "Dream"), replacements={"Dream": "Nobody"})


def test_a_wish_for_a_model_of_another_type_is_refused():
    with pytest.raises(ModelNotFoundError):
        rebound(model("x", "Dream"), replacements={"Dream": "2"})


def test_what_was_replaced_reads_as_a_line_and_unpacks_as_a_pair():
    (told,) = rebind_models([ModelMention("loader", "model", model("x", "Renamed", hash_="hash-1"))], HERE)
    old, new = told
    assert (old["key"], new["key"]) == ("x", "1")
    assert str(told) == "model: 'Renamed' -> 'Dream' (by hash)"


def test_a_submodel_stays_what_it_is():
    mention = ModelMention("loader", "model", {**model("x", "Dream"), "submodel_type": "unet"})
    (found,) = rebind_models([mention], HERE)
    assert (found.new["key"], found.new["submodel_type"]) == ("1", "unet")
    assert found.old["key"] == "x"
