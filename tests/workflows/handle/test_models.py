"""Models of the server in the place of those that a workflow was saved with."""

import pytest

from ivk_workflows import ModelNotFoundError


def record(name, base="sdxl", kind="main", hash_="blake3:0"):
    return {"key": f"old-{name}", "hash": hash_, "name": name, "base": base, "type": kind}


@pytest.fixture
def models(client):
    """The models of the server by name."""
    answer = client.call("list_model_records")
    return {each["name"]: each for each in answer["models"]}


@pytest.fixture
def loading(drawing, workflows):
    """Make a workflow that loads a main model and a VAE."""

    def loaders(main, vae):
        nodes = (
            drawing.node("sdxl_model_loader", "Loader", model=main),
            drawing.node("vae_loader", "VAE", vae_model=vae),
        )
        drawing.show((nodes[0], "model"), (nodes[1], "vae_model"))
        return workflows.create_workflow(drawing.document)

    return loaders


def test_models_are_found_by_name_and_told_in_pairs(loading, models):
    workflow = loading(record("embedded-sdxl"), record("embedded-sdxl-vae", kind="vae"))
    told = workflow.sync_dnn_model()
    assert [(each.field_name, each.old["key"], each.new["key"], each.matched_by) for each in told] == [
        ("model", "old-embedded-sdxl", models["embedded-sdxl"]["key"], "name"),
        ("vae_model", "old-embedded-sdxl-vae", models["embedded-sdxl-vae"]["key"], "name"),
    ]
    assert workflow.check() == []
    sent = workflow.to_enqueue_body()["batch"]["graph"]["nodes"]
    assert [node.get("model", node.get("vae_model"))["key"] for node in sent.values()] == [
        models["embedded-sdxl"]["key"],
        models["embedded-sdxl-vae"]["key"],
    ]


def test_a_model_is_found_by_its_hash(loading, models):
    main = record("Another name", hash_=models["embedded-sdxl"]["hash"])
    (told, _) = loading(
        main, record("x", hash_=models["embedded-sdxl-vae"]["hash"], kind="vae")
    ).sync_dnn_model(by_name=False)
    assert (told.matched_by, told.new["name"]) == ("hash", "embedded-sdxl")


def test_the_base_will_do_only_when_that_is_asked_for(loading):
    workflow = loading(record("Gone"), record("Gone VAE", kind="vae"))
    assert workflow.sync_dnn_model() == []
    assert {each.new["name"] for each in workflow.sync_dnn_model(by_base=True)} == {
        "embedded-sdxl",
        "embedded-sdxl-vae",
    }
    assert workflow.check() == []


def test_a_wish_names_the_model_to_take(loading):
    workflow = loading(record("Gone"), record("embedded-sdxl-vae", kind="vae"))
    told = workflow.sync_dnn_model(models={"Gone": "embedded-sdxl"})
    assert [each.matched_by for each in told] == ["request", "name"]


def test_a_wish_that_nobody_can_grant_changes_nothing(loading):
    workflow = loading(record("embedded-sdxl"), record("Gone VAE", kind="vae"))
    with pytest.raises(ModelNotFoundError, match="'Nobody'"):
        workflow.sync_dnn_model(models={"Gone VAE": "Nobody"})
    assert workflow.touched == {}


def test_what_is_there_already_is_left_untouched(loading, models):
    workflow = loading(models["embedded-sdxl"], models["embedded-sdxl-vae"])
    assert workflow.sync_dnn_model(by_base=True) == []
    assert workflow.touched == {}


@pytest.mark.parametrize("part", ["name", "key", "hash"])
def test_a_model_is_set_by_name_key_or_hash(loading, models, part):
    main = models["embedded-sdxl"]
    workflow = loading(record("Gone"), models["embedded-sdxl-vae"]).set(model=main[part])
    sent = workflow.to_enqueue_body()["batch"]["graph"]["nodes"]["sdxl_model_loader-0"]["model"]
    assert sent == {each: main[each] for each in ("key", "hash", "name", "base", "type")}


def test_a_model_of_another_type_is_not_taken_by_its_name(loading, models):
    workflow = loading(record("Gone"), models["embedded-sdxl-vae"]).set(model="embedded-sdxl-vae")
    with pytest.raises(ModelNotFoundError, match="'embedded-sdxl-vae'"):
        workflow.check()


def test_the_definition_keeps_the_models_it_was_read_with(loading):
    workflow = loading(record("embedded-sdxl"), record("embedded-sdxl-vae", kind="vae"))
    before = workflow.definition.to_dict()
    workflow.sync_dnn_model()
    assert workflow.definition.to_dict() == before
