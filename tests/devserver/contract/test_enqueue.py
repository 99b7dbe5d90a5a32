"""Batches: the items that they make, and the batches that are refused."""

from uuid import uuid4

import pytest


def datum(node, field, *items):
    return {"node_path": node, "field_name": field, "items": list(items)}


def values_of(items):
    return [[value["value"] for value in item["field_values"]] for item in items]


def edge(source, field, target, input_field):
    return {
        "source": {"node_id": source, "field": field},
        "destination": {"node_id": target, "field": input_field},
    }


def integer(key="a", **inputs):
    return {"type": "integer", "id": key, **inputs}


def graph_of(*nodes, edges=()):
    return {"id": "g", "nodes": {node["id"]: node for node in nodes}, "edges": list(edges)}


def test_the_answer_has_the_batch_with_all_defaults(api, addition):
    answer = api.enqueue(addition, batch_id=(batch_id := str(uuid4()))).json()
    api.wait(answer["item_ids"])
    assert (answer["queue_id"], answer["enqueued"], answer["requested"], answer["priority"]) == (
        "default",
        1,
        1,
        0,
    )
    assert answer["batch"] == {
        "batch_id": batch_id,
        "origin": None,
        "destination": api.destination,
        "data": None,
        "graph": {
            "id": "addition",
            "nodes": {
                "a": {"id": "a", "is_intermediate": False, "use_cache": True, "value": 3, "type": "integer"},
                "b": {"id": "b", "is_intermediate": False, "use_cache": True, "a": 0, "b": 4, "type": "add"},
            },
            "edges": addition["edges"],
        },
        "workflow": None,
        "runs": 1,
    }


def test_item_ids_are_ordered_newest_first(api, addition):
    item_ids = api.enqueue(addition, runs=3).json()["item_ids"]
    api.wait(item_ids)
    assert item_ids == sorted(item_ids, reverse=True)


def test_lists_of_a_batch_multiply_and_the_last_changes_fastest(api, addition):
    data = [[datum("a", "value", 1, 2)], [datum("b", "b", 10, 20)]]
    items = api.run(addition, data=data)
    assert values_of(items) == [[1, 10], [1, 20], [2, 10], [2, 20]]


def test_the_entries_of_one_list_are_zipped(api, addition):
    items = api.run(addition, data=[[datum("a", "value", 1, 2), datum("b", "b", 10, 20)]])
    assert values_of(items) == [[1, 10], [2, 20]]


def test_runs_repeat_all_items(api, addition):
    items = api.run(addition, data=[[datum("a", "value", 1, 2)]], runs=2)
    assert values_of(items) == [[1], [2], [1], [2]]


def test_each_item_runs_with_its_own_values(api, addition):
    items = api.run(addition, data=[[datum("a", "value", 1, 2)]])
    sums = [[out["value"] for out in item["session"]["results"].values()][-1] for item in items]
    assert sums == [5, 6]


def test_a_second_batch_with_the_same_id_adds_items(api, addition):
    batch_id = str(uuid4())
    first = api.enqueue(addition, batch_id=batch_id).json()["item_ids"]
    second = api.enqueue(addition, batch_id=batch_id).json()["item_ids"]
    api.wait(second)
    assert second[1:] == first
    assert api.json("GET", f"/queue/default/b/{batch_id}/status")["total"] == 2


def test_an_unknown_batch_has_no_items(api):
    status = api.json("GET", "/queue/default/b/never/status")
    counts = ("pending", "in_progress", "waiting", "completed", "failed", "canceled", "total")
    about = {"queue_id": "default", "batch_id": "never", "origin": None, "destination": None}
    assert status == {**about, **dict.fromkeys(counts, 0)}


@pytest.mark.parametrize("data", [[], None])
def test_a_batch_without_data_makes_one_item(api, addition, data):
    answer = api.enqueue(addition, data=data).json()
    api.wait(answer["item_ids"])
    assert answer["enqueued"] == 1


@pytest.mark.parametrize("data", [[[]], [[datum("a", "value")]]])
def test_an_empty_list_makes_no_item(api, addition, data):
    answer = api.enqueue(addition, data=data).json()
    assert (answer["enqueued"], answer["requested"], answer["item_ids"]) == (0, 0, [])


