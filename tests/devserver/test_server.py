"""Starting, stopping and restarting a server, and the queue of a server of its own."""

import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from ivk_devserver import DevServer

NOISE = {"type": "noise", "id": "n", "seed": 1, "width": 64, "height": 64}


@pytest.fixture
def api_of(api_for):
    return lambda server: api_for(server.url)


def slow_graph(api):
    """Return a graph that takes as long as its steps: SDXL text to image."""
    model = next(one for one in api.json("GET", "/api/v2/models/")["models"] if one["base"] == "sdxl")
    chosen = {key: model[key] for key in ("key", "hash", "name", "base", "type")}
    nodes = {
        "m": {"type": "sdxl_model_loader", "id": "m", "model": chosen},
        "p": {"type": "sdxl_compel_prompt", "id": "p", "prompt": "a lighthouse"},
        "n": NOISE,
        "d": {"type": "denoise_latents", "id": "d", "steps": 50, "use_cache": False},
    }
    connections = [
        *(("m", "clip", "p", "clip"), ("m", "clip2", "p", "clip2"), ("m", "unet", "d", "unet")),
        *(("p", "conditioning", "d", "positive_conditioning"),),
        *(("p", "conditioning", "d", "negative_conditioning"), ("n", "noise", "d", "noise")),
    ]
    edges = [
        {"source": {"node_id": a, "field": b}, "destination": {"node_id": c, "field": d}}
        for a, b, c, d in connections
    ]
    return {"id": "slow", "nodes": nodes, "edges": edges}


def wait_until(item_id, status, api):
    for _ in range(200):
        item = api.json("GET", f"/queue/default/i/{item_id}")
        if item["status"] == status:
            return item
        time.sleep(0.02)
    raise AssertionError(f"item {item_id} is {item['status']} and never became {status}: {item}")


def test_a_restart_keeps_the_port_and_with_a_folder_all_data(tmp_path, api_of, addition):
    with DevServer(data=tmp_path) as server:
        api, url = api_of(server), server.url
        board = api.json("POST", "/boards/", params={"board_name": "kept"})
        image = api.upload(board_id=board["board_id"])
        (item,) = api.run(addition)
        server.restart()
        assert server.url == url
        assert api.json("GET", f"/boards/{board['board_id']}")["image_count"] == 0
        assert api.request("GET", f"/images/i/{image['image_name']}/full").status_code == 200
        assert api.json("GET", f"/queue/default/i/{item['item_id']}") == item


def test_a_restart_without_a_folder_deletes_all_data(api_of):
    with DevServer() as server:
        api_of(server).json("POST", "/boards/", params={"board_name": "forgotten"})
        server.restart()
        assert api_of(server).json("GET", "/boards/?all=true") == []


def test_an_item_that_ran_when_the_server_stopped_is_canceled(tmp_path, api_of):
    with DevServer(data=tmp_path, step_seconds=0.2) as server:
        api = api_of(server)
        first, second = sorted(api.enqueue(slow_graph(api), runs=2).json()["item_ids"])
        wait_until(first, "in_progress", api)
        server.restart()
        assert wait_until(first, "canceled", api)["status_sequence"] == 2
        wait_until(second, "in_progress", api)


def test_a_canceled_running_item_stops(invokeai_server_factory, api_of):
    api = api_of(invokeai_server_factory(step_seconds=0.2))
    (item_id,) = api.enqueue(slow_graph(api)).json()["item_ids"]
    wait_until(item_id, "in_progress", api)
    api.json("PUT", f"/queue/default/i/{item_id}/cancel")
    item = wait_until(item_id, "canceled", api)
    for _ in range(100):
        if not api.json("GET", "/queue/default/status")["processor"]["is_processing"]:
            break
        time.sleep(0.02)
    assert not api.json("GET", "/queue/default/status")["processor"]["is_processing"]
    assert item["completed_at"] is not None


def test_a_deleted_running_item_stops(invokeai_server_factory, api_of, addition):
    api = api_of(invokeai_server_factory(step_seconds=0.2))
    (item_id,) = api.enqueue(slow_graph(api)).json()["item_ids"]
    wait_until(item_id, "in_progress", api)
    api.json("DELETE", f"/queue/default/i/{item_id}")
    (item,) = api.run(addition)
    assert item["status"] == "completed"


def test_steps_take_the_given_time(invokeai_server_factory, api_of):
    api = api_of(invokeai_server_factory(step_seconds=0.05))
    graph = slow_graph(api)
    graph["nodes"]["d"]["steps"] = 10
    began = time.monotonic()
    (item,) = api.run(graph)
    assert item["status"] == "completed", item
    assert time.monotonic() - began >= 0.5


def test_a_paused_processor_starts_no_items_until_it_is_resumed(invokeai_server_factory, api_of, addition):
    api = api_of(invokeai_server_factory())
    paused = api.json("PUT", "/queue/default/processor/pause")
    (item_id,) = api.enqueue(addition).json()["item_ids"]
    time.sleep(0.2)
    assert paused == {"is_started": False, "is_processing": False}
    assert api.json("GET", f"/queue/default/i/{item_id}")["status"] == "pending"
    assert api.json("GET", "/queue/default/next")["item_id"] == item_id
    api.json("PUT", "/queue/default/processor/resume")
    wait_until(item_id, "completed", api)


