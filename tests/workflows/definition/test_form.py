import copy

import pytest

from ivk_workflows.definition.form import EMPTY_FORM, read_form


def field(key, parent, settings=None):
    data = {"fieldIdentifier": {"nodeId": "n", "fieldName": key}}
    if settings is not None:
        data["settings"] = settings
    return {"id": key, "type": "node-field", "parentId": parent, "data": data}


def container(key, parent, *children):
    element = {"id": key, "type": "container", "data": {"layout": "row", "children": list(children)}}
    return element | ({"parentId": parent} if parent else {})


def form(*elements, root="top"):
    return {"elements": {element["id"]: element for element in elements}, "rootElementId": root}


NESTED = form(
    container("top", None, "a", "box", "line"),
    field("c", "box"),
    field("a", "top"),
    container("box", "top", "title", "c", "b"),
    {"id": "title", "type": "heading", "parentId": "box", "data": {"content": "More"}},
    field("b", "box"),
    {"id": "line", "type": "divider", "parentId": "top"},
)


def test_fields_are_listed_from_top_to_bottom_for_any_order_of_the_table():
    assert [field.field_name for field in read_form(NESTED).fields()] == ["a", "c", "b"]


def test_walking_yields_the_depth_of_each_element():
    walked = [(depth, element.id) for depth, element in read_form(NESTED).walk()]
    assert walked == [(0, "top"), (1, "a"), (1, "box"), (2, "title"), (2, "c"), (2, "b"), (1, "line")]


def test_a_heading_has_its_text():
    assert read_form(NESTED).elements["title"].text == "More"


@pytest.mark.parametrize(
    "invalidate",
    [
        lambda form: form.pop("rootElementId"),
        lambda form: form.update(rootElementId="a"),
        lambda form: form.update(elements=[]),
        lambda form: form["elements"].pop("a"),
        lambda form: form["elements"].update(lost=field("lost", "top")),
        lambda form: form["elements"]["a"].update(parentId="box"),
        lambda form: form["elements"]["a"].pop("parentId"),
        lambda form: form["elements"]["a"]["data"].pop("fieldIdentifier"),
        lambda form: form["elements"]["a"].update(type="button"),
        lambda form: form["elements"]["a"]["data"].update(
            settings={"type": "string-field-config", "component": "dial"}
        ),
        lambda form: form["elements"]["top"]["data"].update(layout="pile"),
        lambda form: form["elements"]["title"].update(data={}),
    ],
)
def test_a_form_that_is_not_valid_counts_as_empty(invalidate):
    broken = copy.deepcopy(NESTED)
    invalidate(broken)
    assert read_form(broken) == EMPTY_FORM


@pytest.mark.parametrize("raw", [None, 3, [], {}, {"elements": {}, "rootElementId": "root"}])
def test_a_missing_form_counts_as_empty(raw):
    assert read_form(raw).is_empty


@pytest.mark.parametrize(
    ("given", "completed"),
    [
        ({}, {"type": "float-field-config", "showShuffle": False, "component": "number-input"}),
        (
            {"type": "integer-field-config", "max": 3, "stray": 1},
            {"type": "integer-field-config", "showShuffle": False, "component": "number-input", "max": 3},
        ),
        ({"component": "textarea"}, {"type": "string-field-config", "component": "textarea"}),
        (
            {"component": "dropdown", "options": [{"label": "A", "value": "a", "stray": 1}]},
            {
                "type": "string-field-config",
                "component": "dropdown",
                "options": [{"label": "A", "value": "a"}],
            },
        ),
    ],
)
def test_settings_are_completed_as_the_editor_completes_them(given, completed):
    read = read_form(form(container("top", None, "a"), field("a", "top", given)))
    assert next(read.fields()).settings == completed