WORDS = {"type": "string", "id": "s"}
SUM = {"type": "add", "id": "b"}
ITERATE = {"type": "iterate", "id": "i"}
COLLECT = {"type": "collect", "id": "c"}
GRAPH_REFUSALS = {
    "a node under a name that is not its id": (
        {"id": "g", "nodes": {"x": integer()}, "edges": []},
        "Node ids must match, got x and a",
    ),
    "an edge from nowhere": (
        graph_of(SUM, edges=[edge("zz", "value", "b", "a")]),
        "Edge source node zz does not exist in the graph",
    ),
    "an edge to nowhere": (
        graph_of(integer(), edges=[edge("a", "value", "zz", "a")]),
        "Edge destination node zz does not exist in the graph",
    ),
    "an edge from an unknown field": (
        graph_of(integer(), SUM, edges=[edge("a", "nope", "b", "a")]),
        "Edge source field nope does not exist in node a",
    ),
    "an edge to an unknown field": (
        graph_of(integer(), SUM, edges=[edge("a", "value", "b", "nope")]),
        "Edge destination field nope does not exist in node b",
    ),
    "an edge between types that differ": (
        graph_of(WORDS, SUM, edges=[edge("s", "value", "b", "a")]),
        "Edge source and target types do not match (s.value -> b.a)",
    ),
    "an edge from a float to an integer": (
        graph_of({"type": "float", "id": "f"}, SUM, edges=[edge("f", "value", "b", "a")]),
        "Edge source and target types do not match (f.value -> b.a)",
    ),
    "a cycle": (
        graph_of(SUM, {**SUM, "id": "c"}, edges=[edge("b", "value", "c", "a"), edge("c", "value", "b", "a")]),
        "Graph contains cycles",
    ),
    "a node that feeds itself": (
        graph_of(SUM, edges=[edge("b", "value", "b", "a")]),
        "Graph contains cycles",
    ),
    "an iterator over nothing": (
        graph_of(ITERATE),
        "Invalid iterator node (i): Iterator must have a collection input edge",
    ),
    "an iterator over one thing": (
        graph_of(integer(), ITERATE, edges=[edge("a", "value", "i", "collection")]),
        "Invalid iterator node (i): Iterator input must be a collection",
    ),
    "a collector of nothing": (
        graph_of(COLLECT),
        "Invalid collector node (c): Collector must have at least one item or collection input edge",
    ),
    "a collector of things that differ": (
        graph_of(
            integer(),
            WORDS,
            COLLECT,
            edges=[edge("a", "value", "c", "item"), edge("s", "value", "c", "item")],
        ),
        "Invalid collector node (c): Collector input collection items must be of a single type",
    ),
}


@pytest.mark.parametrize("case", GRAPH_REFUSALS)
def test_an_invalid_graph_is_refused(api, case):
    graph, message = GRAPH_REFUSALS[case]
    answer = api.enqueue(graph)
    (problem,) = answer.json()["detail"]
    assert answer.status_code == 422
    assert problem["loc"] == ["body", "batch", "graph"]
    assert problem["type"] == "value_error"
    assert problem["msg"] == f"Value error, {message}"
    assert problem["input"] == graph


NODE_REFUSALS = {
    "an unknown type": ({"type": "zork", "id": "a"}, "union_tag_invalid", []),
    "no type": ({"id": "a"}, "union_tag_not_found", []),
    "a text for a number": (integer(value="x"), "int_parsing", ["integer", "value"]),
    "a fraction for an integer": (integer(value=1.5), "int_from_float", ["integer", "value"]),
    "null for a number": (integer(value=None), "int_type", ["integer", "value"]),
    "a choice that is not offered": (
        {"type": "blank_image", "id": "a", "mode": "ZZ"},
        "literal_error",
        ["blank_image", "mode"],
    ),
    "a number beyond its limit": (
        {"type": "img_blur", "id": "a", "radius": -1},
        "greater_than_equal",
        ["img_blur", "radius"],
    ),
    "a number between the steps": (
        {"type": "noise", "id": "a", "width": 65},
        "multiple_of",
        ["noise", "width"],
    ),
    "a range that ends before it begins": (
        {"type": "range", "id": "a", "start": 5, "stop": 2},
        "value_error",
        ["range", "stop"],
    ),
    "a scale below one": (
        {"type": "denoise_latents", "id": "a", "cfg_scale": [7, 0.5]},
        "value_error",
        ["denoise_latents", "cfg_scale"],
    ),
    "steps that end before they begin": (
        {"type": "controlnet", "id": "a", "begin_step_percent": 0.9, "end_step_percent": 0.1},
        "value_error",
        ["controlnet"],
    ),
    "a text for an image": (
        {"type": "img_resize", "id": "a", "image": "x.png"},
        "model_type",
        ["img_resize", "image"],
    ),
    "a colour beyond its limit": (
        {"type": "blank_image", "id": "a", "color": {"r": 300, "g": 0, "b": 0, "a": 0}},
        "less_than_equal",
        ["blank_image", "color", "r"],
    ),
}


