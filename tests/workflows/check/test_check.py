import json
import os
from pathlib import Path

import pytest

from ivk_fields.missing import MISSING
from ivk_workflows import WorkflowCheckError
from ivk_workflows.check import check, raise_for_problems
from ivk_workflows.compile import CompileContext, Unavailable, load, without_unavailable
from ivk_workflows.definition import WorkflowDefinition

GOLDEN = [
    Path(__file__).parent.parent / "golden",
    *map(Path, filter(None, [os.environ.get("IVK_GOLDEN_DIR")])),
]
REASONS = {
    "unknown-node": ["Missing node template"],
    "flux-text-to-image": ["Missing field template", "Missing field template"],
    "esrgan-upscaling-with-canny-controlnet": [
        "Missing node template",
        "ControlNet - SD1.5, SD2, SDXL -> Image: missing input",
    ],
    "example-nodes": [
        "FLUX Denoise -> Transformer: missing input",
        "FLUX Denoise -> Positive Text Conditioning: missing input",
        "Denoise - SD1.5, SDXL -> Positive Conditioning: missing input",
        "Denoise - SD1.5, SDXL -> Negative Conditioning: missing input",
        "Denoise - SD1.5, SDXL -> UNet: missing input",
    ],
}
REFUSED = {path.stem: path for folder in GOLDEN for path in sorted((folder / "refused").glob("*.json"))}
ACCEPTED = {path.stem: path for folder in GOLDEN for path in sorted(folder.glob("*.json"))}


def errors(drawing, catalog, values=None, **context):
    workflow = load(drawing.definition(), catalog).with_values(values or {})
    found = check(workflow, CompileContext(**context))
    return [problem for problem in found if problem.severity == "error"]


def messages(*args, **kwargs):
    return [problem.message for problem in errors(*args, **kwargs)]


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_the_gui_refuses_is_refused_with_its_reasons(catalog, name):
    problems = check(load(WorkflowDefinition.from_file(REFUSED[name]), catalog))
    said = [problem.message for problem in problems if problem.severity == "error"]
    for reason in REASONS[name]:
        said.remove(next(message for message in said if message.startswith(reason)))


@pytest.mark.parametrize("name", sorted(ACCEPTED))
def test_what_the_gui_posts_is_not_refused(catalog, name):
    workflow = json.loads(ACCEPTED[name].read_text())["workflow"]
    problems = check(load(WorkflowDefinition.from_dict(workflow), catalog))
    assert [problem for problem in problems if problem.severity == "error"] == []


def test_a_sound_workflow_has_no_problems(drawing, catalog):
    drawing.node("add", a=1)
    assert check(load(drawing.definition(), catalog)) == []
    raise_for_problems(check(load(drawing.definition(), catalog)), name="Mine")


def test_a_workflow_without_anything_to_run_is_refused(drawing, catalog):
    assert messages(drawing, catalog) == ["No nodes in graph"]


def test_a_missing_input_names_node_and_field_as_the_form_does(drawing, catalog):
    node = drawing.node("img_resize", "Shrink")
    drawing.data(node)["inputs"]["image"]["label"] = "Picture"
    (problem,) = errors(drawing, catalog)
    assert problem.message == "Shrink -> Picture: missing input"
    assert (problem.kind, problem.node_id, problem.node_label, problem.field) == (
        "missing_input",
        node,
        "Shrink",
        "image",
    )
    assert problem.hint == "Connect it, or set it to an image."


def test_an_edge_is_as_good_as_a_value(drawing, catalog):
    node = drawing.node("img_resize", width=-5)
    drawing.edge(drawing.node("blank_image"), "image", node, "image")
    drawing.edge(drawing.node("integer"), "value", node, "width")
    assert errors(drawing, catalog) == []


