"""What lists and records name on the server is treated like a single reference."""

import pytest

from ivk_core import Client
from ivk_fields import FieldValueError
from ivk_workflows import (
    AmbiguousModelError,
    ModelNotFoundError,
    WorkflowCheckError,
    WorkflowRepository,
)

BOTH = pytest.mark.parametrize(
    "server_url", ["embedded", pytest.param("live", marks=pytest.mark.live)], indirect=True
)
GONE = {"key": "gone", "hash": "h", "name": "Gone", "base": "sdxl", "type": "lora"}


def model(number, name, base, kind="lora"):
    return {
        "key": f"lora-{number}",
        "hash": f"blake3:lora-{number}",
        "name": name,
        "base": base,
        "type": kind,
    }


LORAS = [
    model(1, "Ink", "sdxl"),
    model(2, "Ink", "sd-1"),
    model(3, "Clay", "sdxl"),
    model(4, "Twice", "sd-1"),
    model(5, "Twice", "sd-2"),
    model(6, "Wash", "flux"),
]


@pytest.fixture
def with_loras(monkeypatch):
    """Return the workflows of an embedded server that has LoRAs."""
    records = pytest.importorskip("ivk_devserver.storage.model_records")
    server = pytest.importorskip("ivk_devserver.server")
    template = records.SEED_MODELS[0]
    added = [{**template, **each, "format": "lycoris"} for each in LORAS]
    monkeypatch.setattr(records, "SEED_MODELS", [*records.SEED_MODELS, *added])
    with server.DevServer() as running, Client(running.url) as client:
        yield client.repository(WorkflowRepository)


@pytest.fixture
def lora_list(builder):
    """Return a document with a list of LoRAs, on a node of some type."""

    def document(loras, node_type="sdxl_lora_collection_loader", **values):
        node = builder.node(node_type, "LoRAs", loras=loras, **values)
        builder.show((node, "loras"))
        return builder.document

    return document


def sent(workflow, node="sdxl_lora_collection_loader-0"):
    return workflow.to_enqueue_body()["batch"]["graph"]["nodes"][node]


@BOTH
def test_a_main_model_is_no_lora_and_the_error_names_the_input(client, workflows, lora_list):
    main = next(
        each
        for each in client.call("list_model_records")["models"]
        if each["base"] == "sd-1" and each["type"] == "main"
    )
    by_name = workflows.create_workflow(lora_list([])).set(loras=[main["name"]])
    with pytest.raises(ModelNotFoundError) as raised:
        by_name.check()
    message = f"{main['name']!r} is an sd-1 main model, and the input takes sdxl lora."
    assert str(raised.value).startswith(f"[0] LoRAs (LoRAs.loras): {message}")
    with pytest.raises(FieldValueError, match="is an sd-1 main model, and the input takes sdxl, lora"):
        by_name.set(loras=[main])


@BOTH
def test_a_model_of_another_base_is_refused_when_the_base_is_known(client, workflows, builder):
    models = {
        each["base"]: each for each in client.call("list_model_records")["models"] if each["type"] == "main"
    }
    loader = builder.node("sdxl_model_loader", "Loader")
    builder.show((loader, "model"))
    workflow = workflows.create_workflow(builder.document)
    name = models["sd-1"]["name"]
    with pytest.raises(FieldValueError, match=f"{name!r} is an sd-1 main model, and the input takes sdxl"):
        workflow.set(model=models["sd-1"])
    with pytest.raises(ModelNotFoundError, match=f"{name!r} is an sd-1 main model, and the input takes sdxl"):
        workflow.set(model=name).check()
    with pytest.raises(ModelNotFoundError, match=f"has: {models['sdxl']['name']!r}"):
        workflow.set(model="nothing like it").check()