@pytest.mark.parametrize("case", NODE_REFUSALS)
def test_an_invalid_node_is_refused(api, case):
    node, kind, place = NODE_REFUSALS[case]
    answer = api.enqueue(graph_of(node))
    problem = answer.json()["detail"][0]
    assert answer.status_code == 422
    assert (problem["type"], problem["loc"]) == (kind, ["body", "batch", "graph", "nodes", "a", *place])


DATA_REFUSALS = {
    "an unknown node": ([[datum("zz", "value", 1)]], ["body", "batch"], "Node zz not found in graph"),
    "an unknown field": (
        [[datum("a", "nope", 1)]],
        ["body", "batch"],
        "Field nope not found in node a",
    ),
    "zipped lists that differ in length": (
        [[datum("a", "value", 1, 2), datum("b", "b", 1)]],
        ["body", "batch", "data"],
        "Zipped batch items must all have the same length",
    ),
    "items that differ in type": (
        [[datum("a", "value", 1, "x")]],
        ["body", "batch", "data"],
        "All items in a batch must have the same type",
    ),
    "one field twice": (
        [[datum("a", "value", 1)], [datum("a", "value", 2)]],
        ["body", "batch", "data"],
        "Each batch data must have unique node_id and field_name",
    ),
}


@pytest.mark.parametrize("case", DATA_REFUSALS)
def test_invalid_data_is_refused(api, addition, case):
    data, place, message = DATA_REFUSALS[case]
    answer = api.enqueue(addition, data=data)
    (problem,) = answer.json()["detail"]
    assert answer.status_code == 422
    assert (problem["loc"], problem["msg"]) == (place, f"Value error, {message}")


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({}, ["body", "batch"]),
        ({"batch": {"runs": 1}}, ["body", "batch", "graph"]),
        ({"batch": {"graph": {}, "runs": 0}}, ["body", "batch", "runs"]),
        ({"batch": {"graph": {}, "workflow": {}}}, ["body", "batch", "workflow", "name"]),
    ],
)
def test_an_invalid_body_is_refused_with_the_location_of_the_problem(api, body, place):
    answer = api.request("POST", "/queue/default/enqueue_batch", json=body)
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == place


def test_a_batch_node_cannot_be_enqueued(api):
    answer = api.enqueue(graph_of({"type": "image_batch", "id": "a", "images": []}))
    assert (answer.status_code, answer.text) == (500, "Internal Server Error")


def test_unknown_inputs_are_dropped(api):
    answer = api.enqueue(graph_of(integer(zork=1))).json()
    api.wait(answer["item_ids"])
    assert "zork" not in answer["batch"]["graph"]["nodes"]["a"]


def test_core_metadata_accepts_undeclared_inputs(api):
    answer = api.enqueue(graph_of({"type": "core_metadata", "id": "m", "foo": "bar"})).json()
    api.wait(answer["item_ids"])
    assert answer["batch"]["graph"]["nodes"]["m"]["foo"] == "bar"


@pytest.mark.parametrize(("seed", "kept"), [(-1, 2**32 - 1), (2**32 + 5, 5)])
def test_a_seed_of_noise_wraps_around(api, seed, kept):
    answer = api.enqueue(
        graph_of({"type": "noise", "id": "a", "seed": seed, "width": 64, "height": 64})
    ).json()
    api.wait(answer["item_ids"])
    assert answer["batch"]["graph"]["nodes"]["a"]["seed"] == kept


def test_a_number_is_converted_to_a_string(api):
    answer = api.enqueue(graph_of({"type": "string", "id": "a", "value": 5})).json()
    api.wait(answer["item_ids"])
    assert answer["batch"]["graph"]["nodes"]["a"]["value"] == "5"


@pytest.mark.parametrize("target", ["float", "string"])
def test_an_integer_output_can_be_connected_to(api, target):
    graph = graph_of(integer(), {"type": target, "id": "t"}, edges=[edge("a", "value", "t", "value")])
    answer = api.enqueue(graph)
    assert answer.status_code == 200
    api.wait(answer.json()["item_ids"])
