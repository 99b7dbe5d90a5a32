"""The events on the socket: their order and their keys."""

import time

import pytest
import socketio

ITEM_KEYS = {
    "timestamp",
    "queue_id",
    "item_id",
    "batch_id",
    "origin",
    "destination",
    "user_id",
    "session_id",
}
INVOCATION_KEYS = ITEM_KEYS | {"invocation", "invocation_source_id"}
STATUS_KEYS = ITEM_KEYS | {
    *("status", "status_sequence", "error_type", "error_message", "error_traceback", "created_at"),
    *("updated_at", "started_at", "completed_at", "batch_status", "queue_status"),
}
KEYS = {
    "batch_enqueued": {
        *("timestamp", "queue_id", "batch_id", "enqueued", "requested", "priority", "origin", "user_id"),
    },
    "queue_item_status_changed": STATUS_KEYS,
    "invocation_started": INVOCATION_KEYS,
    "invocation_progress": INVOCATION_KEYS | {"message", "percentage", "image", "device"},
    "invocation_complete": INVOCATION_KEYS | {"result"},
    "invocation_error": INVOCATION_KEYS | {"error_type", "error_message", "error_traceback"},
    "model_load_started": {"timestamp", "config", "submodel_type", "user_id"},
    "model_load_complete": {"timestamp", "config", "submodel_type", "user_id"},
}


class Listener:
    """Receives all events of a socket."""

    def __init__(self, url):
        self.received = []
        self.socket = socketio.Client()
        self.socket.on("*", lambda name, data: self.received.append((name, data)))
        self.socket.connect(url, socketio_path="/ws/socket.io", transports=["websocket"])

    def subscribe(self, queue="default"):
        self.socket.emit("subscribe_queue", {"queue_id": queue})
        time.sleep(0.2)

    def of_batch(self, batch_id):
        return [(name, data) for name, data in self.received if data.get("batch_id") == batch_id]

    def wait_for(self, name, **wanted):
        for _ in range(200):
            for received, data in self.received:
                if received == name and all(data.get(key) == value for key, value in wanted.items()):
                    return data
            time.sleep(0.05)
        raise AssertionError(f"{name} {wanted} was not received, only {[one for one, _ in self.received]}")


@pytest.fixture
def listener(server_url):
    listener = Listener(server_url)
    listener.subscribe()
    yield listener
    listener.socket.disconnect()


def run_and_receive(listener, api, graph, status):
    (item,) = api.run(graph)
    listener.wait_for("queue_item_status_changed", item_id=item["item_id"], status=status)
    time.sleep(0.3)
    return item, listener.of_batch(item["batch_id"])


def image_graph(mode="RGB"):
    blank = {"type": "blank_image", "id": "a", "width": 8, "height": 8, "mode": mode, "is_intermediate": True}
    save = {"type": "save_image", "id": "b", "is_intermediate": True}
    edge = {"source": {"node_id": "a", "field": "image"}, "destination": {"node_id": "b", "field": "image"}}
    return {"id": "image", "nodes": {"a": {**blank, "use_cache": False}, "b": save}, "edges": [edge]}


def test_a_run_publishes_its_events_in_order(listener, api):
    _, received = run_and_receive(listener, api, image_graph(), "completed")
    assert [name for name, _ in received] == [
        "batch_enqueued",
        "queue_item_status_changed",
        "invocation_started",
        "invocation_progress",
        "invocation_complete",
        "invocation_started",
        "invocation_progress",
        "invocation_complete",
        "queue_item_status_changed",
    ]


def test_every_event_has_its_keys(listener, api):
    _, received = run_and_receive(listener, api, image_graph(), "completed")
    assert {name: set(data) for name, data in received} == {name: KEYS[name] for name, _ in received}


def test_an_event_has_the_ids_of_the_node_and_the_prepared_node(listener, api):
    item, received = run_and_receive(listener, api, image_graph(), "completed")
    started = [data for name, data in received if name == "invocation_started"]
    mapping = item["session"]["prepared_source_mapping"]
    assert [data["invocation_source_id"] for data in started] == ["a", "b"]
    assert [mapping[data["invocation"]["id"]] for data in started] == ["a", "b"]
    assert started[0]["invocation"]["type"] == "blank_image"


def test_a_complete_event_has_the_result(listener, api):
    _, received = run_and_receive(listener, api, image_graph(), "completed")
    results = [data["result"] for name, data in received if name == "invocation_complete"]
    assert results[0].keys() == {"output_meta", "image", "width", "height", "type"}
    assert results[0]["image"].keys() == {"image_name"}


