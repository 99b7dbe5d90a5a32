"""Every way to run a workflow takes the same options, on both faces; on both servers."""

from __future__ import annotations

import inspect

import pytest

from ivk_core import AsyncClient, Client
from ivk_core.errors import ArgumentError, ConfigurationError
from ivk_workflows import (
    AsyncWorkflowHandle,
    AsyncWorkflowRepository,
    PrepareOptions,
    SubmitOptions,
    WorkflowCheckError,
    WorkflowHandle,
    WorkflowRepository,
)
from ivk_workflows.queue import QueueHandle

both_servers = pytest.mark.parametrize(
    "server_url", ["embedded", pytest.param("live", marks=pytest.mark.live)], indirect=True
)
OPTIONS = set(SubmitOptions.__annotations__)
UNPACKED = {"Unpack[SubmitOptions]": SubmitOptions, "Unpack[PrepareOptions]": PrepareOptions}
BLOCKING = [
    "submit_sync",
    "run",
    "run_all",
    "map",
    "submit",
    "submit_async",
    "arun",
    "submit_sync_monitor_async",
]


def options_of(method):
    """Return the names of all parameters, also of those that a TypedDict names."""
    parameters = inspect.signature(method).parameters
    named = (
        UNPACKED[each.annotation].__annotations__
        for each in parameters.values()
        if each.annotation in UNPACKED
    )
    return set(parameters).union(*named)


@pytest.mark.parametrize("method", BLOCKING)
def test_every_blocking_method_names_every_option(method):
    assert options_of(getattr(WorkflowHandle, method)) >= OPTIONS


@pytest.mark.parametrize("method", ["submit", "run", "run_all", "map"])
def test_every_awaited_method_names_every_option(method):
    assert options_of(getattr(AsyncWorkflowHandle, method)) >= OPTIONS


@pytest.mark.parametrize("method", ["run_all", "map"])
def test_a_misspelled_option_is_refused(method, workflows, sum_builder):
    workflow = workflows.create_workflow(sum_builder.document)
    with pytest.raises(TypeError, match="'prepnd'"):
        getattr(workflow, method)(**{"prepnd": True} | ({"inputs": [{"a": 1}]} if method == "map" else {}))


@pytest.fixture
def foreign(sum_builder):
    """Return a workflow with an input that the server does not know."""
    sum_builder.data("add-0")["inputs"]["flavour"] = {"name": "flavour", "label": "", "value": "sweet"}
    return sum_builder.document


@both_servers
def test_what_the_server_does_not_know_is_left_out_by_every_method(server_url, foreign):
    with Client(server_url) as client:
        workflow = client.repository(WorkflowRepository).create_workflow(foreign)
        with pytest.raises(WorkflowCheckError, match="flavour"):
            workflow.run(a=3)
        one = workflow.run(a=3, leave_out_unknown=True, timeout=60)
        several = workflow.run_all(runs=2, leave_out_unknown=True, timeout=60)
        mapped = workflow.map([{"a": 5}, {"a": 6}], leave_out_unknown=True, timeout=60)

    assert [each.outputs.value for each in (one, *several, *mapped)] == [5, 3, 3, 7, 8]


@both_servers
async def test_what_the_server_does_not_know_is_left_out_by_every_awaited_method(server_url, foreign):
    async with AsyncClient(server_url) as client:
        workflow = await client.repository(AsyncWorkflowRepository).create_workflow(foreign)
        with pytest.raises(WorkflowCheckError, match="flavour"):
            await workflow.map([{"a": 3}])
        one = await workflow.run(a=3, leave_out_unknown=True, timeout=60)
        several = await workflow.run_all(leave_out_unknown=True, timeout=60)
        mapped = await workflow.map([{"a": 5}], leave_out_unknown=True, timeout=60)

    assert [each.outputs.value for each in (one, *several, *mapped)] == [5, 3, 7]


async def test_the_coroutines_of_a_blocking_handle_leave_it_out_too(server_url, foreign):
    with Client(server_url) as client:
        workflow = client.repository(WorkflowRepository).create_workflow(foreign)
        result = await workflow.arun(a=3, leave_out_unknown=True, timeout=60)
        assert result.outputs.value == 5
        batch = await workflow.submit(leave_out_unknown=True)
        assert (await batch.results(60))[0].outputs.value == 3
        await client.aio.close()


def test_another_queue_and_the_front_of_it_can_be_chosen(server_url, sum_builder):
    with Client(server_url) as client:
        workflow = client.repository(WorkflowRepository).create_workflow(sum_builder.document)
        results = [
            workflow.run(queue_id="side", timeout=60),
            *workflow.run_all(queue_id="side", prepend=True, timeout=60),
            *workflow.map([{"a": 1}], queue_id="side", prepend=True, timeout=60),
        ]
        assert [each.item.queue_id for each in results] == ["side"] * 3
        assert [each.item.priority > 0 for each in results] == [False, True, True]
        QueueHandle(client, "side").prune()


@pytest.mark.parametrize("method", ["run", "run_all", "submit_sync"])
def test_another_value_of_an_option_is_refused_before_anything_is_sent(addition, queued, method):
    before = queued()
    with pytest.raises(ConfigurationError, match="Did you mean 'wait'"):
        getattr(addition, method)(on_queue_full="wiat")
    assert queued() == before


def test_map_refuses_it_too(addition, queued):
    before = queued()
    with pytest.raises(ConfigurationError, match="'raise', 'wait'"):
        addition.map([{"a": 1}], on_queue_full="ignore")
    assert queued() == before


WRONG_OPTIONS = [
    {"timeout": "5"},
    {"timeout": -3},
    {"queue_id": 7},
    {"prepend": "yes"},
    {"leave_out_unknown": 1},
]


@pytest.mark.parametrize("wrong", WRONG_OPTIONS)
def test_options_of_a_wrong_type_are_refused_before_anything_is_sent(addition, queued, wrong):
    before = queued()
    calls = [
        lambda: addition.run(**wrong),
        lambda: addition.run_all(**wrong),
        lambda: addition.map([{"a": 1}], **wrong),
    ]
    for call in calls:
        with pytest.raises((ArgumentError, ConfigurationError)):
            call()
    assert queued() == before


@pytest.mark.parametrize("wrong", [12, "b4d6f2a0", object()])
def test_waiting_for_something_else_than_a_submission_is_refused(addition, wrong):
    with pytest.raises(ArgumentError, match="what submit"):
        addition.wait_for_completion_sync(wrong)
