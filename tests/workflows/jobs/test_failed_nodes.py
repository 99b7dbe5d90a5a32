"""The errors of jobs name nodes and inputs as users see them, with the values; on both servers."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from typing import Any

import pytest

from ivk_core import AsyncClient
from ivk_core.client import Client
from ivk_core.events.types import NodeEvent
from ivk_workflows import WorkflowRepository
from ivk_workflows.jobs import JobFailedError, JobRepository, attach_batch, submit, submit_async

Body = dict[str, Any]
pytestmark = pytest.mark.parametrize(
    "server_url", ["embedded", pytest.param("live", marks=pytest.mark.live)], indirect=True
)


@pytest.fixture
def client(server_url: str) -> Iterator[Client]:
    with Client(server_url) as client:
        yield client


@pytest.fixture
def workflows(client: Client) -> WorkflowRepository:
    return client.repository(WorkflowRepository)


@pytest.fixture
def halving(workflows, builder):
    """Return a handle of a workflow that divides the numbers of its form."""
    node = builder.node("div", "Halve it", a=9, b=1)
    builder.data(node)["isIntermediate"] = False
    builder.data(node)["inputs"]["b"]["label"] = "Parts"
    builder.show((node, "a"), (node, "b"))
    return workflows.create_workflow(builder.document)


def test_the_error_of_a_run_has_the_labels_and_values(halving):
    with pytest.raises(
        JobFailedError, match=r"'Halve it' \(div\) with A = 9, Parts = 0: .*division"
    ) as raised:
        halving.run(parts=0, timeout=60)

    error = raised.value
    assert (error.node_label, error.node_type) == ("Halve it", "div")
    assert error.inputs == {"A": 9, "Parts": 0}
    assert pickle.loads(pickle.dumps(error)).inputs == {"A": 9, "Parts": 0}


def test_a_swept_job_of_a_batch_is_described_with_its_own_value(halving):
    batch = halving.sweep(product={"Parts": [1, 0, 3]}).submit_sync()
    outcomes = batch.results(60, return_exceptions=True)

    assert [isinstance(one, JobFailedError) for one in outcomes] == [False, True, False]
    assert "Parts = 0" in str(outcomes[1])
    assert "Parts = 0" in str(batch.first_failure(60))
    assert "Parts = 0" in str(batch.exception(60))


def test_a_job_that_is_found_by_its_id_has_the_same_error(client, halving):
    batch = halving.set(parts=0).submit_sync()
    message = str(batch.exception(60))
    jobs = client.repository(JobRepository)

    assert "'Halve it' (div)" in message
    assert str(jobs.get(batch.item_ids[0]).exception(60)) == message
    assert str(jobs.get_batch(batch.batch_id).exception(60)) == message


def test_the_input_that_names_a_missing_image_is_named(workflows, builder, client):
    body = failing_body("img_blur", image={"image_name": "no-such-image.png"})
    error = submit(client, body).exception(60)

    assert isinstance(error, JobFailedError)
    assert (error.node_label, error.input_label) == ("Blur Image", "Image")
    assert error.input_value["image_name"] == "no-such-image.png"
    assert "-> Image = 'no-such-image.png'" in error.message


def test_the_input_that_an_edge_fed_with_a_bad_value_is_named(client):
    nodes = {
        "given": {"id": "given", "type": "integer", "value": -3},
        "seen": {"id": "seen", "type": "blank_image", "width": 8, "height": 8},
        "shown": {"id": "shown", "type": "img_resize", "width": 8, "height": 8},
    }
    edges = [("given", "value", "shown", "height"), ("seen", "image", "shown", "image")]
    error = submit(client, body_of(nodes, edges)).exception(60)

    assert isinstance(error, JobFailedError)
    assert (error.node_label, error.input_label, error.input_value) == ("Resize Image", "Height", -3)
    assert "Height = -3" in error.message


def test_the_input_whose_name_is_in_the_message_is_named(client):
    body = failing_body("rand_int", low=10, high=2)
    error = submit(client, body).exception(60)

    assert isinstance(error, JobFailedError)
    assert "'Random Integer' (rand_int)" in error.message
    assert error.inputs["Low"] == 10
    assert "High = 2" in error.message


def test_a_job_without_a_workflow_is_described_by_its_node_types(client):
    error = submit(client, failing_body("div", a=5, b=0)).exception(60)
    assert "'Divide Integers' (div) with A = 5, B = 0" in str(error)


@pytest.fixture
def calling(workflows, builder, catalog):
    """Return a handle of a workflow that calls one of the library whose inner node fails for 0."""
    inner = type(builder)(catalog)
    node = inner.node("div", "Share out", a=12, b=1)
    inner.data(node)["inputs"]["b"]["label"] = "People"
    answer, back = inner.node("workflow_return_value", key="answer"), inner.node("workflow_return")
    inner.edge(node, "value", answer, "value")
    inner.edge(answer, "value", back, "values")
    inner.show((node, "b"))
    inner.document["name"] = "Fair shares"
    saved = workflows.create(inner.document)
    builder.data(builder.node("call_saved_workflow", "Ask", workflow_id=saved.workflow_id))
    yield workflows.create_workflow(builder.document)
    workflows.delete(saved.workflow_id)


def test_the_inner_node_of_a_called_workflow_is_named(calling):
    batch = calling.set({"People": 0}).submit_sync()
    error = batch.exception(60)

    assert isinstance(error, JobFailedError)
    assert "in node 'Ask' (call_saved_workflow), in the called workflow 'Fair shares'" in error.message
    assert "'Share out' (div) with A = 12, People = 0" in error.message
    assert error.called is not None
    assert error.called.inputs == {"A": 12, "People": 0}
    (outcome,) = batch.results(60, return_exceptions=True)
    assert str(outcome) == str(error)


def test_events_and_progress_have_the_names_of_nodes(halving):
    batch = halving.submit_sync()
    seen = [event for event in batch.events(60) if isinstance(event, NodeEvent)]

    assert {event.node_label for event in seen} == {"Halve it"}
    assert all("Halve it" in repr(event) for event in seen)


def test_events_of_a_batch_that_is_found_by_its_id_have_them_too(client, halving):
    queue = halving.sweep(runs=3).submit_sync()
    found = attach_batch(client, queue.batch_id)
    assert found._monitor.known.node_label("div-0") == "Halve it"
    found.wait(60)


async def test_an_awaited_job_has_the_same_error(server_url):
    async with AsyncClient(server_url) as client:
        batch = await submit_async(client, failing_body("div", a=5, b=0))
        (error,) = await batch.results(60, return_exceptions=True)
    assert "'Divide Integers' (div) with A = 5, B = 0" in str(error)


def failing_body(node_type: str, **inputs: Any) -> Body:
    return body_of({"n": {"id": "n", "type": node_type, **inputs}}, [])


def body_of(nodes: Body, edges: list[tuple[str, str, str, str]]) -> Body:
    ends = [
        {"source": {"node_id": one, "field": out}, "destination": {"node_id": two, "field": field}}
        for one, out, two, field in edges
    ]
    return {"batch": {"graph": {"id": "g", "nodes": nodes, "edges": ends}, "runs": 1}}
