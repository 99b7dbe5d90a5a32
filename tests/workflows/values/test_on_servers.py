"""What servers make of values: on the embedded server and on the real one."""

from __future__ import annotations

from typing import Any

import pytest

from ivk_core import Client
from ivk_workflows import Workflow, WorkflowHandle, WorkflowRepository
from ivk_workflows.errors import BatchError
from ivk_workflows.queue import QueueRepository

pytestmark = pytest.mark.parametrize(
    "server_url", ["embedded", pytest.param("live", marks=pytest.mark.live)], indirect=True
)

# Generous, because other programs may use the queue of the real server at the same time.
PATIENCE = 300


@pytest.fixture
def handle(client: Client, builder: Any) -> WorkflowHandle:
    """A workflow that returns lists, and sums with a seed: all without a model."""
    lines = builder.node("string_collection", "Lines", collection=["old"])
    seeded = builder.node("random_range", "Random", low=0, high=1000, size=2)
    generator = builder.node("integer_generator", "Maker")
    batch, added = builder.node("integer_batch", "Batch"), builder.node("add", "Sum", b=1)
    builder.edge(generator, "integers", batch, "integers")
    builder.edge(batch, "value", added, "a")
    for node in (lines, seeded, added):
        builder.data(node)["isIntermediate"] = False
    builder.show((lines, "collection"), (seeded, "seed"), (generator, "generator"), (added, "b"))
    return client.repository(WorkflowRepository).create_workflow(builder.document)


def sums(results: list[Any]) -> list[int]:
    return [result.outputs["Sum"].value for result in results]


def test_generators_reach_the_server_with_all_items(handle: WorkflowHandle) -> None:
    variants = ({"collection": (str(each) for each in range(number)), "generator": [1]} for number in (2, 3))
    results = handle.map(variants, timeout=PATIENCE)
    assert [result.outputs["Lines"].value for result in results] == [["0", "1"], ["0", "1", "2"]]


def test_a_list_replaces_a_generator(handle: WorkflowHandle) -> None:
    assert sums(handle.set(generator=range(10, 13)).run_all(timeout=PATIENCE)) == [11, 12, 13]
    assert sums(handle.set({"Batch.integers": iter([5, 6])}).run_all(timeout=PATIENCE)) == [6, 7]


def test_each_job_has_a_seed_of_its_own(handle: WorkflowHandle) -> None:
    batch = handle.set(seed="random", generator=[1, 2]).submit_sync(runs=2)
    results = batch.results(PATIENCE, cancel=True)
    values = [value for result in results for value in result.item.field_values or ()]
    assert len({value.value for value in values if value.field_name == "seed"}) == 4
    assert len({tuple(result.outputs["Random"].value) for result in results}) == 4
    assert sums(results) == [2, 3, 2, 3]


def test_a_sweep_and_map_draw_too(handle: WorkflowHandle) -> None:
    swept = handle.set(generator=[1]).sweep(product={"seed": ["random", 7, 7], "b": [1, 2]})
    drawn = [tuple(each.outputs["Random"].value) for each in swept.run_all(timeout=PATIENCE)]
    assert len(set(drawn[:2])) == 2
    assert len(set(drawn[2:])) == 1
    mapped = handle.map([{"seed": -1}, {"seed": "random"}], timeout=PATIENCE)
    assert len({tuple(each.outputs["Random"].value) for each in mapped}) == 2


def test_the_same_seed_for_each_run_is_a_warning(handle: WorkflowHandle) -> None:
    handle.set(generator=[1])
    assert [problem.kind for problem in handle.check(runs=2)] == ["same_seed_each_run"]
    assert handle.check() == handle.copy().set(seed="random").check(runs=2) == []


def test_too_many_jobs_are_refused_before_anything_is_sent(handle: WorkflowHandle, client: Client) -> None:
    queue = client.repository(QueueRepository).get()
    before = queue.status().total
    values = {"seed": range(1000), "b": range(1000)}
    with pytest.raises(BatchError, match="limit for one submission is 100,000"):
        handle.sweep(product=values)
    wide = handle.set(generator=range(1000)).sweep(product={"b": range(1000)})
    with pytest.raises(BatchError, match="1,000,000 jobs"):
        wide.submit_sync()
    with pytest.raises(BatchError, match="limit"):
        handle.submit_sync(runs=10**12)
    assert queue.status().total - before < 1000  # other programs may use the real server


def test_a_size_that_does_not_fit_is_reported_and_the_node_fails(client: Client, builder: Any) -> None:
    number, noise = builder.node("integer", "Size", value=250), builder.node("noise", "Noise", height=64)
    builder.data(noise)["isIntermediate"] = False
    builder.edge(number, "value", noise, "width")
    assert [problem.kind for problem in Workflow(builder.definition()).check()] == ["value_will_not_fit"]
    workflow = client.repository(WorkflowRepository).create_workflow(builder.document)
    assert [problem.kind for problem in workflow.check()] == ["value_will_not_fit"]
    [error] = workflow.map([{}], timeout=PATIENCE, return_exceptions=True)
    assert "width" in str(error)
