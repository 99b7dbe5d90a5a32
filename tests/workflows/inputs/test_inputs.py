import pytest

from ivk_fields.missing import MISSING
from ivk_workflows.compile import load
from ivk_workflows.errors import AmbiguousInputError, InputNotFoundError
from ivk_workflows.inputs import find_input, find_node, form_inputs, node_inputs


@pytest.fixture
def with_form(builder):
    """Return a builder of a workflow with noise, two texts and a form."""
    noise = builder.node("noise", seed=3)
    positive, negative = (
        builder.node("string", "Positive Prompt", value="cat"),
        builder.node("string", "Negative Prompt"),
    )
    builder.data(positive)["inputs"]["value"]["label"] = "What to paint"
    builder.show(
        (positive, "value"), (negative, "value"), (noise, "width"), (noise, "seed"), (noise, "width")
    )
    return builder


@pytest.fixture
def inputs(with_form, catalog):
    return form_inputs(load(with_form.definition(), catalog))


def test_inputs_are_listed_in_the_order_of_the_form_each_once(inputs):
    assert [str(one) for one in inputs] == [
        "[0] What to paint (Positive Prompt.value)",
        "[1] Value (Negative Prompt.value)",
        "[2] Width (Create Latent Noise.width)",
        "[3] Seed (Create Latent Noise.seed)",
    ]
    assert [one.value for one in inputs] == ["cat", "", 512, 3]


def test_the_form_narrows_what_an_input_takes(builder, catalog):
    noise, text = builder.node("noise"), builder.node("string")
    options = [{"label": "A", "value": "a"}, {"label": "B", "value": "b"}]
    settings = {
        (noise, "width"): {"type": "integer-field-config", "min": 64, "max": 512},
        (text, "value"): {"type": "string-field-config", "component": "dropdown", "options": options},
    }
    builder.show((noise, "width"), (text, "value"), settings=settings)
    width, value = form_inputs(load(builder.definition(), catalog))
    assert (width.spec.minimum, width.spec.maximum, width.spec.multiple_of) == (64, 512, 8)
    assert value.spec.choices == ("a", "b")


def test_without_a_form_the_exposed_fields_are_used_and_missing_ones_dropped(builder, catalog):
    noise = builder.node("noise")
    names = [(noise, "seed"), ("missing", "x"), (noise, "gone"), (noise, "width")]
    builder.document["exposedFields"] = [{"nodeId": node, "fieldName": name} for node, name in names]
    assert [one.field_name for one in form_inputs(load(builder.definition(), catalog))] == ["seed", "width"]


def test_without_a_form_and_exposed_fields_the_nodes_have_their_inputs(builder, catalog):
    noise = builder.node("noise", seed=MISSING)
    builder.edge(builder.node("integer"), "value", noise, "width")
    workflow = load(builder.definition(), catalog)
    found = node_inputs(workflow, find_node(workflow, "noise"))
    assert form_inputs(load(builder.definition(), catalog)) == []
    assert list(found) == ["noise_type", "seed", "width", "height", "use_cpu"]
    assert (found["width"].connected, found["height"].connected, found["seed"].value) == (
        True,
        False,
        MISSING,
    )


def test_inputs_that_can_only_be_connected_are_not_listed(builder, catalog):
    node = builder.node("l2i")
    workflow = load(builder.definition(), catalog)
    assert not {"latents", "vae", "metadata"} & node_inputs(workflow, workflow.nodes[node]).keys()


def test_an_input_of_an_unknown_node_keeps_its_index(with_form, catalog):
    with_form.document["nodes"][0]["data"]["type"] = "strange"
    (one,) = [one for one in form_inputs(load(with_form.definition(), catalog)) if one.field_name == "seed"]
    assert (one.input_index, one.spec.type.name, one.value) == (3, "UnknownField", 3)


@pytest.mark.parametrize(
    ("key", "index"),
    [
        (0, 0),
        ("What to paint", 0),
        ("what_to_paint", 0),
        ("WHAT TO PAINT!", 0),
        ("width", 2),
        ("seed", 3),
        ("Create Latent Noise.seed", 3),
        ("create_latent_noise.Seed", 3),
        ("noise-0.seed", 3),
        (("noise-0", "seed"), 3),
        (("Create Latent Noise", "seed"), 3),
        ("positive_prompt", 0),
        ("Negative Prompt", 1),
        ("Negative Prompt.value", 1),
        ("Positive Prompt.what to paint", 0),
    ],
)
def test_an_input_is_found_by_each_of_its_names(inputs, key, index):
    assert find_input(inputs, key).input_index == index


@pytest.mark.parametrize("key", [4, -1, "Sed", "", "...", ("noise-0", "gone")])
def test_the_error_about_an_unknown_name_lists_the_inputs(inputs, key):
    with pytest.raises(InputNotFoundError, match=r"\[0\] What to paint") as raised:
        find_input(inputs, key)
    assert len(raised.value.candidates) == 4


def test_the_error_about_an_unknown_name_suggests_a_similar_one(inputs):
    with pytest.raises(InputNotFoundError, match="Did you mean 'Seed'"):
        find_input(inputs, "Sed")


def test_the_error_about_an_ambiguous_name_lists_the_inputs(builder, catalog):
    one, two = builder.node("noise", "Noise A"), builder.node("noise", "Noise B")
    builder.show((one, "seed"), (two, "seed"), (two, "width"))
    inputs = form_inputs(load(builder.definition(), catalog))
    with pytest.raises(AmbiguousInputError, match=r"any of 2 inputs: \[0\] Seed \(Noise A\.seed\), \[1\]"):
        find_input(inputs, "seed")
    assert find_input(inputs, "Noise B.seed").input_index == 1


def test_a_node_is_found_by_id_label_title_or_type(with_form, catalog):
    workflow = load(with_form.definition(), catalog)
    for key in ("noise-0", "Create Latent Noise", "create latent noise", "noise"):
        assert find_node(workflow, key).id == "noise-0"
    assert find_node(workflow, "negative prompt").id == "string-2"


def test_an_ambiguous_or_unknown_name_of_a_node_is_refused(with_form, catalog):
    workflow = load(with_form.definition(), catalog)
    with pytest.raises(AmbiguousInputError, match=r"any of 2 nodes: Positive Prompt \(string-1\)"):
        find_node(workflow, "string")
    with pytest.raises(InputNotFoundError, match="Did you mean 'Negative Prompt'"):
        find_node(workflow, "Negativ Prompt")
