"""Workflows that call workflows of the library."""

import pytest

from ivk_workflows import WorkflowCheckError, WorkflowRepository
from ivk_workflows.library.errors import WorkflowNotFoundError


@pytest.fixture
def saved(workflows, builder, catalog):
    """Save two workflows in the library: one doubles a number, one adds ten to it."""
    kept = []
    for name, node_type, factor in (("Twice", "mul", 2), ("Ten more", "add", 10)):
        other = type(builder)(catalog)
        node = other.node(node_type, "Step", a=3, b=factor)
        answer, back = other.node("workflow_return_value", key="answer"), other.node("workflow_return")
        other.edge(node, "value", answer, "value")
        other.edge(answer, "value", back, "values")
        other.data(node)["inputs"]["a"]["label"] = "Number"
        other.show((node, "a"))
        other.document["name"] = name
        kept.append(workflows.create(other.document))
    yield kept
    for each in kept:
        workflows.delete(each.workflow_id)


@pytest.fixture
def calling(workflows, builder, saved):
    """Return a handle of a workflow that calls the first one, and keeps its result."""
    call = builder.node("call_saved_workflow", "Call", workflow_id=saved[0].workflow_id)
    builder.data(call)["isIntermediate"] = False
    return workflows.create_workflow(builder.document)


def returned(result):
    return [output.value for output in result.outputs if output.label == "Call"]


def test_a_call_has_the_inputs_of_the_called_workflow(calling):
    assert calling["Number"] == 3
    assert calling.set(number=4)["Call.number"] == 4


def test_a_called_workflow_gets_the_values_that_were_set(calling):
    assert returned(calling.run(timeout=30)) == [{"answer": 6}]
    assert returned(calling.run(number=21, timeout=30)) == [{"answer": 42}]


def test_another_workflow_is_called_by_its_name(calling):
    assert returned(calling.run({"Call.workflow_id": "Ten more"}, timeout=30)) == [{"answer": 13}]


def test_calling_an_unknown_workflow_is_refused_before_anything_is_enqueued(calling, queued):
    before = queued()
    with pytest.raises(WorkflowNotFoundError, match="Thrice"):
        calling.run({"Call.workflow_id": "Thrice"})
    assert queued() == before


def test_the_error_names_a_called_workflow_that_was_deleted(workflows, calling, saved):
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
