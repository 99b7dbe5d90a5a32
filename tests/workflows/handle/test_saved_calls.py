"""Workflows that call workflows of the library."""

import pytest

from ivk_workflows import WorkflowCheckError, WorkflowRepository
from ivk_workflows.library.errors import WorkflowNotFoundError


@pytest.fixture
def saved(workflows, drawing, catalog):
    """Two workflows in the library: one gives a number times two, one gives it plus ten."""
    kept = []
    for name, node_type, factor in (("Twice", "mul", 2), ("Ten more", "add", 10)):
        sheet = type(drawing)(catalog)
        node = sheet.node(node_type, "Step", a=3, b=factor)
        answer, back = sheet.node("workflow_return_value", key="answer"), sheet.node("workflow_return")
        sheet.edge(node, "value", answer, "value")
        sheet.edge(answer, "value", back, "values")
        sheet.data(node)["inputs"]["a"]["label"] = "Number"
        sheet.show((node, "a"))
        sheet.document["name"] = name
        kept.append(workflows.create(sheet.document))
    yield kept
    for each in kept:
        workflows.delete(each.workflow_id)


@pytest.fixture
def calling(workflows, drawing, saved):
    """A workflow that calls the first one, and keeps what it gives."""
    call = drawing.node("call_saved_workflow", "Call", workflow_id=saved[0].workflow_id)
    drawing.data(call)["isIntermediate"] = False
    return workflows.create_workflow(drawing.document)


def given(result):
    return [output.value for output in result.outputs if output.label == "Call"]


def test_a_call_offers_the_inputs_of_the_workflow_it_calls(calling):
    assert calling["Number"] == 3
    assert calling.set(number=4)["Call.number"] == 4


def test_a_called_workflow_gets_the_values_that_were_set(calling):
    assert given(calling.run(timeout=30)) == [{"answer": 6}]
    assert given(calling.run(number=21, timeout=30)) == [{"answer": 42}]


def test_another_workflow_is_called_by_its_name(calling):
    assert given(calling.run({"Call.workflow_id": "Ten more"}, timeout=30)) == [{"answer": 13}]


def test_a_workflow_that_nobody_saved_is_refused_before_anything_is_enqueued(calling, queued):
    before = queued()
    with pytest.raises(WorkflowNotFoundError, match="Thrice"):
        calling.run({"Call.workflow_id": "Thrice"})
    assert queued() == before


def test_a_called_workflow_that_was_deleted_since_is_named(workflows, calling, saved):
    spare = workflows.create(saved[0].workflow)
    workflow = calling.copy().set({"Call.workflow_id": spare.workflow_id})
    workflows.delete(spare.workflow_id)
    with pytest.raises(
        WorkflowCheckError, match=f"Call -> .* the library has no workflow '{spare.workflow_id}'"
    ):
        workflow.submit_sync()


def test_a_workflow_of_the_library_runs_by_its_name(workflows: WorkflowRepository, saved):
    body = workflows.get("Twice").set(number=9).to_enqueue_body()
    assert next(node for node in body["batch"]["graph"]["nodes"].values() if node["type"] == "mul")["a"] == 9
