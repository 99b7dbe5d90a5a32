"""Workflows in an event loop."""

import asyncio
import inspect

import pytest

pytest.importorskip("aiohttp", reason="asynchronous clients need aiohttp")

from ivk_core import AsyncClient
from ivk_workflows import (
    AsyncWorkflowHandle,
    AsyncWorkflowRepository,
    BatchError,
    JobTimeoutError,
    WorkflowCheckError,
    WorkflowHandle,
    WorkflowRepository,
)
from ivk_workflows.library.errors import WorkflowNotFoundError
from ivk_workflows.queue import QueueRepository


@pytest.fixture
async def workflows(server_url):
    async with AsyncClient(server_url) as client:
        yield client.repository(AsyncWorkflowRepository)


@pytest.fixture
def document(builder):
    """Return an addition with both addends on the form."""
    add = builder.node("add", "Sum", a=1, b=2)
    builder.data(add)["isIntermediate"] = False
    builder.show((add, "a"), (add, "b"))
    builder.document["name"] = "Sums awaited"
    return builder.document


@pytest.fixture
async def addition(workflows, document):
    return await workflows.create_workflow(document)


async def test_a_workflow_is_run(addition):
    assert (await addition.run(a=5, timeout=30)).outputs.value == 7


async def test_submitting_and_waiting_are_two_steps(addition):
    batch = await addition.set(a=40).submit()
    assert (await addition.wait_for_completion(batch, timeout=30)).outputs.value == 42
    assert (await addition.wait_for_completion()).outputs.value == 42


async def test_a_sweep_returns_its_results_in_order(addition):
    results = await addition.sweep(product={"a": [10, 20]}, zip={"b": [1, 2]}).run_all(timeout=30)
    assert [result.outputs.value for result in results] == [11, 12, 21, 22]


async def test_map_keeps_the_order_of_its_values(addition):
    results = await addition.map([{"a": 7}, {"b": 8}], timeout=30)
    assert [result.outputs.value for result in results] == [9, 9]


async def test_a_sweep_has_no_single_result(addition):
    with pytest.raises(BatchError, match="would run 2 times"):
        await addition.sweep(product={"a": [1, 2]}).run()


async def test_missing_resources_are_reported(workflows, builder):
    builder.node("main_model_loader", "Loader")
    workflow = await workflows.create_workflow(builder.document)
    assert [problem.node_label for problem in await workflow.check()] == ["Loader"]
    with pytest.raises(WorkflowCheckError, match="Loader"):
        await workflow.submit()


async def test_models_are_synced(workflows, builder):
    old = {"key": "k", "hash": "h", "name": "embedded-sdxl", "base": "sdxl", "type": "main"}
    loader = builder.node("sdxl_model_loader", "Loader", model=old)
    builder.show((loader, "model"))
    workflow = await workflows.create_workflow(builder.document)
    (rebound,) = await workflow.sync_dnn_model()
    assert (rebound.matched_by, await workflow.check()) == ("name", [])


async def test_workflows_of_the_library_can_be_managed(workflows, document):
    saved = await workflows.create(document)
    try:
        assert (await workflows.get("Sums awaited"))["a"] == 1
        assert saved.workflow_id in [each.workflow_id for each in await workflows.list(query="awaited")]
        await workflows.update(saved.workflow_id, {**document, "name": "Renamed", "tags": "awaited"})
        assert (await workflows.get_saved(saved.workflow_id)).name == "Renamed"
        assert "awaited" in await workflows.list_tags()
        await workflows.mark_opened(saved.workflow_id)
        assert (await workflows.set_public(saved.workflow_id)).is_public
    finally:
        await workflows.delete(saved.workflow_id)
    with pytest.raises(WorkflowNotFoundError):
        await workflows.get(saved.workflow_id)


async def test_a_blocking_handle_can_be_awaited_too(client, document):
    workflow = client.repository(WorkflowRepository).create_workflow(document).set(a=40)
    submission = await workflow.submit_async()
    assert (await workflow.wait_for_completion_async(submission, timeout=30)).outputs.value == 42
    assert (await workflow.arun(a=1)).outputs.value == 3


async def test_an_awaited_blocking_handle_passes_events_on(client, document):
    workflow = client.repository(WorkflowRepository).create_workflow(document)
    received, statuses = [], []

    async def on_event(event):
        received.append(event.name)

    await workflow.submit(
        on_event=on_event,
        callbacks={"queue_item_status_changed": lambda event: statuses.append(event.get("status"))},
    )
    await workflow.wait_for_completion(timeout=30)
    monitored = [event.get("event_type") async for event in workflow.submit_sync_monitor_async()]
    assert {"queue_item_status_changed", "invocation_complete"} <= set(monitored)
    assert {"queue_item_status_changed", "invocation_complete"} <= set(received)
    assert statuses[-1] == "completed"


async def test_callbacks_receive_all_events_before_the_result_is_returned(client, document):
    workflow = client.repository(WorkflowRepository).create_workflow(document)
    received = []

    async def on_event(event):
        await asyncio.sleep(0.05)
        received.append((event.name, event.get("status")))
        raise ValueError("the next event is passed on nevertheless")

    await workflow.submit(on_event=on_event)
    await workflow.wait_for_completion(timeout=30)
    assert len(received) > 1
    assert received[-1] == ("queue_item_status_changed", "completed")


@pytest.mark.parametrize(
    "run",
    [
        lambda workflow: workflow.run(timeout=0.3),
        lambda workflow: workflow.run_all(runs=3, timeout=0.3),
        lambda workflow: workflow.map([{}, {}, {}], timeout=0.3),
    ],
)
async def test_jobs_that_the_caller_has_no_handle_of_are_canceled_at_a_timeout(addition, client, run):
    queue = client.repository(QueueRepository).get()
    queue.clear()
    queue.pause()
    try:
        with pytest.raises(JobTimeoutError, match=r"within 0\.3 seconds; it was canceled"):
            await run(addition)
        assert queue.status().pending == 0
    finally:
        queue.resume()


def parameters(method):
    return [(each.name, each.kind, each.default) for each in inspect.signature(method).parameters.values()]


PAIRS = [
    (
        WorkflowHandle,
        AsyncWorkflowHandle,
        {"submit_sync": "submit", "wait_for_completion_sync": "wait_for_completion"},
    ),
    (WorkflowRepository, AsyncWorkflowRepository, {}),
]
ONLY_BLOCKING = {
    *("submit", "submit_async", "wait_for_completion", "wait_for_completion_async"),
    *("submit_sync_monitor_async", "arun"),
}


@pytest.mark.parametrize(("blocking", "awaited", "renamed"), PAIRS, ids=["handle", "repository"])
def test_blocking_and_async_classes_take_the_same_parameters(blocking, awaited, renamed):
    names = {name for name in dir(blocking) if not name.startswith("_")} - ONLY_BLOCKING
    methods = {name for name in names if inspect.isfunction(inspect.getattr_static(blocking, name))}
    assert {renamed.get(name, name) for name in names} <= set(dir(awaited))
    for name in methods:
        counterpart = getattr(awaited, renamed.get(name, name))
        assert parameters(counterpart) == parameters(getattr(blocking, name)), name
