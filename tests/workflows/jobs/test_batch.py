"""How a batch is expanded, matched and split, without any server."""

from __future__ import annotations

from typing import Any

from ivk_workflows.jobs.batch import combinations, count, match, remainder, with_batch_id
from ivk_workflows.queue.schemas import QueueItemSummary


def datum(node: str, *items: Any) -> dict[str, Any]:
    return {"node_path": node, "field_name": "value", "items": list(items)}


def values(batch: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [tuple(one.value for one in combination) for combination in combinations(batch)]


def summary(item_id: int, **given: Any) -> QueueItemSummary:
    fields = [{"node_path": node, "field_name": "value", "value": value} for node, value in given.items()]
    return QueueItemSummary.model_validate({"item_id": item_id, "status": "pending", "field_values": fields})


PRODUCT = {"runs": 2, "data": [[datum("a", 1, 2)], [datum("b", "x", "y"), datum("c", "X", "Y")]]}


def test_lists_of_one_group_are_zipped_and_groups_are_multiplied_with_the_last_one_fastest() -> None:
    once = [(1, "x", "X"), (1, "y", "Y"), (2, "x", "X"), (2, "y", "Y")]

    assert values(PRODUCT) == once + once
    assert count(PRODUCT) == 8


def test_a_batch_without_data_makes_one_empty_combination_for_each_run() -> None:
    assert values({"runs": 3}) == [(), (), ()]
    assert count({"runs": 3}) == 3


def test_the_remainder_of_a_batch_makes_exactly_the_items_that_are_missing() -> None:
    rest = remainder({**PRODUCT, "batch_id": "b"}, 3)

    assert values(rest) == values(PRODUCT)[3:]
    assert rest["batch_id"] == "b"
    assert count(rest) == 5


def test_the_remainder_of_a_batch_without_data_has_fewer_runs() -> None:
    assert remainder({"runs": 5}, 2) == {"runs": 3}


def test_a_missing_batch_id_is_added_and_an_existing_one_is_kept() -> None:
    body = {"prepend": True, "batch": {"runs": 1}}

    assert with_batch_id({"batch": {"batch_id": "mine"}})["batch"]["batch_id"] == "mine"
    assert len(with_batch_id(body)["batch"]["batch_id"]) == 36
    assert "batch_id" not in body["batch"]


def test_items_in_any_order_are_matched_to_inputs_by_their_values() -> None:
    wanted = combinations({"runs": 1, "data": [[datum("a", 3, 1, 2)]]})

    assert match(wanted, [summary(7, a=1), summary(8, a=2), summary(9, a=3)]) == [9, 7, 8]


def test_items_with_equal_values_keep_the_order_in_which_they_were_enqueued() -> None:
    wanted = combinations({"runs": 2, "data": [[datum("a", 1, 2)]]})

    assert match(wanted, [summary(4, a=2), summary(3, a=1), summary(2, a=2), summary(1, a=1)]) == [1, 2, 3, 4]


def test_a_whole_number_matches_the_same_number_as_a_float() -> None:
    wanted = combinations({"runs": 1, "data": [[datum("a", 2.0, 1)]]})

    assert match(wanted, [summary(1, a=1), summary(2, a=2)]) == [2, 1]


def test_items_of_unknown_values_are_last() -> None:
    redacted = QueueItemSummary.model_validate({"item_id": 1, "status": "pending"})

    assert match(combinations({"runs": 1, "data": [[datum("a", 5)]]}), [redacted, summary(2, a=5)]) == [2, 1]
