"""Replacing the models that a workflow was saved with by models of the server."""

import pytest

from ivk_workflows import ModelNotFoundError


def record(name, base="sdxl", kind="main", hash_="blake3:0"):
    return {"key": f"old-{name}", "hash": hash_, "name": name, "base": base, "type": kind}


@pytest.fixture
def models(client):
    """Return the models of the server by name."""
    answer = client.call("list_model_records")
    return {each["name"]: each for each in answer["models"]}


@pytest.fixture
def loading(builder, workflows):
    """Return a function that makes a workflow which loads a main model and a VAE."""

    def loaders(main, vae):
        nodes = (
            builder.node("sdxl_model_loader", "Loader", model=main),
            builder.node("vae_loader", "VAE", vae_model=vae),
        )
        builder.show((nodes[0], "model"), (nodes[1], "vae_model"))
        return workflows.create_workflow(builder.document)

    return loaders


def test_models_are_found_by_name_and_returned_in_pairs(loading, models):
    workflow = loading(record("embedded-sdxl"), record("embedded-sdxl-vae", kind="vae"))
    rebound = workflow.sync_dnn_model()
    assert [(each.field_name, each.old["key"], each.new["key"], each.matched_by) for each in rebound] == [
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
    (rebound, _) = loading(
        main, record("x", hash_=models["embedded-sdxl-vae"]["hash"], kind="vae")
    ).sync_dnn_model(by_name=False)
    assert (rebound.matched_by, rebound.new["name"]) == ("hash", "embedded-sdxl")


def test_a_model_of_the_same_base_is_used_only_on_request(loading):
    workflow = loading(record("Gone"), record("Gone VAE", kind="vae"))
    assert workflow.sync_dnn_model() == []
    assert {each.new["name"] for each in workflow.sync_dnn_model(by_base=True)} == {
        "embedded-sdxl",
        "embedded-sdxl-vae",
    }
    assert workflow.check() == []


def test_a_replacement_names_the_model_to_use(loading):
    workflow = loading(record("Gone"), record("embedded-sdxl-vae", kind="vae"))
    rebound = workflow.sync_dnn_model(models={"Gone": "embedded-sdxl"})
    assert [each.matched_by for each in rebound] == ["request", "name"]


def test_a_replacement_that_is_not_installed_changes_nothing(loading):
    workflow = loading(record("embedded-sdxl"), record("Gone VAE", kind="vae"))
    with pytest.raises(ModelNotFoundError, match="'Missing'"):
        workflow.sync_dnn_model(models={"Gone VAE": "Missing"})
    assert workflow.touched == {}


def test_installed_models_are_not_replaced(loading, models):
    workflow = loading(models["embedded-sdxl"], models["embedded-sdxl-vae"])
    assert workflow.sync_dnn_model(by_base=True) == []
    assert workflow.touched == {}


@pytest.mark.parametrize("part", ["name", "key", "hash"])
def test_a_model_is_set_by_name_key_or_hash(loading, models, part):
    main = models["embedded-sdxl"]
    workflow = loading(record("Gone"), models["embedded-sdxl-vae"]).set(model=main[part])
    sent = workflow.to_enqueue_body()["batch"]["graph"]["nodes"]["sdxl_model_loader-0"]["model"]
    assert sent == {each: main[each] for each in ("key", "hash", "name", "base", "type")}


def test_a_model_of_another_type_is_not_found_by_its_name(loading, models):
    workflow = loading(record("Gone"), models["embedded-sdxl-vae"]).set(model="embedded-sdxl-vae")
    with pytest.raises(ModelNotFoundError, match="'embedded-sdxl-vae'"):
        workflow.check()


def test_the_definition_keeps_the_models_it_was_read_with(loading):
    workflow = loading(record("embedded-sdxl"), record("embedded-sdxl-vae", kind="vae"))
    before = workflow.definition.to_dict()
    workflow.sync_dnn_model()
    assert workflow.definition.to_dict() == before
