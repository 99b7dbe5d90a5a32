"""Queue items: get, list, count, retry, cancel and delete."""

import pytest

ITEM = {
    *("item_id", "status", "status_sequence", "priority", "batch_id", "origin", "destination", "session_id"),
    *("error_type", "error_message", "error_traceback", "created_at", "updated_at", "started_at"),
    *("completed_at", "queue_id", "user_id", "user_display_name", "user_email", "field_values"),
    *("retried_from_item_id", "device", "workflow_call_id", "parent_item_id", "parent_session_id"),
    *("root_item_id", "workflow_call_depth", "session", "workflow"),
}
SUMMARY = {
    *("item_id", "created_at", "status", "device", "started_at", "completed_at", "origin", "destination"),
    *("batch_id", "user_id", "user_display_name", "user_email", "field_values", "parent_item_id"),
}
SESSION = {
    *("id", "graph", "execution_graph", "executed", "executed_history", "results", "errors"),
    *("workflow_call_stack", "workflow_call_history", "max_workflow_call_depth", "prepared_source_mapping"),
    *("source_prepared_mapping", "prepared_iteration_paths", "ready_order", "indegree"),
}
COUNTS = ("pending", "in_progress", "waiting", "completed", "failed", "canceled", "total")
FAILING = {
    "id": "failing",
    "nodes": {"a": {"type": "img_resize", "id": "a", "image": {"image_name": "nope.png"}}},
    "edges": [],
}


def test_a_completed_item_has_no_nulls(api, addition):
    (item,) = api.run(addition)
    missing = {"error_type", "error_message", "error_traceback", "retried_from_item_id", "workflow", "origin"}
    calls = {"workflow_call_id", "parent_item_id", "parent_session_id", "root_item_id", "workflow_call_depth"}
    assert set(item) == ITEM - missing - calls
    assert (item["status"], item["status_sequence"], item["field_values"]) == ("completed", 2, [])
    assert (item["user_id"], item["user_display_name"]) == ("system", "System")


def test_a_session_maps_prepared_nodes_to_nodes_of_the_graph(api, addition):
    (item,) = api.run(addition)
    session = item["session"]
    assert set(session) == SESSION
    assert session["id"] == item["session_id"]
    results = {session["prepared_source_mapping"][key]: one for key, one in session["results"].items()}
    assert results == {
        "a": {"value": 3, "type": "integer_output"},
        "b": {"value": 7, "type": "integer_output"},
    }
    assert session["executed_history"] == ["a", "b"]
    assert session["source_prepared_mapping"].keys() == {"a", "b"}
    assert [edge["destination"]["field"] for edge in session["execution_graph"]["edges"]] == ["a"]


def test_items_by_ids_have_nulls(api, addition):
    (item,) = api.run(addition)
    (listed,) = api.json("POST", "/queue/default/items_by_ids", json={"item_ids": [item["item_id"], 10**9]})
    assert set(listed) == ITEM
    assert listed["session"]["results"].keys() == item["session"]["results"].keys()
    assert all(result["output_meta"] is None for result in listed["session"]["results"].values())
    assert listed["session"]["waiting_workflow_call"] is None


def test_summaries_are_returned_in_the_order_of_the_ids(api, addition):
    ids = sorted(item["item_id"] for item in api.run(addition, runs=2))
    summaries = api.json(
        "POST", "/queue/default/item_summaries_by_ids", json={"item_ids": [ids[1], 10**9, ids[0]]}
    )
    assert [one["item_id"] for one in summaries] == [ids[1], ids[0]]
    assert set(summaries[0]) == SUMMARY


def test_times_of_an_item_are_in_order(api, addition):
    (item,) = api.run(addition)
    assert item["created_at"] <= item["started_at"] <= item["completed_at"]
    assert len(item["created_at"]) == len("2026-11-20 08:57:45.683")


def test_a_failed_item_has_an_error(api):
    (item,) = api.run(FAILING)
    assert (item["status"], item["error_type"]) == ("failed", "ImageRecordNotFoundException")
    assert item["error_message"] == "Image record not found"
    assert item["error_traceback"].startswith("Traceback (most recent call last)")
    assert list(item["session"]["errors"].values()) == [
        "ImageRecordNotFoundException: Image record not found"
    ]


def test_a_failed_item_can_be_retried(api):
    (item,) = api.run(FAILING)
    retried = api.json("PUT", "/queue/default/retry_items_by_id", json=[item["item_id"], 10**9])
    assert retried == {"queue_id": "default", "retried_item_ids": [item["item_id"]]}
    items = list(api.json("GET", f"/queue/default/list_all?destination={api.destination}"))
    (again,) = (one for one in items if one["item_id"] != item["item_id"])
    api.wait([again["item_id"]])
    assert again["retried_from_item_id"] == item["item_id"]
    assert again["batch_id"] == item["batch_id"]