@pytest.mark.parametrize(
    ("type_", "values", "said"),
    [
        ("noise", {"width": 0}, "Create Latent Noise -> Width: 0 <= 0 (exc min)"),
        ("noise", {"width": 12}, "Create Latent Noise -> Width: 12 not multiple of 8"),
        ("noise", {"seed": 2**32}, "Create Latent Noise -> Seed: 4294967296 > 4294967295 (inc max)"),
        ("noise", {"seed": -1}, "Create Latent Noise -> Seed: -1 < 0 (inc min)"),
        ("noise", {"width": 8.5}, "Create Latent Noise -> Width: 8.5 is not a whole number"),
        ("noise", {"use_cpu": "yes"}, "Create Latent Noise -> Use Cpu: 'yes' is not a truth value"),
        ("blank_image", {"mode": "CMYK"}, "Blank Image -> Mode: 'CMYK' is none of 'RGB', 'RGBA'"),
        ("blank_image", {"color": {"r": 1}}, "is not a colour"),
        ("blank_image", {"board": "my board"}, "Blank Image -> Board: 'my board' is not a board"),
        ("main_model_loader", {"model": "sdxl"}, "Main Model - SD1.5, SD2 -> Model: 'sdxl' is not a model"),
        (
            "integer_collection",
            {"collection": 5},
            "Integer Collection Primitive -> Collection: 5 is not a list",
        ),
        ("integer_collection", {"collection": [1, 2.5]}, "2.5 is not a whole number"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_the_guis_words(drawing, catalog, type_, values, said):
    drawing.node(type_, **values)
    assert any(said in message for message in messages(drawing, catalog))


@pytest.mark.parametrize("value", [7.5, [7.5, 6]])
def test_one_value_or_a_list_of_them_fits_where_both_are_allowed(drawing, catalog, value):
    node = drawing.node("denoise_latents", cfg_scale=value)
    assert "cfg_scale" not in {
        problem.field for problem in errors(drawing, catalog) if problem.node_id == node
    }


def test_values_that_were_set_are_judged_and_not_those_of_the_file(drawing, catalog):
    node = drawing.node("noise", width=12)
    assert errors(drawing, catalog, {(node, "width"): 16}) == []
    assert len(errors(drawing, catalog, {(node, "width"): 17})) == 1


def test_a_saved_value_that_the_editor_drops_is_told(drawing, catalog):
    drawing.node("add", a=[{"odd": 1}])
    (warning,) = check(load(drawing.definition(), catalog))
    assert (warning.kind, warning.severity) == ("value_dropped", "warning")
    assert "[{'odd': 1}]" in warning.message


def test_a_required_input_that_the_file_forgot_is_told_although_the_gui_overlooks_it(drawing, catalog):
    node = drawing.node("img_resize", image={"image_name": "a.png"})
    del drawing.data(node)["inputs"]["image"]
    (warning,) = check(load(drawing.definition(), catalog))
    assert (warning.kind, warning.severity, warning.field) == ("missing_input", "warning", "image")


def test_an_outdated_node_of_another_major_version_warns_and_its_lost_inputs_refuse(drawing, catalog):
    node = drawing.node("add", gone=1)
    drawing.data(node)["version"] = "0.1.0"
    problems = check(load(drawing.definition(), catalog))
    assert [(problem.kind, problem.severity) for problem in problems] == [
        ("missing_field_template", "error"),
        ("node_not_updated", "warning"),
    ]


def test_batches_must_be_connected_filled_and_in_step(drawing, catalog):
    image = drawing.node("blank_image")
    drawing.node("integer_batch", "Loose", integers=[1])
    for field, values in (("width", [1, 2]), ("height", [1])):
        drawing.edge(
            drawing.node("integer_batch", field, integers=values, batch_group_id="Group 1"),
            "value",
            image,
            field,
        )
    drawing.edge(drawing.node("float_batch", "Empty", floats=[]), "value", drawing.node("float"), "value")
    assert messages(drawing, catalog)[:3] == [
        "Batch node not connected: Loose",
        "Collection size mismatch on Batch Group 1",
        "Some batch nodes have empty collections: Empty",
    ]


def test_a_batch_cannot_go_through_a_connector(drawing, catalog):
    numbers, joint = drawing.node("integer_batch", integers=[1]), drawing.connector()
    drawing.edge(numbers, "value", joint, "in")
    drawing.edge(joint, "out", drawing.node("add"), "a")
    assert [problem.kind for problem in errors(drawing, catalog)] == ["batch_through_connector"]


def test_a_batch_that_cannot_be_used_is_a_problem_and_no_exception(drawing, catalog):
    numbers = drawing.node("integer_batch", integers=["a"])
    drawing.edge(numbers, "value", drawing.node("add"), "a")
    assert "batch_unusable" in [problem.kind for problem in errors(drawing, catalog)]


def test_a_batch_whose_size_only_the_server_knows_is_not_judged(drawing, catalog):
    settings = {"type": "string_generator_dynamic_prompts_combinatorial", "input": "a", "maxPrompts": 1}
    prompts, texts = drawing.node("string_generator", generator=settings), drawing.node("string_batch")
    drawing.edge(prompts, "strings", texts, "strings")
    drawing.edge(texts, "value", drawing.node("string"), "value")
    assert errors(drawing, catalog) == []


def test_what_the_server_lacks_is_told_and_the_emptied_input_refused(drawing, catalog):
    model = {"key": "k", "hash": "h", "name": "n", "base": "sd-1", "type": "main"}
    drawing.node("main_model_loader", model=model)
    lacking = Unavailable(models=frozenset({"k"}))
    problems = check(without_unavailable(load(drawing.definition(), catalog), lacking))
    assert [problem.kind for problem in problems] == ["missing_input", "unavailable"]
    assert problems[1].message.startswith("Main Model - SD1.5, SD2 -> Model: the server has no model 'n'")


def test_the_error_carries_every_problem_and_lists_the_errors(drawing, catalog):
    drawing.node("img_resize")
    drawing.edge("ghost", "x", drawing.node("add", a="x"), "a")
    with pytest.raises(WorkflowCheckError, match=r"'Mine' cannot be enqueued, 2 problem") as raised:
        raise_for_problems(check(load(drawing.definition(), catalog)), name="Mine")
    assert [problem.kind for problem in raised.value.problems] == [
        "missing_input",
        "invalid_value",
        "edge_removed",
    ]


def test_an_emptied_optional_input_is_no_problem(drawing, catalog):
    node = drawing.node("blank_image", width=MISSING)
    assert errors(drawing, catalog, {(node, "board"): None}) == []


def test_a_value_behind_a_batch_still_reaches_the_server_and_must_fit(drawing, catalog):
    numbers, noise = drawing.node("integer_batch", integers=[8]), drawing.node("noise", width="stale")
    drawing.edge(numbers, "value", noise, "width")
    assert [problem.field for problem in errors(drawing, catalog)] == ["width"]
    assert errors(drawing, catalog, {(noise, "width"): MISSING}) == []


def test_a_workflow_returns_once(drawing, catalog):
    drawing.node("workflow_return")
    drawing.node("workflow_return")
    assert "more than one workflow_return" in messages(drawing, catalog)[0]


@pytest.mark.parametrize(
    ("type_", "field", "hint"),
    [
        ("main_model_loader", "model", "Connect it, or set it to a model."),
        ("l2i", "latents", "Connect something to it (LatentsField)."),
        ("integer_collection", "collection", "Set it to a list, each a whole number."),
        ("denoise_latents", "cfg_scale", "Set it to a number, or a list, each a number."),
    ],
)
def test_the_hint_says_what_the_input_takes(drawing, catalog, type_, field, hint):
    drawing.node(type_, **({field: "wrong"} if "Connect" not in hint else {}))
    assert hint in {problem.hint for problem in errors(drawing, catalog) if problem.field == field}
