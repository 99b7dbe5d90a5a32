"""Running workflows: once, with other values, many at a time, and as sweeps."""

import pytest

from ivk_core import Client
from ivk_fields import FieldValueError
from ivk_workflows import (
    BatchError,
    JobFailedError,
    JobResult,
    JobTimeoutError,
    QueueFullError,
    WorkflowRepository,
)
from ivk_workflows.queue import QueueRepository


def answers(results):
    return [result.outputs.value for result in results]


def test_a_workflow_runs_with_the_values_of_its_file(addition):
    assert addition.run(timeout=30).outputs["Sum"].value == 3


def test_values_of_a_run_are_for_that_run_alone(addition):
    assert addition.run(a=5, timeout=30).outputs.value == 7
    assert (addition["a"], addition.touched) == (1, {})


def test_submitting_and_waiting_are_two_steps(addition):
    addition.set(a=40)
    batch = addition.submit_sync()
    assert addition.wait_for_completion_sync(batch, timeout=30).outputs.value == 42
    assert addition.wait_for_completion_sync(batch.job).outputs.value == 42
    assert addition.wait_for_completion_sync().outputs.value == 42


def test_two_submissions_of_one_handle_are_independent(addition):
    first, second = addition.set(a=1).submit_sync(), addition.set(a=2).submit_sync()
    assert addition.wait_for_completion_sync(first, timeout=30).outputs.value == 3
    assert addition.wait_for_completion_sync(second, timeout=30).outputs.value == 4


def test_waiting_before_anything_was_submitted_is_refused(addition):
    with pytest.raises(LookupError, match="was not submitted yet"):
        addition.wait_for_completion_sync()


def test_each_run_has_a_result(addition):
    assert answers(addition.run_all(runs=3, timeout=30)) == [3, 3, 3]


def test_a_sweep_of_three_by_two_has_six_results_in_order(addition):
    results = addition.sweep(product={"a": [10, 20, 30], "b": [1, 2]}).run_all(timeout=30)
    assert answers(results) == [11, 12, 21, 22, 31, 32]


def test_a_zip_combines_its_values_and_repeats_each_run(addition):
    results = addition.sweep(zip={"a": [10, 20], "b": [1, 2]}, runs=2).run_all(timeout=30)
    assert sorted(answers(results)) == [11, 11, 22, 22]


def test_a_sweep_has_no_single_result(addition, queued):
    before = queued()
    with pytest.raises(BatchError, match="would run 2 times"):
        addition.sweep(product={"a": [1, 2]}).run(timeout=30)
    with pytest.raises(BatchError, match="would run 2 times"):
        addition.sweep(product={"a": [1, 2]}).map([{}])
    assert queued() == before


def test_map_runs_each_set_of_values_and_keeps_their_order(addition):
    assert answers(addition.map([{"a": 7}, {"b": 8}, {}], timeout=30)) == [9, 9, 3]
    assert addition.touched == {}


def test_map_checks_all_values_before_it_submits_any(addition, queued):
    before = queued()
    with pytest.raises(FieldValueError, match="'many'"):
        addition.map([{"a": 7}, {"b": "many"}])
    assert queued() == before


def test_map_requires_values_for_each_run(addition, queued):
    before = queued()
    with pytest.raises(TypeError, match="of one"):
        addition.map({"a": 7})
    assert queued() == before


@pytest.fixture
def idle(client):
    """Return a queue that is paused."""
    queue = client.repository(QueueRepository).get()
    queue.clear()
    queue.pause()
    yield queue
    queue.clear()
    queue.resume()


@pytest.mark.parametrize(
    "run",
    [
        lambda workflow: workflow.run(timeout=0.3),
        lambda workflow: workflow.run_all(runs=3, timeout=0.3),
        lambda workflow: workflow.map([{}, {}, {}], timeout=0.3),
        lambda workflow: workflow.map([{}, {}, {}], timeout=0.3, return_exceptions=True),
    ],
)
def test_jobs_that_the_caller_has_no_handle_of_are_canceled_at_a_timeout(addition, idle, run):
    with pytest.raises(JobTimeoutError, match=r"within 0\.3 seconds; it was canceled"):
        run(addition)
    assert idle.status().pending == 0


def test_map_cancels_what_was_enqueued_if_the_queue_is_full(sum_builder):
    devserver = pytest.importorskip("ivk_devserver")
    with devserver.DevServer(max_queue_size=2) as server, Client(server.url) as client:
        queue = client.repository(QueueRepository).get()
        queue.pause()
        workflow = client.repository(WorkflowRepository).create_workflow(sum_builder.document)
        with pytest.raises(QueueFullError):
            workflow.map([{}, {}, {}])
        assert queue.status().pending == 0
        queue.resume()
        assert len(workflow.map([{}, {}, {}], on_queue_full="wait")) == 3


@pytest.fixture
def dividing(builder, workflows):
    """Return a handle of a division by an input; the server cannot divide by 0."""
    node = builder.node("div", "Ratio", a=6, b=3)
    builder.data(node)["isIntermediate"] = False
    builder.show((node, "b"))
    return workflows.create_workflow(builder.document)


def test_map_raises_the_error_of_a_job(dividing):
    with pytest.raises(JobFailedError):
        dividing.map([{"b": 2}, {"b": 0}], timeout=30)


def test_map_can_return_errors_instead_of_results(dividing):
    good, bad, last = dividing.map([{"b": 2}, {"b": 0}, {"b": 6}], timeout=30, return_exceptions=True)
    assert isinstance(good, JobResult)
    assert isinstance(bad, JobFailedError)
    assert (good.outputs.value, last.outputs.value) == (3, 1)


def test_prepend_is_sent_to_the_server(addition):
    assert addition.to_enqueue_body(prepend=True, runs=2)["prepend"] is True


def test_results_say_which_values_were_swept(addition):
    results = addition.sweep(product={"a": [10, 20]}).run_all(timeout=30)
    assert [result.inputs["add-0", "a"] for result in results] == [10, 20]
    assert [result.inputs for result in results] == [{"A": 10, "B": 2}, {"A": 20, "B": 2}]
