"""Models that old files name without a key: they are shown, checked and replaced by what the file says."""

import pytest

from ivk_fields import LoraRef, ModelRef
from ivk_workflows import ModelNotFoundError

pytestmark = pytest.mark.parametrize(
    "server_url", ["embedded", pytest.param("live", marks=pytest.mark.live)], indirect=True
)


@pytest.fixture
def main_model(client):
    """Return the server's main model of a base."""

    def of(base):
        answer = client.call("list_model_records")
        return next(each for each in answer["models"] if each["base"] == base and each["type"] == "main")

    return of


def old_shapes(name, base="sd-1", kind="main"):
    return {
        "record": {"model_name": name, "base_model": base, "model_type": kind},
        "record without a type": {"model_name": name, "base_model": base},
        "text": f"{base}/{kind}/{name}",
        "without a hash": {"key": "an-old-key", "name": name, "base": base, "type": kind},
        "empty hash": {"key": "an-old-key", "hash": "", "name": name, "base": base, "type": kind},
        "null key": {"key": None, "hash": None, "name": name, "base": base, "type": kind},
        "name": name,
    }


SHAPES = list(old_shapes("x"))


@pytest.mark.parametrize("shape", SHAPES)
def test_an_old_name_is_shown_and_bound_by_name_and_base(builder, workflows, main_model, shape):
    name = main_model("sd-1")["name"]
    loader = builder.node("main_model_loader", "Loader", model=old_shapes(name)[shape])
    builder.show((loader, "model"))
    workflow = workflows.create_workflow(builder.document)
    shown = repr(name) if shape == "name" else f"{name!r} (sd-1 main)"
    expected = f"{name!r} (main)" if shape == "name" else shown
    assert str(workflow["model"]) == expected
    assert expected in repr(workflow["model"])
    assert expected in workflow.describe()
    (stated,) = [each.value for each in workflow.list_inputs()]
    assert stated["name"] == name
    (problem,) = [each for each in workflow.check() if each.severity == "error"]
    assert expected in problem.message
    assert "sync_dnn_model" in problem.hint
    assert "generator" not in str(problem)
    (rebound,) = workflow.sync_dnn_model()
    assert (rebound.matched_by, rebound.new["key"]) == ("name", main_model("sd-1")["key"])
    assert [each for each in workflow.check() if each.severity == "error"] == []
    assert workflow["model"].key == main_model("sd-1")["key"]


def test_the_compiled_body_stays_what_the_gui_posts(builder, workflows):
    old = {"model_name": "gone", "base_model": "sd-1", "model_type": "main"}
    loader = builder.node("main_model_loader", "Loader", model=old)
    body = workflows.create_workflow(builder.document).to_enqueue_body()
    assert body["batch"]["graph"]["nodes"][loader]["model"]["type"] == "float_generator_arithmetic_sequence"


@pytest.mark.parametrize(
    ("node_type", "field", "kind"),
    [
        ("vae_loader", "vae_model", "vae"),
        ("lora_loader", "lora", "lora"),
        ("controlnet", "control_model", "controlnet"),
        ("ip_adapter", "ip_adapter_model", "ip_adapter"),
        ("t2i_adapter", "t2i_adapter_model", "t2i_adapter"),
    ],
)
@pytest.mark.parametrize("shape", ["record", "record without a type", "text", "without a hash"])
def test_every_kind_of_model_keeps_its_old_name(builder, workflows, node_type, field, kind, shape):
    node = builder.node(node_type, "Node", **{field: old_shapes("Old one", "sd-1", kind)[shape]})
    workflow = workflows.create_workflow(builder.document)
    assert str(workflow.node(node).inputs[field].value) == f"'Old one' (sd-1 {kind})"
    assert any(f"'Old one' (sd-1 {kind})" in str(problem) for problem in workflow.check())
    assert workflow.sync_dnn_model() == []


