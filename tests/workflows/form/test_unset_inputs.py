"""Setting some inputs changes those inputs and nothing else."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ivk_fields import FieldValueError
from ivk_workflows import Workflow, WorkflowDefinition
from ivk_workflows.compile import needs

CAPTURED = sorted((Path(__file__).parent.parent / "golden").glob("*.json"))
CANDIDATES = [7, 64, 0.5, True, "text", "#ff8800", [1, 2], ["a"], [0.5], "none", "euler", {"x": 1}]


def workflow_in(path):
    return Workflow(WorkflowDefinition.from_dict(json.loads(path.read_text())["workflow"]))


COMPILED_WITHOUT_A_SERVER = [path for path in CAPTURED if not needs(workflow_in(path).loaded)]


def settable(workflow):
    """Return every input that takes a value, with those of the candidates that it accepts."""
    found = {}
    for node in workflow.loaded.invocations:
        for name, field in workflow.node(node.id).inputs.items():
            if not workflow.get_input((node.id, name)).connected:
                found[node.id, name] = [each for each in CANDIDATES if takes(field, each)]
    return {place: values for place, values in found.items() if values}


def takes(field, value):
    try:
        field.accept(value)
    except FieldValueError:
        return False
    return next(iter(field.model_copy().set(value).unresolved()), None) is None


def sent(workflow):
    """Return what is sent to the server for each input, as JSON text."""
    nodes = workflow.to_enqueue_body()["batch"]["graph"]["nodes"]
    return {
        (node_id, name): json.dumps(value) for node_id, node in nodes.items() for name, value in node.items()
    }


@pytest.mark.parametrize("path", COMPILED_WITHOUT_A_SERVER, ids=lambda path: path.stem)
def test_inputs_that_were_not_set_are_sent_unchanged(path):
    original = workflow_in(path)
    before, choices = sent(original), settable(original)

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def holds(data):
        places = data.draw(st.lists(st.sampled_from(sorted(choices)), unique=True, max_size=6))
        values = {place: data.draw(st.sampled_from(choices[place])) for place in places}
        workflow = workflow_in(path).set(values)
        # A generator that was set may need the server, or make no values.
        assume(not any("generator" in name or "::" in name for _, name in places))
        after = sent(workflow)
        assert {
            place for place in before.keys() | after.keys() if before.get(place) != after.get(place)
        } <= set(places)

    holds()


@pytest.mark.parametrize("path", CAPTURED, ids=lambda path: path.stem)
def test_reading_an_input_does_not_set_it(path):
    workflow = workflow_in(path)
    workflow.describe()
    for node in workflow.loaded.invocations:
        for field in workflow.node(node.id).inputs.values():
            assert field.value is field.value
            field.describe()
    assert workflow.touched == {}
