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


def errors(builder, catalog, values=None, **context):
    workflow = load(builder.definition(), catalog).with_values(values or {})
    found = check(workflow, CompileContext(**context))
    return [problem for problem in found if problem.severity == "error"]


def messages(*args, **kwargs):
    return [problem.message for problem in errors(*args, **kwargs)]


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_the_gui_refuses_is_refused_with_its_reasons(catalog, name):
    problems = check(load(WorkflowDefinition.from_file(REFUSED[name]), catalog))
    reported = [problem.message for problem in problems if problem.severity == "error"]
    for reason in REASONS[name]:
        reported.remove(next(message for message in reported if message.startswith(reason)))


@pytest.mark.parametrize("name", sorted(ACCEPTED))
def test_what_the_gui_posts_is_not_refused(catalog, name):
    workflow = json.loads(ACCEPTED[name].read_text())["workflow"]
    problems = check(load(WorkflowDefinition.from_dict(workflow), catalog))
    assert [problem for problem in problems if problem.severity == "error"] == []


def test_a_valid_workflow_has_no_problems(builder, catalog):
    builder.node("add", a=1)
    assert check(load(builder.definition(), catalog)) == []
    raise_for_problems(check(load(builder.definition(), catalog)), name="Mine")


def test_a_workflow_without_anything_to_run_is_refused(builder, catalog):
    assert messages(builder, catalog) == ["No nodes in graph"]


def test_a_missing_input_names_node_and_field_as_the_form_does(builder, catalog):
    node = builder.node("img_resize", "Shrink")
    builder.data(node)["inputs"]["image"]["label"] = "Picture"
    (problem,) = errors(builder, catalog)
    assert problem.message == "Shrink -> Picture: missing input"
    assert (problem.kind, problem.node_id, problem.node_label, problem.field) == (
        "missing_input",
        node,
        "Shrink",
        "image",
    )
    assert problem.hint == "Connect it, or set it to an image."


def test_an_edge_replaces_a_missing_or_invalid_value(builder, catalog):
    node = builder.node("img_resize", width=-5)
    builder.edge(builder.node("blank_image"), "image", node, "image")
    builder.edge(builder.node("integer"), "value", node, "width")
    assert errors(builder, catalog) == []