@pytest.mark.parametrize("weight", [{}, {"weight": 0.5}])
@pytest.mark.parametrize("shape", SHAPES[:6])
def test_old_names_in_records_of_a_list_are_shown(builder, workflows, shape, weight):
    loras = [{"lora": old_shapes("Ink", "sdxl", "lora")[shape], **weight}]
    node = builder.node("sdxl_lora_collection_loader", "LoRAs", loras=loras)
    builder.show((node, "loras"))
    workflow = workflows.create_workflow(builder.document)
    (lora,) = workflow["loras"]
    assert isinstance(lora, LoraRef)
    assert isinstance(lora.lora, ModelRef)
    assert str(lora) == f"'Ink' (sdxl lora) at {weight.get('weight', 1.0):g}"
    assert any("'Ink' (sdxl lora)" in str(problem) for problem in workflow.check())


def test_a_list_of_loras_without_weights_is_shown(builder, workflows):
    full = {"key": "k", "hash": "h", "name": "Ink", "base": "sdxl", "type": "lora"}
    node = builder.node("sdxl_lora_collection_loader", "LoRAs", loras=[{"lora": full}])
    builder.show((node, "loras"))
    assert workflows.create_workflow(builder.document)["loras"][0].weight == 1.0


@pytest.mark.parametrize("version", ["1.0.0", "2.0.0"])
@pytest.mark.parametrize("input_type", ["MainModelField", {"name": "MainModelField"}])
def test_formats_one_and_two_keep_names_that_the_gui_refuses(
    builder, workflows, main_model, version, input_type
):
    loader = builder.node("main_model_loader", "Loader")
    data = builder.data(loader)
    data["version"] = "1.0.0"
    # Formats 1 and 2 dropped names that are this short.
    data["inputs"]["model"] |= {"type": input_type, "value": {"model_name": "ab", "base_model": "sd-1"}}
    builder.document["meta"]["version"] = version
    builder.document["exposedFields"] = [{"nodeId": loader, "fieldName": "model"}]
    workflow = workflows.create_workflow(builder.document)
    assert str(workflow["model"]) == "'ab' (sd-1 main)"
    (rebound,) = workflow.sync_dnn_model(models={"ab": main_model("sd-1")["name"]})
    assert str(rebound) == f"model: 'ab' -> {main_model('sd-1')['name']!r} (by request)"


def test_an_old_name_in_a_called_workflow_is_shown_where_it_is_called(client, builder, workflows, catalog):
    old = {"model_name": "Called one", "base_model": "sd-1", "model_type": "main"}
    loader = builder.node("main_model_loader", "Loader", model=old)
    back = builder.node("workflow_return", "Back")
    del back
    builder.show((loader, "model"))
    builder.document["name"] = "called with an old model"
    # As another program saved it: `create` saves what the GUI would, without the old name.
    saved_id = client.call("create_workflow", workflow=builder.document)["workflow_id"]
    try:
        caller = type(builder)(catalog)
        call = caller.node("call_saved_workflow", "Call", workflow_id=saved_id)
        workflow = workflows.create_workflow(caller.document)
        field = next(field for name, field in workflow.node(call).inputs.items() if name.endswith("::model"))
        assert str(field.value) == "'Called one' (sd-1 main)"
    finally:
        workflows.delete(saved_id)


def test_a_model_of_another_base_cannot_replace_an_old_one(builder, workflows, main_model):
    old = {"model_name": "gone", "base_model": "sd-1", "model_type": "main"}
    loader = builder.node("main_model_loader", "Loader", model=old)
    builder.show((loader, "model"))
    workflow = workflows.create_workflow(builder.document)
    name = main_model("sdxl")["name"]
    with pytest.raises(ModelNotFoundError, match=f"{name!r} is an sdxl main model, and the input takes sd-1"):
        workflow.sync_dnn_model(models={"gone": name})


def test_settings_of_a_generator_that_the_gui_made_of_a_name_are_no_model(builder, workflows):
    lost = {"type": "float_generator_arithmetic_sequence", "start": 0, "step": 0.1, "count": 10}
    loader = builder.node("main_model_loader", "Loader", model=lost)
    builder.show((loader, "model"))
    assert workflows.create_workflow(builder.document)["model"] is None
