"""For every captured workflow, the compiled body is the one that the GUI posted.

The pairs of workflow and body beside these tests were captured from a real GUI. ``IVK_GOLDEN_DIR`` names a
folder with more pairs.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from ivk_workflows.compile import (
    CompileContext,
    LoadedWorkflow,
    Unavailable,
    compile_enqueue_body,
    load,
    named_resources,
    needs,
    without_unavailable,
)
from ivk_workflows.definition import WorkflowDefinition
from ivk_workflows.templates import bundled_catalog

FOLDERS = [
    Path(__file__).parent.parent / "golden",
    *map(Path, filter(None, [os.environ.get("IVK_GOLDEN_DIR")])),
]
PAIRS = {path.stem: path for folder in FOLDERS for path in sorted(folder.glob("*.json"))}


@pytest.fixture(params=sorted(PAIRS))
def pair(request: pytest.FixtureRequest) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(PAIRS[request.param].read_text())
    return parsed


@pytest.fixture
def definition(pair: dict[str, Any]) -> WorkflowDefinition:
    return WorkflowDefinition.from_dict(pair["workflow"])


@pytest.fixture
def workflow(definition: WorkflowDefinition) -> LoadedWorkflow:
    """Return the loaded workflow; the captured server had none of the boards."""
    loaded = load(definition, bundled_catalog())
    boards = frozenset(found.name for found in named_resources(loaded) if found.kind == "board")
    return without_unavailable(loaded, Unavailable(boards=boards))


@pytest.fixture
def context(workflow: LoadedWorkflow, pair: dict[str, Any]) -> CompileContext:
    """Return a context with the prompts that the captured server expanded."""
    data = pair["enqueue_batch"]["batch"]["data"]
    answer = data[0][0]["items"] if data else []
    return CompileContext(answers=dict.fromkeys(needs(workflow), answer))


@pytest.fixture
def body(workflow: LoadedWorkflow, context: CompileContext) -> dict[str, Any]:
    return compile_enqueue_body(workflow, context)


def as_set(edges: list[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps(edge, sort_keys=True) for edge in edges)


def without_ids(form: dict[str, Any], element_id: str) -> dict[str, Any]:
    """Return a form as a tree without ids, because those of forms that the GUI made itself are random."""
    element = form["elements"][element_id]
    data = dict(element.get("data", {}))
    children = [without_ids(form, child) for child in data.pop("children", [])]
    return {"type": element["type"], "data": data, "children": children}


def test_the_graph_has_the_nodes_that_the_gui_posts(body, pair):
    assert body["batch"]["graph"]["nodes"] == pair["enqueue_batch"]["batch"]["graph"]["nodes"]


def test_the_graph_has_the_edges_that_the_gui_posts(body, pair):
    assert as_set(body["batch"]["graph"]["edges"]) == as_set(pair["enqueue_batch"]["batch"]["graph"]["edges"])


@pytest.mark.parametrize("key", ["data", "runs", "origin", "destination"])
def test_the_batch_has_the_values_that_the_gui_posts(body, pair, key):
    assert body["batch"][key] == pair["enqueue_batch"]["batch"][key]


def test_the_body_has_the_same_prepend(body, pair):
    assert body["prepend"] == pair["enqueue_batch"]["prepend"]


def test_the_embedded_workflow_has_the_same_nodes(body, pair):
    assert body["batch"]["workflow"]["nodes"] == pair["enqueue_batch"]["batch"]["workflow"]["nodes"]


def test_the_embedded_workflow_has_the_same_edges(body, pair):
    embedded = pair["enqueue_batch"]["batch"]["workflow"]
    assert as_set(body["batch"]["workflow"]["edges"]) == as_set(embedded["edges"])


def test_the_embedded_workflow_has_the_same_form(body, pair):
    ours, theirs = body["batch"]["workflow"]["form"], pair["enqueue_batch"]["batch"]["workflow"]["form"]
    assert without_ids(ours, ours["rootElementId"]) == without_ids(theirs, theirs["rootElementId"])


def test_the_rest_of_the_embedded_workflow_is_the_same(body, pair):
    apart = ("nodes", "edges", "form")
    ours, theirs = body["batch"]["workflow"], pair["enqueue_batch"]["batch"]["workflow"]
    assert {k: v for k, v in ours.items() if k not in apart} == {
        k: v for k, v in theirs.items() if k not in apart
    }


def test_compiling_does_not_change_the_definition(definition, body, pair):
    assert definition.to_dict() == pair["workflow"]
