"""Jobs that call workflows of the server's library: called items are in the batch, but are not its jobs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ivk_core.client import Client
from ivk_core.flow import Request
from ivk_workflows.jobs import JobFailedError, attach_batch, submit
from ivk_workflows.queue import JobStatus, QueueHandle

Body = dict[str, Any]
pytestmark = pytest.mark.parametrize(
    "server_url", ["embedded", pytest.param("live", marks=pytest.mark.live)], indirect=True
)


@pytest.fixture
def client(server_url: str) -> Iterator[Client]:
    with Client(server_url) as client:
        yield client


def node(node_id: str, node_type: str, **inputs: Any) -> Body:
    fields = {name: {"name": name, "label": "", "value": value} for name, value in inputs.items()}
    data = {"id": node_id, "type": node_type, "version": "1.0.0", "label": "", "notes": "", "isOpen": True}
    data |= {"isIntermediate": True, "useCache": True, "nodePack": "invokeai", "inputs": fields}
    return {"id": node_id, "type": "invocation", "position": {"x": 0, "y": 0}, "data": data}


def wire(source: str, output: str, target: str, field: str) -> Body:
    ends = {"source": source, "sourceHandle": output, "target": target, "targetHandle": field}
    return {"id": f"{source}-{target}", "type": "default", **ends}


@pytest.fixture
def called(client: Client) -> Iterator[str]:
    """Save a workflow that adds 10 to its input, and return its id."""
    texts = dict.fromkeys(("author", "description", "version", "contact", "tags", "notes"), "")
    workflow = {
        "name": "adds ten",
        **texts,
        "exposedFields": [{"nodeId": "given", "fieldName": "value"}],
        "meta": {"category": "user", "version": "4.0.0"},
        "nodes": [
            node("given", "integer", value=0),
            node("sum", "add", a=0, b=10),
            node("named", "workflow_return_value", key="sum", value=None),
            node("returned", "workflow_return"),
        ],
        "edges": [
            wire("given", "value", "sum", "a"),
            wire("sum", "value", "named", "value"),
            wire("named", "value", "returned", "values"),
        ],
        "form": None,
    }
    route = "/workflows/"
    saved = client.send(Request("POST", route, json={"workflow": workflow}, operation="create_workflow"))
    workflow_id = saved.json["workflow_id"]
    yield workflow_id
    client.send(Request("DELETE", f"{route}i/{workflow_id}", operation="delete_workflow"))


def calling(workflow_id: str, *numbers: int) -> Body:
    nodes = {
        "number": {"id": "number", "type": "integer", "value": 0},
        "call": {"id": "call", "type": "call_saved_workflow", "workflow_id": workflow_id},
        "got": {"id": "got", "type": "workflow_return_get", "key": "sum"},
    }
    edges = [
        ("number", "value", "call", "saved_workflow_input::given::value"),
        ("call", "values", "got", "values"),
    ]
    graph = {
        "id": "g",
        "nodes": nodes,
        "edges": [
            {"source": {"node_id": one, "field": out}, "destination": {"node_id": two, "field": field}}
            for one, out, two, field in edges
        ],
    }
    datum = {"node_path": "number", "field_name": "value", "items": list(numbers)}
    return {"batch": {"graph": graph, "runs": 1, "data": [[datum]]}}


def test_called_items_belong_to_the_batch_and_not_to_its_jobs(client: Client, called: str) -> None:
    batch = submit(client, calling(called, 1, 2))
    statuses = [event["status"] for event in batch[0].events(60) if "status" in event]
    results = batch.results(60)

    assert [result.outputs["got"].value["value"] for result in results] == [11, 12]
    assert "waiting" in statuses
    assert QueueHandle(client).batch_status(batch.batch_id).total == 4
    assert attach_batch(client, batch.batch_id).item_ids == batch.item_ids
    (child,) = batch[1].children()
    whole = QueueHandle(client).get_item(child.item_id)
    assert (whole.parent_item_id, whole.root_item_id) == (batch.item_ids[1],) * 2
    assert whole.status == JobStatus.COMPLETED


def test_a_job_whose_call_fails_has_failed(client: Client) -> None:
    batch = submit(client, calling("no-such-workflow", 1))

    assert isinstance(batch.exception(60), JobFailedError)
    assert batch[0].children() == []