@pytest.mark.parametrize(
    ("type_", "values", "expected"),
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
        ("main_model_loader", {"model": 7}, "Main Model - SD1.5, SD2 -> Model: 7 is not a model"),
        (
            "integer_collection",
            {"collection": 5},
            "Integer Collection Primitive -> Collection: 5 is not a list",
        ),
        ("integer_collection", {"collection": [1, 2.5]}, "2.5 is not a whole number"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_the_guis_words(builder, catalog, type_, values, expected):
    builder.node(type_, **values)
    assert any(expected in message for message in messages(builder, catalog))


@pytest.mark.parametrize("value", [7.5, [7.5, 6]])
def test_one_value_or_a_list_of_them_fits_where_both_are_allowed(builder, catalog, value):
    node = builder.node("denoise_latents", cfg_scale=value)
    assert "cfg_scale" not in {
        problem.field for problem in errors(builder, catalog) if problem.node_id == node
    }


def test_values_that_were_set_are_checked_instead_of_those_of_the_file(builder, catalog):
    node = builder.node("noise", width=12)
    assert errors(builder, catalog, {(node, "width"): 16}) == []
    assert len(errors(builder, catalog, {(node, "width"): 17})) == 1


def test_a_saved_value_that_the_editor_drops_is_a_warning(builder, catalog):
    builder.node("add", a=[{"odd": 1}])
    (warning,) = check(load(builder.definition(), catalog))
    assert (warning.kind, warning.severity) == ("value_dropped", "warning")
    assert "[{'odd': 1}]" in warning.message


def test_a_required_input_that_the_file_does_not_have_is_a_warning(builder, catalog):
    node = builder.node("img_resize", image={"image_name": "a.png"})
    del builder.data(node)["inputs"]["image"]
    (warning,) = check(load(builder.definition(), catalog))
    assert (warning.kind, warning.severity, warning.field) == ("missing_input", "warning", "image")


def test_a_node_of_another_major_version_is_a_warning_and_its_unknown_inputs_are_errors(builder, catalog):
    node = builder.node("add", gone=1)
    builder.data(node)["version"] = "0.1.0"
    problems = check(load(builder.definition(), catalog))
    assert [(problem.kind, problem.severity) for problem in problems] == [
        ("missing_field_template", "error"),
        ("node_not_updated", "warning"),
    ]


def test_batches_must_be_connected_not_empty_and_of_equal_size(builder, catalog):
    image = builder.node("blank_image")
    builder.node("integer_batch", "Loose", integers=[1])
    for field, values in (("width", [1, 2]), ("height", [1])):
        builder.edge(
            builder.node("integer_batch", field, integers=values, batch_group_id="Group 1"),
            "value",
            image,
            field,
        )
    builder.edge(builder.node("float_batch", "Empty", floats=[]), "value", builder.node("float"), "value")
    assert messages(builder, catalog)[:3] == [
        "Batch node not connected: Loose",
        "Collection size mismatch on Batch Group 1",
        "Some batch nodes have empty collections: Empty",
    ]


def test_a_batch_cannot_go_through_a_connector(builder, catalog):
    numbers, joint = builder.node("integer_batch", integers=[1]), builder.connector()
    builder.edge(numbers, "value", joint, "in")
    builder.edge(joint, "out", builder.node("add"), "a")
    assert [problem.kind for problem in errors(builder, catalog)] == ["batch_through_connector"]


def test_a_batch_that_cannot_be_used_is_a_problem_and_not_an_exception(builder, catalog):
    numbers = builder.node("integer_batch", integers=["a"])
    builder.edge(numbers, "value", builder.node("add"), "a")
    assert "batch_unusable" in [problem.kind for problem in errors(builder, catalog)]


def test_a_batch_whose_size_only_the_server_knows_is_not_checked(builder, catalog):
    settings = {"type": "string_generator_dynamic_prompts_combinatorial", "input": "a", "maxPrompts": 1}
    prompts, texts = builder.node("string_generator", generator=settings), builder.node("string_batch")
    builder.edge(prompts, "strings", texts, "strings")
    builder.edge(texts, "value", builder.node("string"), "value")
    assert errors(builder, catalog) == []


def test_a_missing_resource_is_a_warning_and_the_emptied_input_an_error(builder, catalog):
    model = {"key": "k", "hash": "h", "name": "n", "base": "sd-1", "type": "main"}
    builder.node("main_model_loader", model=model)
    lacking = Unavailable(models=frozenset({"k"}))
    problems = check(without_unavailable(load(builder.definition(), catalog), lacking))
    assert [problem.kind for problem in problems] == ["missing_input", "unavailable"]
    assert problems[1].message.startswith("Main Model - SD1.5, SD2 -> Model: the server has no model 'n'")


def test_the_error_has_every_problem_and_lists_the_errors(builder, catalog):
    builder.node("img_resize")
    builder.edge("missing", "x", builder.node("add", a="x"), "a")
    with pytest.raises(WorkflowCheckError, match=r"'Mine' cannot be enqueued, 2 problem") as raised:
        raise_for_problems(check(load(builder.definition(), catalog)), name="Mine")
    assert [problem.kind for problem in raised.value.problems] == [
        "missing_input",
        "invalid_value",
        "edge_removed",
    ]


def test_an_emptied_optional_input_is_not_a_problem(builder, catalog):
    node = builder.node("blank_image", width=MISSING)
    assert errors(builder, catalog, {(node, "board"): None}) == []


def test_the_value_of_an_input_that_a_batch_node_feeds_is_sent_and_checked(builder, catalog):
    numbers, noise = builder.node("integer_batch", integers=[8]), builder.node("noise", width="stale")
    builder.edge(numbers, "value", noise, "width")
    assert [problem.field for problem in errors(builder, catalog)] == ["width"]
    assert errors(builder, catalog, {(noise, "width"): MISSING}) == []


def test_a_workflow_may_have_one_return_node(builder, catalog):
    builder.node("workflow_return")
    builder.node("workflow_return")
    assert "more than one workflow_return" in messages(builder, catalog)[0]


@pytest.mark.parametrize(
    ("type_", "field", "hint"),
    [
        ("main_model_loader", "model", "Connect it, or set it to a model."),
        ("l2i", "latents", "Connect something to it (LatentsField)."),
        ("integer_collection", "collection", "Set it to a list, each a whole number."),
        ("denoise_latents", "cfg_scale", "Set it to a number, or a list, each a number."),
    ],
)
def test_the_hint_says_what_the_input_takes(builder, catalog, type_, field, hint):
    builder.node(type_, **({field: "wrong"} if "Connect" not in hint else {}))
    assert hint in {problem.hint for problem in errors(builder, catalog) if problem.field == field}
