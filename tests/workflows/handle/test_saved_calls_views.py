"""The views of a workflow follow the choice of the workflow that a node calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ivk_core import AsyncClient, Client
from ivk_workflows import (
    AsyncWorkflowRepository,
    BatchError,
    InputNotFoundError,
    Workflow,
    WorkflowDefinition,
    WorkflowRepository,
)
from ivk_workflows.library.errors import WorkflowNotFoundError

pytestmark = pytest.mark.parametrize(
    "server_url", ["embedded", pytest.param("live", marks=pytest.mark.live)], indirect=True
)

GREETING, FACTOR = "Views: a greeting", "Views: a factor"


@pytest.fixture
def save(workflows: WorkflowRepository, builder: Any, catalog: Any) -> Iterator[Callable[..., Any]]:
    """Return a function that saves a workflow which returns the value of one node."""
    kept: list[str] = []

    def save(name: str, node_type: str, shown: dict[str, str], **values: Any) -> Any:
        part = type(builder)(catalog)
        node = part.node(node_type, "Step", **values)
        answer, back = part.node("workflow_return_value", key="answer"), part.node("workflow_return")
        output = "collection" if "collection" in values else "value"
        part.edge(node, output, answer, "value")
        part.edge(answer, "value", back, "values")
        for field, label in shown.items():
            part.data(node)["inputs"][field]["label"] = label
        part.show(*((node, field) for field in shown))
        part.document["name"] = name
        record = workflows.create(part.document)
        kept.append(record.workflow_id)
        return record

    yield save
    for workflow_id in kept:
        workflows.delete(workflow_id)


@pytest.fixture
def parts(save: Callable[..., Any]) -> dict[str, Any]:
    """Save a workflow with a text on its form, and one with two numbers."""
    return {
        GREETING: save(GREETING, "string", {"value": "Greeting"}, value="hello"),
        FACTOR: save(FACTOR, "mul", {"a": "First", "b": "Second"}, a=3, b=4),
    }


@pytest.fixture
def document(builder: Any) -> dict[str, Any]:
    """Return a workflow with a call on its form; the id in the file is that of another server."""
    call = builder.node("call_saved_workflow", "Part", workflow_id="11111111-0000-4000-8000-00000000abcd")
    builder.data(call)["isIntermediate"] = False
    builder.show((call, "workflow_id"))
    document: dict[str, Any] = builder.document
    return document


def sent(workflow: Any) -> dict[str, Any]:
    """Return the values that are sent to the called workflow, by field name."""
    (node,) = workflow.to_enqueue_body()["batch"]["graph"]["nodes"].values()
    return {name.rpartition("::")[2]: value for name, value in node["workflow_inputs"].items()}


def test_an_iterator_is_read_once_if_the_workflow_is_chosen_at_once(workflows, document, save):
    lines = save("Views: lines", "string_collection", {"collection": "Lines"}, collection=["old"])
    given = (line for line in ("a fox", "a hen"))
    workflow = workflows.create_workflow(document).set({"Lines": given, "workflow_id": lines.workflow_id})
    assert workflow["Lines"] == ("a fox", "a hen")
    assert sent(workflow) == {"collection": ["a fox", "a hen"]}


def test_the_inputs_of_a_chosen_workflow_are_set_by_label(workflows, document, parts):
    workflow = workflows.create_workflow(document).set(workflow_id=FACTOR)
    node = workflow.node("Part")
    assert [node.inputs[name].value for name in ("First", "Second")] == [3, 4]
    node.inputs["Second"] = 7
    assert workflow.set(First=6)["Part.First"] == 6
    assert sent(workflow) == {"a": 6, "b": 7}
    assert workflow.check() == []
    (output,) = workflow.run(timeout=60).outputs
    assert output.value == {"answer": 42}


def test_a_workflow_and_its_inputs_are_set_at_once_or_not_at_all(workflows, document, parts):
    workflow = workflows.create_workflow(document).set({"Greeting": "good day", "workflow_id": GREETING})
    assert sent(workflow) == {"value": "good day"}
    with pytest.raises(InputNotFoundError, match="'Greeting'"):
        workflow.set({"workflow_id": FACTOR, "Greeting": "good night"})
    assert sent(workflow) == {"value": "good day"}
    row = {"Part.workflow_id": FACTOR, "Part.Second": "9"}
    assert sent(workflow.copy().set_text(row)) == {"a": 3, "b": 9}


def test_a_node_that_was_asked_for_before_the_choice_has_the_new_inputs(workflows, document, parts):
    workflow = workflows.create_workflow(document)
    node = workflow.node("Part")
    names = []
    for name in (GREETING, FACTOR):
        workflow.node("Part").inputs["workflow_id"] = parts[name].workflow_id
        names.append([each.rpartition("::")[2] for each in node.inputs])
    workflow.reset("workflow_id")
    names.append([*node.inputs])
    assert names == [["workflow_id", "value"], ["workflow_id", "a", "b"], ["workflow_id"]]


def test_a_value_for_a_workflow_that_is_not_called_any_more_is_left_out_and_named(workflows, document, parts):
    workflow = workflows.create_workflow(document).set(workflow_id=GREETING).set(Greeting="hi")
    workflow.set(workflow_id=FACTOR)
    assert sent(workflow) == {"a": 3, "b": 4}
    (problem,) = workflow.check()
    assert (problem.kind, problem.severity) == ("value_dropped", "warning")
    assert "Part -> Greeting: the value 'hi' is left out" in problem.message
    with pytest.raises(InputNotFoundError, match="was an input of the workflow that was called before"):
        workflow["Greeting"]
    assert sent(workflow.copy().set(workflow_id=GREETING)) == {"value": "hi"}
    workflow.reset()
    assert "value" not in sent(workflow)


def test_the_error_about_an_input_names_a_workflow_that_the_library_does_not_have(workflows, document, parts):
    workflow = workflows.create_workflow(document).set(workflow_id="Views: a greting")
    with pytest.raises(InputNotFoundError, match="no workflow 'Views: a greting'"):
        workflow.set(Greeting="hi")
    assert workflow.list_inputs()[0].field_name == "workflow_id"
    with pytest.raises(WorkflowNotFoundError, match="Did you mean 'Views: a greeting'"):
        workflow.load_called()
    assert sent(workflow.set(workflow_id=GREETING)) == {"value": "hello"}


def test_each_run_of_a_map_has_the_inputs_of_its_own_workflow(workflows, document, parts):
    runs = [
        {"workflow_id": GREETING, "Greeting": "one"},
        {"workflow_id": FACTOR, "First": 2},
        {"workflow_id": GREETING, "Greeting": "two"},
    ]
    results = workflows.create_workflow(document).map(runs, timeout=90)
    assert [result.outputs[0].value["answer"] for result in results] == ["one", 8, "two"]


def test_a_sweep_over_workflows_with_the_same_inputs_runs_and_over_others_is_refused(
    workflows, document, parts, save
):
    other = save("Views: another factor", "mul", {"a": "One", "b": "Other"}, a=1, b=1)
    workflow = workflows.create_workflow(document)
    with pytest.raises(BatchError, match=r"different inputs .*Greeting.*First, Second"):
        workflow.sweep(product={"workflow_id": [GREETING, FACTOR]}).submit_sync()
    ids = [parts[FACTOR].workflow_id, other.workflow_id]
    body = workflow.sweep(product={"workflow_id": ids}).to_enqueue_body()
    assert body["batch"]["data"][0][0]["items"] == ids


def test_a_swept_input_of_another_workflow_is_refused(workflows, document, parts):
    swept = workflows.create_workflow(document).set(workflow_id=FACTOR).sweep(product={"First": [1, 2]})
    with pytest.raises(InputNotFoundError, match="not called any more"):
        swept.set(workflow_id=GREETING).submit_sync()


async def test_an_asynchronous_workflow_has_the_inputs_after_loading_them(server_url, document, parts):
    async with AsyncClient(server_url) as client:
        workflow = await client.repository(AsyncWorkflowRepository).create_workflow(document)
        workflow.set(workflow_id=FACTOR)
        with pytest.raises(InputNotFoundError, match=r"await load_called\(\) first"):
            workflow.set(First=5)
        await workflow.load_called()
        result = await workflow.run(First=5, timeout=60)
        assert result.outputs[0].value == {"answer": 20}
        workflow.set(First=5).set(workflow_id=GREETING)
        body = await workflow.to_enqueue_body()
        (node,) = body["batch"]["graph"]["nodes"].values()
        assert list(node["workflow_inputs"].values()) == ["hello"]
        assert [each.kind for each in await workflow.check()] == ["value_dropped"]


def test_a_workflow_without_a_server_knows_the_workflows_that_it_was_given(document, parts, client: Client):
    called = {each.workflow_id: each.definition for each in parts.values()}
    workflow = Workflow(WorkflowDefinition.from_dict(document), called=called).set(workflow_id=GREETING)
    assert sent(workflow.set(Greeting="offline")) == {"value": "offline"}
    assert sent(workflow.set(workflow_id=parts[FACTOR].workflow_id)) == {"a": 3, "b": 4}
    assert [each.kind for each in workflow.check()] == ["value_dropped"]
    unknown = Workflow(WorkflowDefinition.from_dict(document)).set(workflow_id=GREETING)
    with pytest.raises(InputNotFoundError, match="pass called="):
        unknown.set(Greeting="offline")
