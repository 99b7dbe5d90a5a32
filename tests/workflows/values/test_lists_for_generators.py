"""Lists instead of a generator that feeds a batch."""

import json

import pytest

from ivk_fields import FieldValueError, StringParseString
from ivk_workflows import Workflow
from ivk_workflows.errors import BatchError

KINDS = {
    "string": ("string", "value", ["a", "b"], "string_generator_parse_string"),
    "integer": ("integer", "value", [3, 4], "integer_generator_arithmetic_sequence"),
    "float": ("float", "value", [0.5, 2], "float_generator_linear_distribution"),
    "image": ("img_resize", "image", ["a.png", "b.png"], "image_generator_images_from_board"),
}


def fed(builder, kind, *, connector=False, batches=1):
    """A workflow whose batch nodes a generator feeds; both are on the form."""
    target, field, _, type_ = KINDS[kind]
    generator = builder.node(f"{kind}_generator", "Maker", generator={"type": type_})
    builder.show((generator, "generator"))
    for _ in range(batches):
        batch = builder.node(f"{kind}_batch", "Batch")
        source, output = generator, f"{kind}s"
        if connector:
            source, output = builder.connector(), "out"
            builder.edge(generator, f"{kind}s", source, "in")
        builder.edge(source, output, batch, f"{kind}s")
        builder.edge(batch, "image" if kind == "image" else "value", builder.node(target), field)
    return Workflow(builder.definition())


def items(body):
    return [[entry["items"] for entry in group] for group in body["batch"]["data"]]


@pytest.mark.parametrize("connector", [False, True])
@pytest.mark.parametrize("key", ["generator", "Batch.{}s"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_list_replaces_the_generator(builder, kind, key, connector):
    workflow, given = fed(builder, kind, connector=connector), KINDS[kind][2]
    body = workflow.set({key.format(kind): (each for each in given)}).to_enqueue_body()
    sent = [{"image_name": name} for name in given] if kind == "image" else given
    assert items(body) == [[sent]]
    assert "generator" not in json.dumps(body)
    assert "connector" not in json.dumps(body)
    assert [problem for problem in workflow.check() if problem.severity == "error"] == []


def test_a_range_replaces_the_generator_of_integers(builder):
    workflow = fed(builder, "integer").set(generator=range(3))
    assert workflow["generator"] == (0, 1, 2)
    assert items(workflow.to_enqueue_body()) == [[[0, 1, 2]]]


@pytest.mark.parametrize("key", ["generator", "Batch.strings"])
def test_the_lines_of_a_text_file_replace_the_generator(builder, tmp_path, key):
    file = tmp_path / "prompts.txt"
    file.write_text("a fox, red\n\nein Huhn \u00fc\n", encoding="utf-8")
    assert items(fed(builder, "string").set({key: file}).to_enqueue_body()) == [
        [["a fox, red", "ein Huhn \u00fc"]]
    ]


def test_the_lines_of_a_file_may_be_numbers(builder, tmp_path):
    file = tmp_path / "numbers.txt"
    file.write_text("1\n2\n")
    assert items(fed(builder, "integer").set(generator=file).to_enqueue_body()) == [[[1, 2]]]
    file.write_text("1\ntwo\n")
    with pytest.raises(FieldValueError, match=r"item 1: .*two"):
        fed(builder, "integer").set(generator=file)


def test_a_file_that_is_missing_is_named(builder, tmp_path):
    with pytest.raises(FieldValueError, match=r"gone\.txt"):
        fed(builder, "string").set(generator=tmp_path / "gone.txt")


def test_a_generator_that_feeds_several_batches_is_replaced_in_all_or_in_one(builder):
    workflow = fed(builder, "string", batches=2)
    assert items(workflow.copy().set(generator=["x"]).to_enqueue_body()) == [[["x"]], [["x"]]]
    [first, _] = [node.id for node in workflow.loaded.batches]
    body = workflow.set({(first, "strings"): ["x"]}).to_enqueue_body()
    assert items(body) == [[["x"]], [["foo", "bar", "baz", "qux"]]]
    assert "string_generator" in json.dumps(body["batch"]["workflow"])


def test_a_generator_still_takes_settings_and_a_reset_restores_them(builder):
    workflow = fed(builder, "string").set(generator=StringParseString(input="1,2"))
    assert items(workflow.to_enqueue_body()) == [[["1", "2"]]]
    workflow.set(generator=["x"]).reset("generator")
    assert items(workflow.to_enqueue_body()) == [[["foo", "bar", "baz", "qux"]]]


def test_lists_come_from_files_of_values_too(builder, tmp_path):
    file = tmp_path / "values.json"
    file.write_text(json.dumps({"generator": ["x", "y"]}))
    assert items(fed(builder, "string").set(file).to_enqueue_body()) == [[["x", "y"]]]


@pytest.mark.parametrize("given", [[], [1], "text", 5, {"type": "other"}, [["a"]], iter(())])
def test_other_values_are_refused(builder, given):
    workflow = fed(builder, "string")
    with pytest.raises(FieldValueError):
        workflow.set(generator=given)
    assert not workflow.touched


def test_a_list_that_nothing_would_use_is_refused(builder):
    node = builder.node("string_generator")
    builder.node("add")
    with pytest.raises(BatchError, match="feeds no batch node"):
        Workflow(builder.definition()).set({(node, "generator"): ["a"]})


def test_another_input_that_an_edge_feeds_is_still_refused(builder):
    number, add = builder.node("integer"), builder.node("add")
    builder.edge(number, "value", add, "a")
    with pytest.raises(ValueError, match="fed by an edge"):
        Workflow(builder.definition()).set({(add, "a"): 3})


def test_the_values_of_the_file_are_not_changed(builder):
    workflow = fed(builder, "string")
    workflow.copy().set(generator=["x"]).to_enqueue_body()
    assert "Maker" in workflow.describe()
    assert items(workflow.to_enqueue_body()) == [[["foo", "bar", "baz", "qux"]]]


def test_an_exposed_field_of_the_generator_is_removed_with_it(builder):
    fed(builder, "string")
    builder.document["form"] = None
    builder.document["exposedFields"] = [{"nodeId": "string_generator-0", "fieldName": "generator"}]
    body = Workflow(builder.definition()).set(generator=["x"]).to_enqueue_body()
    assert "generator" not in json.dumps(body)