def test_a_status_event_has_the_counts_of_batch_and_queue(listener, api):
    item, received = run_and_receive(listener, api, image_graph(), "completed")
    first, last = (data for name, data in received if name == "queue_item_status_changed")
    assert (first["status"], first["status_sequence"]) == ("in_progress", 1)
    assert (last["status"], last["status_sequence"]) == ("completed", 2)
    assert (first["batch_status"]["in_progress"], last["batch_status"]["completed"]) == (1, 1)
    assert first["queue_status"]["item_id"] == item["item_id"]
    assert last["queue_status"].keys() >= {"pending", "total", "user_pending", "user_in_progress"}


def test_saving_an_image_reports_progress(listener, api):
    _, received = run_and_receive(listener, api, image_graph(), "completed")
    progress = next(data for name, data in received if name == "invocation_progress")
    about = {key: progress[key] for key in ("message", "percentage", "image", "device")}
    assert about == {"message": "Saving image", "percentage": None, "image": None, "device": None}


def test_a_failure_publishes_the_status_before_the_error(listener, api):
    nodes = {"a": {"type": "img_resize", "id": "a", "image": {"image_name": "nope.png"}}}
    _, received = run_and_receive(listener, api, {"id": "g", "nodes": nodes, "edges": []}, "failed")
    assert [name for name, _ in received][-2:] == ["queue_item_status_changed", "invocation_error"]
    status, error = (data for _, data in received[-2:])
    assert set(error) == KEYS["invocation_error"]
    assert status["error_type"] == error["error_type"] == "ImageRecordNotFoundException"


def test_cached_nodes_publish_events(listener, api, addition):
    api.run(addition)
    _, received = run_and_receive(listener, api, addition, "completed")
    assert [name for name, _ in received].count("invocation_complete") == 2


def test_queue_cleared_is_received_by_subscribers(listener, api):
    listener.subscribe(api.destination)
    api.json("PUT", f"/queue/{api.destination}/clear")
    data = listener.wait_for("queue_cleared", queue_id=api.destination)
    assert data.keys() == {"timestamp", "queue_id", "user_id"}
    assert data["user_id"] is None


def test_queue_cleared_is_not_received_after_unsubscribing(listener, api):
    listener.subscribe(api.destination)
    listener.socket.emit("unsubscribe_queue", {"queue_id": api.destination})
    time.sleep(0.2)
    api.json("PUT", f"/queue/{api.destination}/clear")
    time.sleep(0.3)
    assert "queue_cleared" not in [name for name, _ in listener.received]


def test_retried_items_are_published_together(listener, api):
    nodes = {"a": {"type": "img_resize", "id": "a", "image": {"image_name": "nope.png"}}}
    (item,) = api.run({"id": "g", "nodes": nodes, "edges": []})
    api.json("PUT", "/queue/default/retry_items_by_id", json=[item["item_id"]])
    data = listener.wait_for("queue_items_retried", retried_item_ids=[item["item_id"]])
    assert data["retried_item_ids_by_user"] == {"system": [item["item_id"]]}
    assert data["user_ids"] == ["system"]


def test_bulk_download_events_are_received_by_subscribers(listener, api):
    listener.socket.emit("subscribe_bulk_download", {"bulk_download_id": "default"})
    time.sleep(0.2)
    name = api.upload()["image_name"]
    asked = api.json("POST", "/images/download", json={"image_names": [name]})
    file = asked["bulk_download_item_name"]
    data = listener.wait_for("bulk_download_complete", bulk_download_item_name=file)
    names = ("bulk_download_id", "bulk_download_item_id", "bulk_download_item_name")
    assert data.keys() == {"timestamp", "user_id", *names}
    assert next(name for name, _ in listener.received) == "bulk_download_started"
    api.request("GET", f"/images/download/{file}")


def test_changes_of_the_library_are_published(listener, api):
    meta = {"category": "user", "version": "4.0.0"}
    texts = dict.fromkeys(("author", "description", "version", "contact", "tags", "notes"), "")
    lists = {"exposedFields": [], "nodes": [], "edges": []}
    workflow = {"name": "published", **texts, **lists, "meta": meta}
    made = api.json("POST", "/workflows/", json={"workflow": workflow})
    api.json("DELETE", f"/workflows/i/{made['workflow_id']}")
    created = listener.wait_for("workflow_created", workflow_id=made["workflow_id"])
    deleted = listener.wait_for("workflow_deleted", workflow_id=made["workflow_id"])
    assert created.keys() == deleted.keys() == {"timestamp", "workflow_id", "user_id", "is_public"}
