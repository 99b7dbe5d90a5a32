"""The types of workflows and jobs. mypy and pyright read this file; it is never run."""

from __future__ import annotations

from pathlib import Path
from typing import Any, assert_type

from ivk_core import AsyncClient, Client
from ivk_fields import IvkField
from ivk_workflows import (
    AsyncBatchHandle,
    AsyncJobResult,
    AsyncWorkflowHandle,
    AsyncWorkflowRepository,
    BatchHandle,
    Difference,
    ImageFile,
    IndexDrift,
    JobError,
    JobHandle,
    JobInputs,
    JobRepository,
    JobResult,
    NodeView,
    OutputNode,
    Problem,
    ReboundModel,
    Timings,
    Workflow,
    WorkflowDefinition,
    WorkflowHandle,
    WorkflowInput,
    WorkflowRepository,
    definition_from_server,
    definition_from_url,
    diff,
)
from ivk_workflows.library import SavedWorkflow, WorkflowSummary
from ivk_workflows.queue import QueueItem, QueueItems, QueueItemSummary, QueueRepository


def definitions(client: Client) -> None:
    assert_type(WorkflowDefinition.from_file("it.json"), WorkflowDefinition)
    assert_type(WorkflowDefinition.from_image(b""), WorkflowDefinition)
    assert_type(definition_from_url("https://host/it.json"), WorkflowDefinition)
    assert_type(definition_from_server(client, "name"), WorkflowDefinition)


def workflow_without_a_server(definition: WorkflowDefinition) -> None:
    workflow = Workflow(definition)
    assert_type(workflow.set({"Steps": 3}, seed=1), Workflow)
    assert_type(workflow.set(Path("values.yaml")), Workflow)
    assert_type(workflow.set_text({"Steps": "3"}), Workflow)
    assert_type(workflow.copy(), Workflow)
    assert_type(workflow.reset(), Workflow)
    assert_type(workflow.sweep(product={"seed": [1, 2]}, zip=[{"steps": 1}], runs=2), Workflow)
    assert_type(workflow.inputs, tuple[WorkflowInput, ...])
    assert_type(workflow.list_inputs(), list[WorkflowInput])
    assert_type(workflow.get_input("Steps"), WorkflowInput)
    assert_type(workflow.get_input_value(3), IvkField[Any])
    assert_type(workflow.node("Noise"), NodeView)
    assert_type(workflow.node("Noise").inputs["seed"], IvkField[Any])
    assert_type(workflow.list_outputs(), list[OutputNode])
    assert_type(workflow.describe(), str)
    assert_type(workflow.preview(), list[str])
    assert_type(workflow.check(), list[Problem])
    assert_type(workflow.to_enqueue_body(runs=2), dict[str, Any])
    assert_type(workflow.export_input_index_map(), list[dict[str, Any]])
    assert_type(workflow.verify_input_index_map("map.json"), list[IndexDrift])
    assert_type(diff({}, {}), list[Difference])


def workflow_on_a_server(client: Client) -> None:
    workflows = client.repository(WorkflowRepository)
    assert_type(workflows, WorkflowRepository)
    workflow = workflows.create_workflow("it.json")
    assert_type(workflow, WorkflowHandle)
    assert_type(workflows.get("name"), WorkflowHandle)
    assert_type(workflows.from_image("a.png"), WorkflowHandle)
    assert_type(workflows.from_url("https://host/it.json"), WorkflowHandle)
    assert_type(workflows.list(query="x"), list[WorkflowSummary])
    assert_type(workflows.create("it.json"), SavedWorkflow)
    assert_type(workflow.set(seed=1), WorkflowHandle)
    assert_type(workflow.sweep(product={"seed": [1]}), WorkflowHandle)
    assert_type(workflow.sync_dnn_model(by_base=True, models={"a": "b"}), list[ReboundModel])
    assert_type(workflow.submit_sync(), BatchHandle)
    assert_type(workflow.submit_sync().job, JobHandle)
    assert_type(workflow.wait_for_completion_sync(timeout=3), JobResult)
    assert_type(workflow.run(seed=3), JobResult)
    assert_type(workflow.run(seed=3).image, ImageFile)
    result = workflow.run(seed=3, queue_id="side", prepend=True, leave_out_unknown=True)
    assert_type(result.inputs, JobInputs)
    assert_type(result.seed, int | None)
    assert_type(result.prompt, str)
    assert_type(result.timings, Timings)
    assert_type(result.timings.seconds_run, float | None)
    assert_type(workflow.run_all(runs=2, on_queue_full="wait"), list[JobResult])
    assert_type(workflow.map([{"seed": 1}]), list[JobResult])
    assert_type(workflow.map([{"seed": 1}], return_exceptions=True), list[JobResult | JobError])
    jobs = client.repository(JobRepository)
    assert_type(jobs.submit(workflow.to_enqueue_body()), BatchHandle)
    assert_type(jobs.get_batch("b").results(return_exceptions=True), list[JobResult | JobError])
    assert_type(jobs.get(7).result(), JobResult)
    queue = client.repository(QueueRepository).get()
    assert_type(queue.list_items(status="failed"), QueueItems[QueueItemSummary])
    assert_type(queue.get_items([7]), QueueItems[QueueItem])


async def asynchronous_workflow(client: AsyncClient, blocking: WorkflowHandle) -> None:
    workflows = client.repository(AsyncWorkflowRepository)
    workflow = await workflows.create_workflow("it.json")
    assert_type(workflow, AsyncWorkflowHandle)
    assert_type(await workflows.get("name"), AsyncWorkflowHandle)
    assert_type(await workflow.submit(), AsyncBatchHandle)
    assert_type(await workflow.run(seed=1), AsyncJobResult)
    assert_type((await workflow.run(seed=1)).inputs, JobInputs)
    assert_type((await workflow.run(seed=1)).timings, Timings)
    assert_type(await workflow.run_all(), list[AsyncJobResult])
    assert_type(await workflow.map([{}], return_exceptions=True), list[AsyncJobResult | JobError])
    assert_type(await workflow.check(), list[Problem])
    assert_type(await blocking.submit_async(on_queue_full="wait"), AsyncBatchHandle)
    assert_type(await blocking.arun(seed=1), AsyncJobResult)
