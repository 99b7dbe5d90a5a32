"""Values are read once, wherever they are given."""

import json

import pytest

from ivk_core.errors import ArgumentError
from ivk_fields import FieldValueError
from ivk_workflows.errors import BatchError

WAYS = {
    "keyword": lambda workflow, value: workflow.set(collection=value),
    "mapping": lambda workflow, value: workflow.set({0: value}),
    "pairs": lambda workflow, value: workflow.set({"Lines.collection": value}.items()),
    "records": lambda workflow, value: workflow.set(iter([{"name": "Collection", "value": value}])),
    "item": lambda workflow, value: workflow.__setitem__("collection", value),
    "field": lambda workflow, value: setattr(workflow.get_input_value("collection"), "value", value),
    "node": lambda workflow, value: workflow.node("Lines").inputs.__setitem__("collection", value),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_generator_is_read_once(workflow, way):
    WAYS[way](workflow, (line.strip() for line in ["a fox\n", "a hen\n"]))
    assert workflow["collection"] == ("a fox", "a hen")
    graph = workflow.to_enqueue_body()["batch"]["graph"]
    assert graph["nodes"][workflow.inputs[0].node_id]["collection"] == ["a fox", "a hen"]


@pytest.mark.parametrize("way", WAYS)
def test_an_iterator_that_was_read_before_is_refused(workflow, way):
    used = iter(["a"])
    assert list(used) == ["a"]
    with pytest.raises(FieldValueError, match="no items, or they were read before"):
        WAYS[way](workflow, used)


def test_an_open_file_has_its_lines(workflow, tmp_path):
    file = tmp_path / "lines.txt"
    file.write_text("a fox\na hen\n")
    with file.open() as lines:
        workflow.set(collection=lines)
    assert workflow["collection"] == ("a fox", "a hen")


def test_cells_and_columns_of_a_sweep_may_be_generators(workflow):
    swept = workflow.sweep(
        product={"seed": (number for number in (1, 2)), "collection": iter([iter(["a"]), iter(["b", "c"])])}
    )
    data = swept.to_enqueue_body()["batch"]["data"]
    assert [group[0]["items"] for group in data] == [[1, 2], [["a"], ["b", "c"]]]


def test_the_rows_of_a_sweep_may_be_a_generator(workflow):
    swept = workflow.sweep(zip=({"seed": number, "width": 8 * number} for number in (1, 2)))
    assert [entry["items"] for entry in swept.to_enqueue_body()["batch"]["data"][0]] == [[1, 2], [8, 16]]


@pytest.mark.parametrize("column", [iter(()), {"a": 1}, 5, "text"])
def test_a_column_without_values_is_refused(workflow, column):
    with pytest.raises(BatchError, match="'seed'"):
        workflow.sweep(product={"seed": column})


def test_columns_of_the_same_name_are_refused(workflow, tmp_path):
    file = tmp_path / "values.csv"
    file.write_text("seed,seed\n1,2\n")
    with pytest.raises(BatchError, match="several columns 'seed'"):
        workflow.sweep(zip=file)
    pandas = pytest.importorskip("pandas")
    with pytest.raises(BatchError, match="several columns 'seed'"):
        workflow.sweep(zip=pandas.DataFrame([[1, 2]], columns=["seed", "seed"]))


@pytest.mark.parametrize(
    "values", [[1], 5, [{"steps": 1}], [("a", "b", "c")], [{"name": "Seed"}], [{"value": 1}]]
)
def test_other_values_are_refused(workflow, values):
    with pytest.raises(ArgumentError):
        workflow.set(values)
    assert not workflow.touched


def test_texts_of_a_row_are_texts(workflow):
    with pytest.raises(ArgumentError, match="'seed' is not text"):
        workflow.set_text({"seed": 3})
    with pytest.raises(ArgumentError, match="not a row"):
        workflow.set_text(["seed"])


def test_inputs_that_share_a_name_are_set_in_the_order_of_the_form(workflow, tmp_path):
    records = [
        {"name": "Prompt", "value": "a"},
        {"name": "Prompt", "value": "b"},
        {"name": "Seed", "value": 3},
    ]
    file = tmp_path / "records.json"
    file.write_text(json.dumps(records))
    for given in (records, iter(records), file):
        workflow.reset().set(given)
        assert (workflow["One.value"], workflow["Two.value"], workflow["Seed"]) == ("a", "b", 3)


def test_as_many_values_are_needed_as_inputs_share_a_name(workflow):
    for values in ("a", "abc"):
        with pytest.raises(LookupError, match="Prompt"):
            workflow.set([{"name": "Prompt", "value": value} for value in values])
    assert not workflow.touched


def test_one_input_is_not_set_twice(workflow):
    for values in ([("seed", 1), ("Seed", 2)], [{"index": 1, "value": 1}, {"name": "Seed", "value": 1}]):
        with pytest.raises(LookupError, match=r"are both \[1\] Seed"):
            workflow.set(values)
    with pytest.raises(LookupError, match="are both"):
        workflow.set({"seed": 1}, seed=2)


def test_inputs_that_were_listed_are_keys(workflow):
    workflow.set({each: 16 for each in workflow.list_inputs() if each.field_name == "width"})
    assert workflow["Width"] == 16


def test_records_of_an_index_map_are_set(workflow):
    records = [
        {**record, "value": value}
        for record, value in zip(workflow.export_input_index_map(), [["x"], 4, 24, "a", "b"], strict=True)
    ]
    workflow.set(records)
    assert [workflow[key] for key in workflow] == [("x",), 4, 24, "a", "b"]


def test_an_index_with_a_label_has_to_match_the_form(workflow):
    workflow.set([{"index": 1, "label": "Seed", "value": 4}])
    with pytest.raises(LookupError, match=r"index 1 is \[1\] Seed .*, and not 'Width'"):
        workflow.set([{"index": 1, "label": "Width", "value": 8}])
    assert (workflow["Seed"], workflow["Width"]) == (4, 512)