@BOTH
def test_a_missing_lora_in_a_list_is_reported_whether_set_or_saved(workflows, lora_list, queued):
    saved = workflows.create_workflow(lora_list([{"lora": GONE, "weight": 0.5}]))
    (problem,) = [each for each in saved.check() if each.kind == "unavailable"]
    assert problem.severity == "error"
    assert "the workflow names 'Gone' (sdxl lora)" in problem.message
    assert "sync_dnn_model()" in problem.hint
    before = queued()
    with pytest.raises(WorkflowCheckError, match="Gone"):
        saved.submit_sync()
    assert queued() == before
    chosen = saved.copy().set(loras=[{"lora": {**GONE, "name": "Lost"}}])
    assert ["it was set to 'Lost' (sdxl lora)" in each.message for each in chosen.check()] == [True]
    # The GUI keeps such a list, so the body does too.
    assert sent(saved)["loras"] == [{"lora": GONE, "weight": 0.5}]


@BOTH
def test_a_lora_that_an_edge_replaces_is_not_missing(workflows, builder):
    selector = builder.node("lora_selector", "Pick", lora={**GONE, "base": "sdxl"})
    collect = builder.node("collect", "All")
    loader = builder.node(
        "sdxl_lora_collection_loader", "LoRAs", loras=[{"lora": {**GONE, "key": "behind"}, "weight": 1}]
    )
    builder.edge(selector, "lora", collect, "item")
    builder.edge(collect, "collection", loader, "loras")
    problems = workflows.create_workflow(builder.document).check()
    assert [each.node_label for each in problems if each.kind == "unavailable"] == ["Pick"]


def test_a_lora_in_a_list_is_found_by_name_within_the_limits_of_the_node(with_loras, lora_list):
    workflow = with_loras.create_workflow(lora_list([]))
    workflow.set(loras=["Ink", ("Clay", 0.25), {"lora": "Ink", "weight": 0.5}, {"lora": LORAS[2]}])
    assert workflow.check() == []
    keys = [(each["lora"]["key"], each["weight"]) for each in sent(workflow)["loras"]]
    assert keys == [("lora-1", 1.0), ("lora-3", 0.25), ("lora-1", 0.5), ("lora-3", 1.0)]
    with pytest.raises(
        ModelNotFoundError, match="'Wash' is a flux lora model, and the input takes sdxl lora"
    ):
        workflow.set(loras=["Ink", "Wash"]).check()
    with pytest.raises(ModelNotFoundError, match="'Clay'"):
        workflow.set(loras=["Cley"]).check()


def test_loras_in_a_list_are_replaced_by_name_hash_and_request(with_loras, lora_list):
    document = lora_list(
        [
            {"lora": model("x", "Ink", "sdxl"), "weight": 0.3},
            {"lora": LORAS[2], "weight": 0.4},
            {"lora": {**model("y", "Renamed", "sdxl"), "hash": LORAS[2]["hash"]}, "weight": 0.5},
            {"lora": model("z", "Gone", "sdxl"), "weight": 0.6},
        ]
    )
    workflow = with_loras.create_workflow(document)
    rebound = workflow.sync_dnn_model(models={"Gone": "Ink"})
    assert [(each.part, each.matched_by, each.new["key"]) for each in rebound] == [
        (0, "name", "lora-1"),
        (2, "hash", "lora-3"),
        (3, "request", "lora-1"),
    ]
    assert workflow.check() == []
    keys = [(each["lora"]["key"], each["weight"]) for each in sent(workflow)["loras"]]
    assert keys == [("lora-1", 0.3), ("lora-3", 0.4), ("lora-3", 0.5), ("lora-1", 0.6)]


def test_loras_of_an_old_file_are_replaced_in_their_list(with_loras, lora_list):
    old = [
        {"lora": {"model_name": "Ink", "base_model": "sd-1"}, "weight": 0.7},
        {"lora": "sd-1/lora/Twice"},
    ]
    workflow = with_loras.create_workflow(lora_list(old, "lora_collection_loader"))
    rebound = workflow.sync_dnn_model()
    assert [each.new["key"] for each in rebound] == ["lora-2", "lora-4"]
    loras = sent(workflow, "lora_collection_loader-0")["loras"]
    assert [(each["lora"]["key"], each["weight"]) for each in loras] == [("lora-2", 0.7), ("lora-4", 1.0)]


