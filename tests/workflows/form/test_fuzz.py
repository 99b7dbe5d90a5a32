"""Any value for any input is accepted, or refused with an error of this package."""

import json
from contextlib import suppress
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivk_core.errors import InvokeAIError
from ivk_workflows import Workflow, WorkflowDefinition

WORKFLOWS = {
    path.stem: WorkflowDefinition.from_dict(json.loads(path.read_text())["workflow"])
    for path in sorted((Path(__file__).parent.parent / "golden").glob("*.json"))
}

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.binary(max_size=8)
    | st.sampled_from([object(), 1 + 2j, Path("none.png"), "../x.png", "\0", "\ud800", b"\x89PNG", range(3)])
)
keys = st.text(max_size=5) | st.sampled_from(
    ["key", "name", "image_name", "board_id", "lora", "weight", "type", "values", "r", "g", "b", "a", "seed"]
)
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.tuples(inner, inner) | st.dictionaries(keys, inner, max_size=5)
    ),
    max_leaves=6,
)


def places(workflow):
    return [(node.id, name) for node in workflow.loaded.invocations for name in workflow.node(node.id).inputs]


PLACES = [(name, place) for name, definition in WORKFLOWS.items() for place in places(Workflow(definition))]


@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(PLACES), anything)
def test_a_value_is_accepted_or_refused(place, value):
    name, key = place
    workflow = Workflow(WORKFLOWS[name])
    with suppress(InvokeAIError):
        workflow.set({key: value})
        workflow.describe()
        json.dumps(workflow.to_enqueue_body(), allow_nan=False)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(PLACES), st.text(max_size=20))
def test_a_text_is_accepted_or_refused(place, text):
    name, key = place
    with suppress(InvokeAIError):
        Workflow(WORKFLOWS[name]).set_text({key: text})


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(WORKFLOWS)), st.text() | st.integers() | st.tuples(st.text(), st.text()))
def test_a_name_is_known_or_refused(name, key):
    workflow = Workflow(WORKFLOWS[name])
    with suppress(InvokeAIError):
        workflow.get_input(key)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(PLACES), anything, st.booleans())
def test_a_sweep_is_accepted_or_refused(place, values, zipped):
    name, key = place
    with suppress(InvokeAIError):
        workflow = Workflow(WORKFLOWS[name])
        swept = workflow.sweep(zip={key: values}) if zipped else workflow.sweep(product={key: values})
        json.dumps(swept.to_enqueue_body(), allow_nan=False)
