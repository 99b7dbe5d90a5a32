"""Broken workflows: anything missing or of the wrong type leads to an error of this package, or to a body."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivk_workflows.check import check
from ivk_workflows.compile import compile_enqueue_body, load, named_resources, needs, saved_workflow_ids
from ivk_workflows.definition import WorkflowDefinition
from ivk_workflows.errors import BatchError, UnresolvedNeedError, WorkflowFileError
from ivk_workflows.inputs import form_inputs, node_inputs
from ivk_workflows.templates import bundled_catalog

GOLDEN = {
    path.stem: path.read_text() for path in sorted((Path(__file__).parent.parent / "golden").glob("*.json"))
}
NAMES = sorted(GOLDEN)

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def places(document: Any) -> list[tuple[Any, Any]]:
    """Return every place in a document, as a container and a key."""
    if isinstance(document, dict):
        found = list(document.items())
    elif isinstance(document, list):
        found = list(enumerate(document))
    else:
        return []
    return [place for key, value in found for place in [(document, key), *places(value)]]


@st.composite
def broken_workflows(draw: st.DrawFn) -> dict[str, Any]:
    workflow: dict[str, Any] = json.loads(GOLDEN[draw(st.sampled_from(NAMES))])["workflow"]
    for _ in range(draw(st.integers(1, 4))):
        container, key = draw(st.sampled_from(places(workflow)))
        if draw(st.booleans()):
            del container[key]
        else:
            container[key] = draw(anything)
    return workflow


def use(definition: WorkflowDefinition) -> None:
    """Do everything with a workflow that needs no server."""
    catalog = bundled_catalog()
    workflow = load(definition, catalog)
    form_inputs(workflow)
    for node in workflow.invocations:
        node_inputs(workflow, node)
    list(named_resources(workflow))
    saved_workflow_ids(definition)
    check(workflow)
    try:
        needs(workflow)
        json.dumps(compile_enqueue_body(workflow))
    except (BatchError, UnresolvedNeedError):
        pass


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(broken_workflows())
def test_a_broken_workflow_leads_to_an_error_or_a_body(workflow):
    before = json.dumps(workflow)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            definition = WorkflowDefinition.from_dict(workflow)
        except WorkflowFileError:
            return
    use(definition)
    assert json.dumps(definition.to_dict()) == before


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(NAMES), st.data())
def test_a_truncated_file_is_not_json(name, data):
    text = GOLDEN[name].strip()
    with pytest.raises(WorkflowFileError, match="not JSON"):
        WorkflowDefinition.from_json(text[: data.draw(st.integers(0, len(text) - 1))])