def test_a_completed_item_is_not_retried(api, addition):
    (item,) = api.run(addition)
    retried = api.json("PUT", "/queue/default/retry_items_by_id", json=[item["item_id"]])
    assert retried["retried_item_ids"] == []


def test_canceling_a_finished_item_has_no_effect(api, addition):
    (item,) = api.run(addition)
    answer = api.json("PUT", f"/queue/default/i/{item['item_id']}/cancel")
    assert (answer["status"], answer["status_sequence"]) == ("completed", 2)


def test_a_deleted_item_is_not_found(api, addition):
    (item,) = api.run(addition)
    assert api.json("DELETE", f"/queue/default/i/{item['item_id']}") is None
    answer = api.request("GET", f"/queue/default/i/{item['item_id']}")
    detail = f"Queue item with id {item['item_id']} not found in queue default"
    assert (answer.status_code, answer.json()) == (404, {"detail": detail})


@pytest.mark.parametrize(("method", "suffix"), [("PUT", "/cancel"), ("DELETE", "")])
def test_an_item_of_another_queue_is_not_found(api, addition, method, suffix):
    (item,) = api.run(addition)
    answer = api.request(method, f"/queue/other/i/{item['item_id']}{suffix}")
    assert answer.status_code == 404


def test_getting_an_item_of_another_queue_is_an_error(api, addition):
    (item,) = api.run(addition)
    answer = api.request("GET", f"/queue/other/i/{item['item_id']}")
    assert answer.status_code == 500
    assert answer.json()["detail"].startswith("Unexpected error while fetching queue item: 404:")


def test_ids_are_listed_newest_first(api, addition):
    ids = [item["item_id"] for item in api.run(addition)] + [item["item_id"] for item in api.run(addition)]
    listed = api.json("GET", "/queue/default/item_ids")
    backwards = api.json("GET", "/queue/default/item_ids?order_dir=ASC")
    mine = [one for one in listed["item_ids"] if one in ids]
    assert mine == sorted(ids, reverse=True)
    assert [one for one in backwards["item_ids"] if one in ids] == sorted(ids)
    assert listed["total_count"] == len(listed["item_ids"])


def test_batches_and_destinations_have_counts_by_status(api, addition):
    items = api.run(addition, runs=2, origin="test")
    batch = api.json("GET", f"/queue/default/b/{items[0]['batch_id']}/status")
    destination = api.json("GET", f"/queue/default/counts_by_destination?destination={api.destination}")
    expected = {**dict.fromkeys(COUNTS, 0), "completed": 2, "total": 2}
    assert {key: batch[key] for key in COUNTS} == expected
    assert (batch["origin"], batch["destination"]) == ("test", api.destination)
    assert {key: destination[key] for key in COUNTS} == expected


def test_an_unused_queue_is_empty(api):
    status = api.json("GET", "/queue/unused/status")
    ids = {"queue_id": "unused", "item_id": None, "batch_id": None, "session_id": None}
    mine = {"user_pending": 0, "user_in_progress": 0}
    assert status["queue"] == {**ids, **dict.fromkeys(COUNTS, 0), **mine}
    assert status["processor"].keys() == {"is_started", "is_processing"}
    assert api.json("GET", "/queue/unused/current") is None
    assert api.json("GET", "/queue/unused/next") is None


def test_deleting_by_destination_returns_the_number_of_items(api, addition):
    api.run(addition, runs=2)
    assert api.json("DELETE", f"/queue/default/d/{api.destination}") == {"deleted": 2}
    assert api.json("DELETE", f"/queue/default/d/{api.destination}") == {"deleted": 0}


def test_canceling_finished_items_cancels_nothing(api, addition):
    (item,) = api.run(addition)
    batch = {"batch_ids": [item["batch_id"]]}
    assert api.json("PUT", "/queue/default/cancel_by_batch_ids", json=batch) == {"canceled": 0}
    path = f"/queue/default/cancel_by_destination?destination={api.destination}"
    assert api.json("PUT", path) == {"canceled": 0}


def test_a_queue_can_be_pruned_and_cleared(api, addition):
    queue = api.destination
    answer = api.enqueue(addition, queue=queue, runs=2)
    api.wait(answer.json()["item_ids"], queue=queue)
    assert api.json("PUT", f"/queue/{queue}/prune") == {"deleted": 2}
    assert api.json("PUT", f"/queue/{queue}/clear") == {"deleted": 0}


def test_items_by_ids_require_an_object(api):
    answer = api.request("POST", "/queue/default/items_by_ids", json=[1])
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["body", "item_ids"]


def test_too_many_ids_at_once_are_refused(api):
    answer = api.request("POST", "/queue/default/items_by_ids", json={"item_ids": list(range(1001))})
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["type"] == "too_long"
