import pytest

from ivk_workflows.compile import SavedWorkflow, load, saved_workflow_ids

START, STOP = "saved_workflow_input::range-0::start", "saved_workflow_input::range-0::stop"


@pytest.fixture
def called(catalog, drawing):
    sheet = type(drawing)(catalog)
    numbers = sheet.node("range", start=2, stop=9)
    sheet.data(numbers)["inputs"]["start"]["label"] = "From"
    sheet.show((numbers, "start"))
    sheet.document["exposedFields"] = [{"nodeId": numbers, "fieldName": "stop"}]
    return sheet.definition()


def test_a_call_has_the_inputs_of_the_form_it_calls(drawing, catalog, called, batch):
    call = drawing.node("call_saved_workflow", workflow_id="w")
    loaded = load(drawing.definition(), catalog, {"w": called}).nodes[call]
    assert (loaded.values[START], loaded.values[STOP], loaded.label_of(START)) == (2, 9, "From")
    sent = batch(drawing, {(call, START): 5}, saved_workflows={"w": called})["graph"]["nodes"][call]
    assert sent["workflow_inputs"] == {START: 5, STOP: 9}
    assert not [name for name in sent if name.startswith("saved_workflow_input")]


def test_an_input_of_a_call_that_an_edge_feeds_is_omitted(drawing, batch, called):
    call, number = drawing.node("call_saved_workflow", workflow_id="w"), drawing.node("integer")
    drawing.edge(number, "value", call, START)
    compiled = batch(drawing, saved_workflows={"w": called})
    assert compiled["graph"]["nodes"][call]["workflow_inputs"] == {STOP: 9}
    assert compiled["graph"]["edges"][0]["destination"] == {"node_id": call, "field": START}


def test_without_the_called_workflow_the_inputs_in_the_file_count(drawing, batch, called):
    call = drawing.node("call_saved_workflow", workflow_id="w")
    embedded = batch(drawing, {(call, START): 5}, saved_workflows={"w": called})["workflow"]
    drawing.document = embedded
    assert batch(drawing)["graph"]["nodes"][call]["workflow_inputs"] == {START: 5, STOP: 9}


def test_inputs_that_the_called_form_no_longer_has_disappear(drawing, catalog, called):
    call = drawing.node("call_saved_workflow", workflow_id="w", **{"saved_workflow_input::old::x": 1})
    values = load(drawing.definition(), catalog, {"w": called}).nodes[call].values
    assert list(values) == ["workflow_id", START, STOP]


def test_a_call_without_inputs_sends_an_empty_mapping(drawing, batch):
    call = drawing.node("call_saved_workflow", workflow_id="w")
    assert batch(drawing)["graph"]["nodes"][call]["workflow_inputs"] == {}


def test_the_called_workflows_are_listed_once(drawing):
    for workflow_id in ("w", "", "w", "v"):
        drawing.node("call_saved_workflow", workflow_id=workflow_id)
    assert saved_workflow_ids(drawing.definition()) == [SavedWorkflow("w"), SavedWorkflow("v")]
