"""Workflows that call workflows of the library."""

import pytest

TEXTS = dict.fromkeys(("author", "description", "version", "contact", "tags", "notes"), "")
META = {"category": "user", "version": "4.0.0"}
CALL = {"type": "call_saved_workflow", "id": "c"}
GET = {"type": "workflow_return_get", "id": "g", "key": "sum"}
VALUE = "saved_workflow_input::a::value"


def node(node_id, kind, **inputs):
    fields = {name: {"name": name, "label": "", "value": value} for name, value in inputs.items()}
    data = {"id": node_id, "type": kind, "version": "1.0.0", "label": "", "notes": "", "isOpen": True}
    settings = {"isIntermediate": True, "useCache": True, "nodePack": "invokeai"}
    return {
        "id": node_id,
        "type": "invocation",
        "position": {"x": 0, "y": 0},
        "data": {**data, **settings, "inputs": fields},
    }


def workflow_edge(source, field, target, input_field):
    ends = {"source": source, "sourceHandle": field, "target": target, "targetHandle": input_field}
    return {"id": f"{source}-{target}", "type": "default", **ends}


def edge(source, field, target, input_field):
    return {
        "source": {"node_id": source, "field": field},
        "destination": {"node_id": target, "field": input_field},
    }


@pytest.fixture
def save(api):
    """Save a workflow that returns ``sum``, and return its id."""
    saved = []

    def save(middle, edges):
        ends = [node("v", "workflow_return_value", key="sum", value=None), node("r", "workflow_return")]
        workflow = {
            "name": "called",
            **TEXTS,
            "exposedFields": [{"nodeId": "a", "fieldName": "value"}],
            "meta": META,
            "nodes": [*middle, *ends],
            "edges": [*edges, workflow_edge("v", "value", "r", "values")],
            "form": None,
        }
        saved.append(api.json("POST", "/workflows/", json={"workflow": workflow})["workflow_id"])
        return saved[-1]

    yield save
    for workflow_id in saved:
        api.request("DELETE", f"/workflows/i/{workflow_id}")


@pytest.fixture
def addition_of_ten(save):
    middle = [node("a", "integer", value=3), node("b", "add", a=0, b=10)]
    return save(middle, [workflow_edge("a", "value", "b", "a"), workflow_edge("b", "value", "v", "value")])


def calling(workflow_id, inputs=None, **more):
    nodes = {"c": {**CALL, "workflow_id": workflow_id, "workflow_inputs": inputs or {}}, "g": GET, **more}
    return {"id": "calling", "nodes": nodes, "edges": [edge("c", "values", "g", "values")]}


def sum_of(item):
    session = item["session"]
    (prepared,) = session["source_prepared_mapping"]["g"]
    return session["results"][prepared]["value"]


def called_by(api, item):
    items = api.json("GET", f"/queue/default/list_all?destination={api.destination}")
    (called,) = (one for one in items if one["parent_item_id"] == item["item_id"])
    return called


def test_a_called_workflow_returns_values(api, addition_of_ten):
    (item,) = api.run(calling(addition_of_ten))
    assert sum_of(item) == 13


def test_values_are_written_to_exposed_inputs(api, addition_of_ten):
    (item,) = api.run(calling(addition_of_ten, {VALUE: 5}))
    assert sum_of(item) == 15


def test_values_can_come_from_edges(api, addition_of_ten):
    graph = calling(addition_of_ten, i={"type": "integer", "id": "i", "value": 7})
    graph["edges"].append(edge("i", "value", "c", VALUE))
    (item,) = api.run(graph)
    assert sum_of(item) == 17


def test_a_called_workflow_has_its_own_item(api, addition_of_ten):
    (item,) = api.run(calling(addition_of_ten))
    called = called_by(api, item)
    assert (called["status"], called["status_sequence"]) == ("completed", 2)
    assert (called["batch_id"], called["field_values"]) == (item["batch_id"], None)
    assert (called["root_item_id"], called["workflow_call_depth"]) == (item["item_id"], 1)
    assert called["parent_session_id"] == item["session_id"]
    assert item["status_sequence"] == 5


def test_a_failed_called_workflow_fails_its_caller(api, save):
    middle = [node("a", "integer", value=3), node("b", "img_resize", image={"image_name": "nope.png"})]
    (item,) = api.run(calling(save(middle, [workflow_edge("b", "width", "v", "value")])))
    called = called_by(api, item)
    assert (called["status"], called["error_type"]) == ("failed", "ImageRecordNotFoundException")
    assert (item["status"], item["error_type"]) == ("failed", "ValueError")
    assert item["error_message"] == called["error_message"] == "Image record not found"


def test_deleting_a_called_item_deletes_its_caller(api, addition_of_ten):
    (item,) = api.run(calling(addition_of_ten))
    called = called_by(api, item)
    api.json("DELETE", f"/queue/default/i/{called['item_id']}")
    assert api.request("GET", f"/queue/default/i/{item['item_id']}").status_code == 404


def test_an_unknown_workflow_cannot_be_called(api):
    (item,) = api.run(calling("nope"))
    message = "The selected saved workflow 'nope' could not be found."
    assert (item["status"], item["error_type"], item["error_message"]) == ("failed", "ValueError", message)


def test_an_input_that_is_not_exposed_is_refused(api, addition_of_ten):
    (item,) = api.run(calling(addition_of_ten, {"saved_workflow_input::b::b": 1}))
    assert (item["status"], item["error_type"]) == ("failed", "InvalidWorkflowInputError")


def test_a_workflow_with_a_return_node_can_be_called(api, addition_of_ten):
    compatibility = api.json("GET", f"/workflows/i/{addition_of_ten}")["call_saved_workflow_compatibility"]
    assert compatibility == {"is_callable": True, "reason": "ok", "message": None}
