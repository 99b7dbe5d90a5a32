import json
import pickle

import pytest

from ivk_workflows.definition import WorkflowDefinition
from ivk_workflows.errors import (
    ApiGraphError,
    WorkflowFileError,
    WorkflowVersionError,
    WorkflowVersionWarning,
)

GRAPH = {"id": "g", "nodes": {"a": {"id": "a", "type": "add"}}, "edges": []}


def test_saving_gives_back_what_was_read_unknown_keys_included(drawing, tmp_path):
    drawing.document["somebody_elses"] = {"key": [1, None, {"deep": True}]}
    drawing.data(drawing.node("add"))["colour"] = "pink"
    path = tmp_path / "saved.json"
    drawing.definition().save(path)
    assert json.loads(path.read_text()) == drawing.document
    assert WorkflowDefinition.from_file(path).to_dict() == drawing.document


def test_changing_what_was_given_or_given_back_does_not_change_the_definition(drawing):
    node = drawing.node("add", a=1)
    definition = drawing.definition()
    drawing.data(node)["inputs"]["a"]["value"] = 2
    definition.to_dict()["nodes"].clear()
    assert definition.nodes[0].inputs["a"]["value"] == 1


def test_a_file_that_is_no_json_is_named_with_the_place_where_it_breaks(tmp_path):
    path = tmp_path / "broken.json"
    path.write_text('{"nodes": [')
    with pytest.raises(WorkflowFileError, match=r"broken\.json: this is not JSON.*line 1"):
        WorkflowDefinition.from_file(path)


def test_a_picture_is_no_workflow_file(tmp_path):
    path = tmp_path / "picture.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff\xfe")
    with pytest.raises(WorkflowFileError, match=r"picture\.png: this is not a text file"):
        WorkflowDefinition.from_file(path)


@pytest.mark.parametrize("text", ["[]", "3", "null", '"text"', "{}", '{"nodes": 3}'])
def test_json_that_is_no_workflow_says_so(text):
    with pytest.raises(WorkflowFileError, match="this is not a workflow"):
        WorkflowDefinition.from_json(text)


@pytest.mark.parametrize(
    "document", [GRAPH, {"batch": {"graph": GRAPH, "runs": 1}}, {"session": {"graph": GRAPH}}]
)
def test_an_api_graph_gets_an_error_of_its_own(document):
    with pytest.raises(ApiGraphError, match=r"somewhere: this is an API graph") as raised:
        WorkflowDefinition.from_dict(document, source="somewhere")
    assert "Download Workflow" in raised.value.hint


@pytest.mark.parametrize("wrapped", [dict, json.dumps])
def test_the_workflow_inside_a_captured_body_or_a_record_is_taken(drawing, wrapped):
    drawing.node("add")
    workflow = wrapped(drawing.document)
    for record in ({"batch": {"graph": GRAPH, "workflow": workflow}}, {"workflow": workflow, "graph": GRAPH}):
        assert WorkflowDefinition.from_dict(record).nodes[0].type == "add"


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda document: document["nodes"].append(3), "node number 1 has no data"),
        (lambda document: document["nodes"][0].pop("id"), "node number 0 has no id"),
        (lambda document: document["nodes"][0]["data"].pop("type"), "has no type"),
        (lambda document: document["nodes"][0]["data"].update(inputs=[]), "are not an object"),
        (lambda document: document["nodes"][0]["data"]["inputs"].update(a=5), "input 'a'"),
        (lambda document: document["edges"].append({"source": "a"}), "edge number 0 does not say what"),
        (lambda document: document["edges"].append({"source": "a", "target": "b"}), "which fields"),
        (lambda document: document.update(edges={}), "its edges are not a list"),
        (lambda document: document.pop("meta"), "which version"),
        (lambda document: document["meta"].update(version="new"), "which version"),
    ],
)
def test_a_workflow_that_is_not_whole_says_what_it_lacks(drawing, spoil, said):
    drawing.node("add")
    spoil(drawing.document)
    with pytest.raises(WorkflowFileError, match=said):
        drawing.definition()


def test_a_newer_minor_format_is_read_with_a_warning(drawing):
    drawing.node("add")
    drawing.document["meta"]["version"] = "4.2.0"
    with pytest.warns(WorkflowVersionWarning, match=r"format 4\.2\.0, which is newer"):
        assert drawing.definition().nodes[0].type == "add"


def test_a_newer_major_format_is_refused(drawing):
    drawing.document["meta"]["version"] = "5.0.0"
    with pytest.raises(WorkflowVersionError, match=r"format 5\.0\.0"):
        drawing.definition()


def test_errors_survive_pickling(drawing):
    drawing.document["meta"]["version"] = "5.0.0"
    with pytest.raises(WorkflowVersionError) as raised:
        drawing.definition()
    assert str(pickle.loads(pickle.dumps(raised.value))) == str(raised.value)
