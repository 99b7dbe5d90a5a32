"""The settings of form elements: limits, dropdowns and how an input is shown."""

import pytest

from ivk_fields import FieldValueError
from ivk_workflows import Workflow

OPTIONS = [
    {"label": "Oil painting", "value": "oil on canvas"},
    {"label": "", "value": "photo"},
    {"label": "", "value": ""},
    {"label": "Same", "value": "one"},
    {"label": "Same", "value": "two"},
    {"label": "Photograph", "value": "photo"},
]


def showing(builder, type_, settings, **values):
    node = builder.node(type_, "Node", **values)
    builder.show((node, "value"), settings={(node, "value"): settings})
    return Workflow(builder.definition())


def dropdown(builder, options=OPTIONS, **values):
    settings = {"type": "string-field-config", "component": "dropdown", "options": options}
    return showing(builder, "string", settings, **values)


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ("oil on canvas", "oil on canvas"),
        ("Oil painting", "oil on canvas"),
        ("oil_painting", "oil on canvas"),
        ("photo", "photo"),
        ("Photograph", "photo"),
        ("Option 3", ""),
        ("", ""),
        ("two", "two"),
    ],
)
def test_a_dropdown_takes_values_and_labels(builder, given, value):
    workflow = dropdown(builder).set(value=given)
    assert workflow["Value"] == value
    graph = workflow.to_enqueue_body()["batch"]["graph"]
    assert [node["value"] for node in graph["nodes"].values()] == [value]


def test_a_dropdown_takes_labels_from_sweeps_and_texts(builder):
    workflow = dropdown(builder)
    items = workflow.sweep(product={"value": ["Oil painting", "photo"]}).to_enqueue_body()["batch"]["data"]
    assert items[0][0]["items"] == ["oil on canvas", "photo"]
    assert workflow.set_text({"Value": "Oil painting"})["Value"] == "oil on canvas"


def test_a_dropdown_takes_nothing_else(builder):
    workflow = dropdown(builder)
    with pytest.raises(
        FieldValueError, match="not an option of the form's dropdown; did you mean 'Oil painting'"
    ):
        workflow.set(value="Oil paintings")
    with pytest.raises(FieldValueError, match="may mean any of 'one', 'two'"):
        workflow.set(value="Same")
    with pytest.raises(FieldValueError, match="no options"):
        dropdown(builder, []).set(value="x")


def test_a_value_of_the_file_that_is_no_option_is_sent_as_in_the_editor(builder):
    workflow = dropdown(builder, value="something else")
    assert workflow["Value"] == "something else"
    assert workflow.check() == []


def test_describe_shows_all_options_with_their_labels(builder):
    described = dropdown(builder).describe()
    assert "'oil on canvas' (Oil painting) | photo | '' (Option 3) | 'one' (Same)" in described
    assert "dropdown" in described


@pytest.mark.parametrize("component", ["number-input", "slider", "number-input-and-slider"])
@pytest.mark.parametrize(("type_", "kind"), [("integer", "integer"), ("float", "float")])
def test_the_limits_of_a_form_count_whatever_shows_them(builder, component, type_, kind):
    settings = {"type": f"{kind}-field-config", "component": component, "min": 2, "max": 4}
    workflow = showing(builder, type_, settings)
    for refused in (1, 5):
        with pytest.raises(FieldValueError, match="at least 2, at most 4"):
            workflow.set(value=refused)
    assert workflow.set(value=4)["Value"] == 4
    described = workflow.describe()
    assert "at least 2, at most 4" in described
    assert ("slider" in described) == ("slider" in component)


@pytest.mark.parametrize(
    "settings",
    [
        {"type": "float-field-config", "min": 2, "max": 4},
        {"min": 2, "max": 4},
        {"type": "string-field-config"},
    ],
)
def test_settings_for_another_type_of_input_are_ignored_as_in_the_editor(builder, settings):
    assert showing(builder, "integer", settings).set(value=9)["Value"] == 9


def test_the_form_does_not_widen_the_limits_of_the_server(builder):
    noise = builder.node("noise")
    settings = {"type": "integer-field-config", "min": -5, "max": 10**12}
    builder.show((noise, "seed"), settings={(noise, "seed"): settings})
    with pytest.raises(FieldValueError, match="at least 0, at most 4294967295"):
        Workflow(builder.definition()).set(seed=-2)


def test_a_description_is_shown_if_the_form_shows_it(builder):
    node = builder.node("integer", "Node")
    builder.data(node)["inputs"]["value"]["description"] = "How many\nfoxes"
    for is_shown in (True, False):
        builder.show((node, "value"))
        for element in builder.document["form"]["elements"].values():
            if element["type"] == "node-field":
                element["data"]["showDescription"] = is_shown
        described = Workflow(builder.definition()).describe()
        assert ("(How many foxes)" in described) == is_shown
        assert len(described.splitlines()) == 3


def test_a_text_area_is_named(builder):
    described = showing(
        builder, "string", {"type": "string-field-config", "component": "textarea"}
    ).describe()
    assert "text, textarea" in described