def test_an_old_lora_without_a_base_that_several_bases_have_is_ambiguous(with_loras, lora_list):
    workflow = with_loras.create_workflow(lora_list([{"lora": "Twice"}], "lora_collection_loader"))
    with pytest.raises(AmbiguousModelError, match="sd-2"):
        workflow.sync_dnn_model()


def test_models_in_the_rows_of_a_map_are_found_like_single_ones(with_loras, lora_list):
    workflow = with_loras.create_workflow(lora_list([]))
    with pytest.raises(ModelNotFoundError, match=r"LoRAs\.loras.*'Wash' is a flux lora"):
        workflow.map([{"loras": ["Ink"]}, {"loras": ["Wash"]}])
    with pytest.raises(WorkflowCheckError, match="'Gone'"):
        workflow.map([{"loras": ["Ink"]}, {"loras": [{"lora": GONE}]}])


@BOTH
def test_a_missing_image_in_a_collection_is_refused_if_it_was_set(workflows, builder, queued):
    images = builder.node("image_collection", "Pictures", images=[{"image_name": "saved-and-gone.png"}])
    builder.show((images, "images"))
    workflow = workflows.create_workflow(builder.document)
    # The GUI takes it out of a saved list.
    assert [(each.kind, each.severity) for each in workflow.check()] == [("unavailable", "warning")]
    before = queued()
    with pytest.raises(WorkflowCheckError, match=r"it was set to 'gone\.png'"):
        workflow.set(images=["gone.png"]).submit_sync()
    assert queued() == before


@BOTH
def test_a_missing_image_in_the_lists_of_a_sweep_is_refused(workflows, builder, queued):
    images = builder.node("image_collection", "Pictures", images=[])
    builder.show((images, "images"))
    workflow = workflows.create_workflow(builder.document)
    before = queued()
    swept = workflow.sweep(product={"images": [[], ["gone.png"]]})
    with pytest.raises(WorkflowCheckError, match=r"'gone\.png', and the server has no such image"):
        swept.submit_sync()
    with pytest.raises(WorkflowCheckError, match=r"'gone\.png', and the server has no such image"):
        workflow.map([{"images": []}, {"images": ["gone.png"]}])
    assert queued() == before


@BOTH
def test_a_missing_image_in_an_open_list_is_refused_only_if_it_was_set(workflows, builder):
    gone = [{"image_name": "gone.png"}]
    each = builder.node("iterate", "Each", collection=gone)
    builder.show((each, "collection"))
    workflow = workflows.create_workflow(builder.document)
    assert [found for found in workflow.check() if found.kind == "unavailable"] == []
    chosen = workflow.set(collection=gone)
    assert [found.severity for found in chosen.check() if found.kind == "unavailable"] == ["error"]


@BOTH
def test_metadata_may_name_what_the_server_does_not_have(workflows, builder):
    builder.node("add", "Sum")
    builder.node("core_metadata", "Metadata", loras=[{"model": GONE, "weight": 1}], ref={"image_name": "x"})
    problems = workflows.create_workflow(builder.document).check()
    assert [each for each in problems if each.kind == "unavailable"] == []


@BOTH
def test_a_generator_of_the_images_on_a_missing_board_is_refused_if_it_was_set(workflows, builder):
    generator = builder.node("image_generator", "Pictures")
    builder.show((generator, "generator"))
    settings = {
        "type": "image_generator_images_from_board",
        "board_id": "0fab1f51-7a4c-4a9e-8b1b-0d6f8a3f2c11",
        "category": "images",
    }
    workflow = workflows.create_workflow(builder.document).set(generator=settings)
    (problem,) = [each for each in workflow.check() if each.kind == "unavailable"]
    assert "the server has no such board" in problem.message
