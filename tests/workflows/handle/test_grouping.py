"""Many sets of values in as few submissions as possible: which sets share one, and which do not."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from ivk_fields.missing import MISSING
from ivk_workflows.compile import LoadedWorkflow, load
from ivk_workflows.workflow.grouping import RunGroup, grouped_runs

SEED, WIDTH = ("noise", "seed"), ("noise", "width")
MODEL = ("loader", "model")
BATCH = ("batch", "integers")


@pytest.fixture
def workflow(builder: Any, catalog: Any) -> LoadedWorkflow:
    names = {
        builder.node("noise", seed=3, width=64): "noise",
        builder.node("main_model_loader"): "loader",
        builder.node("integer_batch", integers=[1]): "batch",
        builder.node("img_resize"): "resize",
        builder.node("blank_image"): "blank",
        builder.node("prompt_from_file"): "file",
    }
    text = str(builder.document)
    for node_id, name in names.items():
        text = text.replace(f"'{node_id}'", f"'{name}'")
    builder.document = eval(text)
    return load(builder.definition(), catalog)


def indices(groups: list[RunGroup]) -> list[tuple[int, ...]]:
    return [group.indices for group in groups]


def test_numbers_share_a_submission_and_keep_their_order(workflow: LoadedWorkflow) -> None:
    [group] = grouped_runs(workflow, [{SEED: 5, WIDTH: 64}, {SEED: 7, WIDTH: 64}, {SEED: 5, WIDTH: 64}])
    assert group.columns == ({"node_path": "noise", "field_name": "seed", "items": [5, 7, 5]},)
    assert (group.indices, group.runs, group.values) == ((0, 1, 2), 1, {SEED: 5, WIDTH: 64})


def test_equal_sets_are_runs_of_one_batch(workflow: LoadedWorkflow) -> None:
    [group] = grouped_runs(workflow, [{SEED: 5}] * 40)
    assert (group.columns, group.runs, len(group.indices)) == ((), 40, 40)


def test_the_value_of_the_file_is_used_for_an_input_that_a_set_leaves_out(workflow: LoadedWorkflow) -> None:
    [group] = grouped_runs(workflow, [{WIDTH: 128}, {SEED: 9}, {}])
    assert [column["items"] for column in group.columns] == [[128, 64, 64], [3, 9, 3]]


def test_different_models_need_different_submissions(workflow: LoadedWorkflow) -> None:
    one, other = {"key": "a"}, {"key": "b"}
    sets = [{MODEL: one, SEED: 1}, {MODEL: other, SEED: 2}, {MODEL: one, SEED: 3}]
    groups = grouped_runs(workflow, sets)
    assert indices(groups) == [(0, 2), (1,)]
    assert [group.values[MODEL] for group in groups] == [one, other]


@pytest.mark.parametrize(
    ("place", "values"),
    [
        (BATCH, [[1], [2]]),  # a batch node is not in the graph
        (("blank", "board"), ["none", "none of ours"]),  # "none" is sent by leaving the input out
        (("blank", "color"), [{"r": 1}, {"r": 2}]),
        (("noise", "use_cpu"), [True, False]),  # the server would read numbers
        (("resize", "image"), [MISSING, {"image_name": "a"}]),
        (("noise", "width"), [64, "64"]),  # the server refuses a list of several types
        (("noise", "width"), [64, None]),
    ],
)
def test_values_that_the_server_cannot_batch_over_need_different_submissions(
    workflow: LoadedWorkflow, place: tuple[str, str], values: list[Any]
) -> None:
    assert indices(grouped_runs(workflow, [{place: value} for value in values])) == [(0,), (1,)]


@pytest.mark.parametrize(
    ("place", "values"),
    [
        (("resize", "image"), [{"image_name": "a"}, {"image_name": "b"}]),
        (("file", "file_path"), ["a", "b"]),
        (("noise", "width"), [64, 64.5]),
        (("noise", "width"), [[1, 2], [3]]),
    ],
)
def test_texts_numbers_images_and_lists_share_a_submission(
    workflow: LoadedWorkflow, place: tuple[str, str], values: list[Any]
) -> None:
    [group] = grouped_runs(workflow, [{place: value} for value in values])
    assert group.columns[0]["items"] == values


def test_a_map_over_numbers_is_one_submission_with_results_in_order(
    addition: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, "ivk.http"):
        results = addition.map([{"a": number} for number in range(30)], timeout=60)
    assert [result.outputs.value for result in results] == [number + 2 for number in range(30)]
    assert [result.index for result in results] == list(range(30))
    assert sum("enqueue_batch" in message for message in caplog.messages) == 1


def test_results_of_several_groups_are_in_the_order_of_the_sets(builder: Any, workflows: Any) -> None:
    """The server cannot batch over truth values, so the sets alternate between two submissions."""
    node = builder.node("boolean", "Flag", value=True)
    add = builder.node("add", "Sum", a=0, b=0)
    for each in (node, add):
        builder.data(each)["isIntermediate"] = False
    workflow = workflows.create_workflow(builder.document)
    sets = [{"Flag.value": number % 2 == 0, "Sum.a": number} for number in range(6)]
    results = workflow.map(sets, timeout=60)

    assert [result.outputs["Sum"].value for result in results] == list(range(6))
    assert [result.outputs["Flag"].value for result in results] == [True, False] * 3
    assert [result.index for result in results] == list(range(6))
