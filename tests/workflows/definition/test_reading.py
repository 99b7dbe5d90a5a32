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


def test_saving_writes_what_was_read_including_unknown_keys(builder, tmp_path):
    builder.document["unknown_key"] = {"key": [1, None, {"deep": True}]}
    builder.data(builder.node("add"))["colour"] = "pink"
    path = tmp_path / "saved.json"
    builder.definition().save(path)
    assert json.loads(path.read_text()) == builder.document
    assert WorkflowDefinition.from_file(path).to_dict() == builder.document


def test_changing_the_source_or_a_copy_does_not_change_the_definition(builder):
    node = builder.node("add", a=1)
    definition = builder.definition()
    builder.data(node)["inputs"]["a"]["value"] = 2
    definition.to_dict()["nodes"].clear()
    assert definition.nodes[0].inputs["a"]["value"] == 1


def test_the_error_about_invalid_json_names_the_file_and_the_line(tmp_path):
    path = tmp_path / "broken.json"
    path.write_text('{"nodes": [')
    with pytest.raises(WorkflowFileError, match=r"broken\.json: this is not JSON.*line 1"):
        WorkflowDefinition.from_file(path)


def test_an_image_is_not_a_workflow_file(tmp_path):
    path = tmp_path / "image.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff\xfe")
    with pytest.raises(WorkflowFileError, match=r"image\.png: this is not a text file"):
        WorkflowDefinition.from_file(path)


@pytest.mark.parametrize("text", ["[]", "3", "null", '"text"', "{}", '{"nodes": 3}'])
def test_json_that_is_not_a_workflow_is_refused(text):
    with pytest.raises(WorkflowFileError, match="this is not a workflow"):
        WorkflowDefinition.from_json(text)


@pytest.mark.parametrize(
    "document", [GRAPH, {"batch": {"graph": GRAPH, "runs": 1}}, {"session": {"graph": GRAPH}}]
)
def test_an_api_graph_is_read_and_kept_as_it_is(document):
    definition = WorkflowDefinition.from_dict(document, source="somewhere")
    assert [(node.id, node.type) for node in definition.nodes] == [("a", "add")]
    assert definition.body.graph == GRAPH
    assert definition.to_dict() == document


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({"nodes": {}}, "has no nodes"),
        ({"nodes": {"a": {"type": "add"}, "b": {}}}, "'b' of this API graph has no type"),
        ({"nodes": {"a": {"type": "add", "id": "z"}}}, "another id inside, 'z'"),
        ({"nodes": {"a": {"type": "add"}}, "edges": {}}, "edges of this API graph are not a list"),
        ({"nodes": {"a": {"type": "add"}}, "edges": [{"source": "a"}]}, "edge number 0 of this API graph"),
        ({"batch": {"graph": GRAPH, "data": [{"items": []}]}}, "data of this batch"),
        ({"graph": GRAPH, "data": [[{"node_path": "a", "field_name": "a"}]]}, "data of this batch"),
    ],
)
def test_the_error_about_an_incomplete_graph_says_what_is_missing(document, message):
    with pytest.raises(ApiGraphError, match=f"somewhere: .*{message}"):
        WorkflowDefinition.from_dict(document, source="somewhere")


@pytest.mark.parametrize("wrapped", [dict, json.dumps])
def test_the_workflow_in_a_captured_body_or_a_record_is_read(builder, wrapped):
    builder.node("add")
    workflow = wrapped(builder.document)
    for record in ({"batch": {"graph": GRAPH, "workflow": workflow}}, {"workflow": workflow, "graph": GRAPH}):
        assert WorkflowDefinition.from_dict(record).nodes[0].type == "add"


@pytest.mark.parametrize(
    ("invalidate", "message"),
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
def test_the_error_about_an_incomplete_workflow_says_what_is_missing(builder, invalidate, message):
    builder.node("add")
    invalidate(builder.document)
    with pytest.raises(WorkflowFileError, match=message):
        builder.definition()


def test_a_newer_minor_format_is_read_with_a_warning(builder):
    builder.node("add")
    builder.document["meta"]["version"] = "4.2.0"
    with pytest.warns(WorkflowVersionWarning, match=r"format 4\.2\.0, which is newer"):
        assert builder.definition().nodes[0].type == "add"


def test_a_newer_major_format_is_refused(builder):
    builder.document["meta"]["version"] = "5.0.0"
    with pytest.raises(WorkflowVersionError, match=r"format 5\.0\.0"):
        builder.definition()


def test_errors_can_be_pickled(builder):
    builder.document["meta"]["version"] = "5.0.0"
    with pytest.raises(WorkflowVersionError) as raised:
        builder.definition()
    assert str(pickle.loads(pickle.dumps(raised.value))) == str(raised.value)
