"""Sweeps without a server: how tables of values become batch data."""

import pytest

from ivk_fields import FieldValueError
from ivk_workflows import BatchError, InputConnectedError, InputNotFoundError, Workflow


def data(workflow, **options):
    batch = workflow.to_enqueue_body(**options)["batch"]
    return [[(each["field_name"], each["items"]) for each in group] for group in batch["data"]]


def test_each_input_of_a_product_has_its_own_list(workflow):
    assert data(workflow.sweep(product={"a": [1, 2, 3], "b": range(2)})) == [
        [("a", [1, 2, 3])],
        [("b", [0, 1])],
    ]


def test_values_of_a_zip_share_a_list(workflow):
    assert data(workflow.sweep(zip={"a": [1, 2], "b": [3, 4]})) == [[("a", [1, 2]), ("b", [3, 4])]]


def test_the_runs_of_a_sweep_can_be_overridden(workflow):
    swept = workflow.sweep(product={"a": [1, 2]}, runs=3)
    assert swept.to_enqueue_body()["batch"]["runs"] == 3
    assert swept.to_enqueue_body(runs=1)["batch"]["runs"] == 1
    assert workflow.to_enqueue_body()["batch"]["runs"] == 1


@pytest.mark.parametrize("runs", [0, -1])
def test_running_less_than_once_is_refused(workflow, runs):
    with pytest.raises(BatchError, match="at least once"):
        workflow.sweep(product={"a": [1]}, runs=runs)
    with pytest.raises(BatchError, match="at least once"):
        workflow.to_enqueue_body(runs=runs)


def test_rows_are_zipped_columns(workflow):
    rows = [{"a": 1, "Sum.b": 3}, {"a": 2, "Sum.b": 4}]
    assert data(workflow.sweep(zip=rows)) == [[("a", [1, 2]), ("b", [3, 4])]]


def test_a_csv_file_is_parsed_by_the_fields(workflow, tmp_path):
    file = tmp_path / "values.csv"
    file.write_bytes("\ufeffa,b\n1,3\n2,4\n".encode())
    assert data(workflow.sweep(zip=file)) == data(workflow.sweep(zip=str(file)))
    assert data(workflow.sweep(zip=file)) == [[("a", [1, 2]), ("b", [3, 4])]]


def test_a_data_frame_is_read_as_plain_numbers(workflow):
    pandas = pytest.importorskip("pandas")
    swept = workflow.sweep(zip=pandas.DataFrame({"a": [1, 2], "b": [3, 4]}))
    assert data(swept) == [[("a", [1, 2]), ("b", [3, 4])]]
    assert {type(item) for group in data(swept) for _, items in group for item in items} == {int}


def test_a_sweep_does_not_change_the_original(workflow):
    workflow.set(a=9)
    swept = workflow.sweep(product={"b": [1]})
    assert data(workflow) == []
    assert swept["a"] == 9


def test_a_sweep_multiplies_with_the_batch_nodes_of_the_workflow(builder):
    add, batch = builder.node("add"), builder.node("integer_batch", integers=[5, 6])
    builder.edge(batch, "value", add, "a")
    builder.show((add, "b"))
    assert data(Workflow(builder.definition()).sweep(product={"b": [1, 2]})) == [
        [("a", [5, 6])],
        [("b", [1, 2])],
    ]


def test_the_error_about_a_value_names_the_input_and_the_value(workflow):
    with pytest.raises(FieldValueError, match=r"\[0\] A \(Sum\.a\).*'many'"):
        workflow.sweep(product={"a": [1, "many"]})


def test_an_unknown_input_is_refused(workflow):
    with pytest.raises(InputNotFoundError, match="'c'"):
        workflow.sweep(product={"c": [1]})


def test_an_input_that_an_edge_feeds_cannot_be_swept(sum_builder):
    sum_builder.edge(sum_builder.node("integer"), "value", "add-0", "a")
    with pytest.raises(InputConnectedError, match=r"Sum\.a"):
        Workflow(sum_builder.definition()).sweep(product={"a": [1]})


@pytest.mark.parametrize("product", [{"a": []}, {"a": [], "b": [1]}])
def test_an_input_without_values_is_refused(workflow, product):
    with pytest.raises(BatchError, match=r"no values for the input \[0\] A"):
        workflow.sweep(product=product)


def test_zipped_inputs_need_the_same_number_of_values(workflow):
    with pytest.raises(BatchError, match="A: 2, B: 1"):
        workflow.sweep(zip={"a": [1, 2], "b": [1]})


@pytest.mark.parametrize("other", ["a", "Sum.a", 0])
def test_an_input_cannot_be_swept_twice(workflow, other):
    with pytest.raises(BatchError, match=r"\[0\] A \(Sum\.a\) is swept twice"):
        workflow.sweep(product={"a": [1, 2]}, zip={other: [1]})


@pytest.mark.parametrize("rows", [[{"a": 1, "b": 2}, {"a": 1}], [{"a": 1}, {"a": 1, "b": 2}]])
def test_rows_with_different_inputs_are_refused(workflow, rows):
    with pytest.raises(BatchError, match="row 2"):
        workflow.sweep(zip=rows)


@pytest.mark.parametrize("text", ["a,b\n1\n", "a,b\n1,2,3\n"])
def test_the_error_names_a_csv_file_with_uneven_rows(workflow, tmp_path, text):
    file = tmp_path / "values.csv"
    file.write_text(text)
    with pytest.raises(BatchError, match=r"values\.csv"):
        workflow.sweep(zip=file)


@pytest.mark.parametrize("table", [3, {"a": 3}, [1, 2], None, {"a": None}, {"a": "text"}])
def test_an_object_that_is_not_a_table_is_refused(workflow, table):
    with pytest.raises(BatchError, match=r"table|not a list"):
        workflow.sweep(product=table)


def test_a_value_that_the_server_cannot_batch_over_is_refused(builder):
    blank = builder.node("blank_image", "Blank")
    builder.show((blank, "color"))
    swept = Workflow(builder.definition()).sweep(product={"color": ["#ff0000", "#00ff00"]})
    with pytest.raises(BatchError, match=r"cannot batch over \[0\] Color \(Blank\.color\)"):
        swept.to_enqueue_body()


def test_problems_of_the_own_value_of_a_swept_input_are_ignored(sum_builder):
    sum_builder.data("add-0")["inputs"]["a"]["value"] = "text"
    workflow = Workflow(sum_builder.definition())
    assert [each.field for each in workflow.check()] == ["a"]
    assert workflow.sweep(product={"a": [1, 2]}).check() == []