@pytest.fixture
def paused(invokeai_server_factory, api_of):
    api = api_of(invokeai_server_factory(max_queue_size=3))
    api.json("PUT", "/queue/default/processor/pause")
    return api


def test_a_full_queue_drops_the_rest_of_a_batch_silently(paused, addition):
    answer = paused.enqueue(addition, runs=5).json()
    again = paused.enqueue(addition).json()
    assert (answer["requested"], answer["enqueued"], len(answer["item_ids"])) == (5, 3, 3)
    assert (again["requested"], again["enqueued"], again["item_ids"]) == (1, 0, [])


def test_a_full_queue_retries_nothing(paused, addition):
    item_id = paused.enqueue(addition).json()["item_ids"][0]
    paused.json("PUT", f"/queue/default/i/{item_id}/cancel")
    paused.enqueue(addition, runs=3)
    retried = paused.json("PUT", "/queue/default/retry_items_by_id", json=[item_id])
    assert retried["retried_item_ids"] == []


def test_prepended_items_go_first(paused, addition):
    later = paused.enqueue(addition).json()["item_ids"][0]
    answer = paused.enqueue(addition, prepend=True).json()
    last = paused.enqueue(addition, prepend=True).json()
    assert (answer["priority"], last["priority"]) == (1, 2)
    assert paused.json("GET", "/queue/default/next")["item_id"] == last["item_ids"][0]
    order = [item["item_id"] for item in paused.json("GET", "/queue/default/list_all")]
    assert order == [last["item_ids"][0], answer["item_ids"][0], later]


def test_pending_items_are_canceled_by_batch(paused, addition):
    batches = [paused.enqueue(addition).json()["batch"]["batch_id"] for _ in range(2)]
    asked = {"batch_ids": [batches[0], "nope"]}
    assert paused.json("PUT", "/queue/default/cancel_by_batch_ids", json=asked) == {"canceled": 1}
    assert paused.json("GET", f"/queue/default/b/{batches[1]}/status")["pending"] == 1


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("PUT", "cancel_all_except_current", {"canceled": 2}),
        ("PUT", "delete_all_except_current", {"deleted": 2}),
        ("PUT", "clear", {"deleted": 2}),
        ("PUT", "prune", {"deleted": 0}),
    ],
)
def test_pending_items_are_removed_together(paused, addition, method, path, expected):
    paused.enqueue(addition, runs=2)
    assert paused.json(method, f"/queue/default/{path}") == expected


def test_a_pending_session_has_the_values_of_its_item(paused, addition):
    data = [[{"node_path": "a", "field_name": "value", "items": [8, 9]}]]
    ids = sorted(paused.enqueue(addition, data=data).json()["item_ids"])
    items = [paused.json("GET", f"/queue/default/i/{item_id}") for item_id in ids]
    assert [item["session"]["graph"]["nodes"]["a"]["value"] for item in items] == [8, 9]
    assert items[0]["session"]["execution_graph"]["nodes"] == {}


def test_two_servers_run_side_by_side(invokeai_server_factory, api_of):
    first, second = (api_of(invokeai_server_factory()) for _ in range(2))
    first.json("POST", "/boards/", params={"board_name": "mine"})
    assert second.json("GET", "/boards/?all=true") == []


def test_the_shared_server_of_the_plugin_answers(invokeai_server):
    answer = requests.get(f"{invokeai_server.url}/api/v1/app/version", timeout=60)
    assert answer.json() == {"version": "6.14.2"}


def test_a_port_in_use_is_an_error():
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        DevServer(port=taken.getsockname()[1]).start()


def test_a_stopped_server_refuses_connections():
    server = DevServer().start()
    server.stop()
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{server.url}/api/v1/app/version", timeout=1)


def test_the_command_serves_until_it_is_terminated(tmp_path):
    command = [sys.executable, "-m", "ivk_devserver", "--port", "0", "--data", str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        line = process.stdout.readline()
        url = line.removeprefix("export INVOKEAI_URL=").strip()
        assert requests.get(f"{url}/api/v1/app/version", timeout=60).ok
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
    assert (tmp_path / "devserver.db").exists()


@pytest.mark.parametrize("name", ["first", "second"])
def test_a_fresh_server_has_nothing_of_other_tests(fresh_invokeai_server, api_of, name):
    api = api_of(fresh_invokeai_server)
    api.json("POST", "/boards/", params={"board_name": name})
    assert [board["board_name"] for board in api.json("GET", "/boards/", params={"all": True})] == [name]


def test_servers_start_and_stop_in_many_threads_at_once(api_of, addition):
    def boards(number: int) -> list[str]:
        with DevServer() as server:
            api = api_of(server)
            api.json("POST", "/boards/", params={"board_name": str(number)})
            assert api.run(addition)[0]["status"] == "completed"
            return [board["board_name"] for board in api.json("GET", "/boards/", params={"all": True})]

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(boards, range(12))) == [[str(number)] for number in range(12)]
