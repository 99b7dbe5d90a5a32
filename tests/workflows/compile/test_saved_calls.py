import pytest

from ivk_workflows.compile import SavedWorkflow, load, saved_workflow_ids

START, STOP = "saved_workflow_input::range-0::start", "saved_workflow_input::range-0::stop"


@pytest.fixture
def called(catalog, builder):
    other = type(builder)(catalog)
    numbers = other.node("range", start=2, stop=9)
    other.data(numbers)["inputs"]["start"]["label"] = "From"
    other.show((numbers, "start"))
    other.document["exposedFields"] = [{"nodeId": numbers, "fieldName": "stop"}]
    return other.definition()


def test_a_call_has_the_inputs_of_the_form_it_calls(builder, catalog, called, batch):
    call = builder.node("call_saved_workflow", workflow_id="w")
    loaded = load(builder.definition(), catalog, {"w": called}).nodes[call]
    assert (loaded.values[START], loaded.values[STOP], loaded.label_of(START)) == (2, 9, "From")
    sent = batch(builder, {(call, START): 5}, saved_workflows={"w": called})["graph"]["nodes"][call]
    assert sent["workflow_inputs"] == {START: 5, STOP: 9}
    assert not [name for name in sent if name.startswith("saved_workflow_input")]


def test_an_input_of_a_call_that_an_edge_feeds_is_left_out(builder, batch, called):
    call, number = builder.node("call_saved_workflow", workflow_id="w"), builder.node("integer")
    builder.edge(number, "value", call, START)
    compiled = batch(builder, saved_workflows={"w": called})
    assert compiled["graph"]["nodes"][call]["workflow_inputs"] == {STOP: 9}
    assert compiled["graph"]["edges"][0]["destination"] == {"node_id": call, "field": START}


def test_without_the_called_workflow_the_inputs_in_the_file_are_used(builder, batch, called):
    call = builder.node("call_saved_workflow", workflow_id="w")
    embedded = batch(builder, {(call, START): 5}, saved_workflows={"w": called})["workflow"]
    builder.document = embedded
    assert batch(builder)["graph"]["nodes"][call]["workflow_inputs"] == {START: 5, STOP: 9}


def test_inputs_that_the_called_form_no_longer_has_are_removed(builder, catalog, called):
    call = builder.node("call_saved_workflow", workflow_id="w", **{"saved_workflow_input::old::x": 1})
    values = load(builder.definition(), catalog, {"w": called}).nodes[call].values
    assert list(values) == ["workflow_id", START, STOP]


def test_a_call_without_inputs_sends_an_empty_mapping(builder, batch):
    call = builder.node("call_saved_workflow", workflow_id="w")
    assert batch(builder)["graph"]["nodes"][call]["workflow_inputs"] == {}


def test_the_called_workflows_are_listed_once(builder):
    for workflow_id in ("w", "", "w", "v"):
        builder.node("call_saved_workflow", workflow_id=workflow_id)
    assert saved_workflow_ids(builder.definition()) == [SavedWorkflow("w"), SavedWorkflow("v")]
