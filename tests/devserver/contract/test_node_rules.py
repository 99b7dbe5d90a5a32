"""Rules of nodes that their schemas do not have: a batch that breaks one is refused when it is enqueued."""

from __future__ import annotations

import pytest


def edge(source, field, target, input_field):
    return {
        "source": {"node_id": source, "field": field},
        "destination": {"node_id": target, "field": input_field},
    }


REFUSED = [
    ({"type": "prompt_from_file", "file_path": "/no/such/file.txt"}, "file_path", "FileNotFoundError"),
    ({"type": "integer_math", "operation": "DIV", "b": 0}, "b", "Cannot divide by zero"),
    ({"type": "integer_math", "operation": "MOD", "b": 0}, "b", "Cannot divide by zero"),
    ({"type": "integer_math", "operation": "EXP", "b": -1}, "b", "not an integer"),
    ({"type": "float_math", "operation": "DIV", "b": 0}, "b", "Cannot divide by zero"),
    ({"type": "float_math", "operation": "EXP", "a": 0, "b": -1}, "b", "negative power"),
    ({"type": "float_math", "operation": "EXP", "a": -1, "b": 0.5}, "b", "complex"),
    ({"type": "range", "start": 4, "stop": 4}, "stop", "stop must be greater than start"),
    ({"type": "denoise_latents", "cfg_scale": 0.5}, "cfg_scale", "greater than 1"),
    ({"type": "controlnet", "control_weight": 2.5}, "control_weight", "less than or equal to 2"),
    ({"type": "flux_controlnet", "control_weight": -1.5}, "control_weight", "greater than or equal to -1"),
    ({"type": "ip_adapter", "weight": [1, 2.5]}, "weight", "within -1 to 2"),
    ({"type": "flux_ip_adapter", "weight": 2.5}, "weight", "within -1 to 2"),
    ({"type": "t2i_adapter", "weight": 2.5}, "weight", "within -1 to 2"),
    ({"type": "t2i_adapter", "weight": -0.5}, "weight", "greater than or equal to 0"),
    ({"type": "ip_adapter", "begin_step_percent": 0.9, "end_step_percent": 0.1}, None, "Begin step percent"),
    ({"type": "flux_controlnet", "begin_step_percent": 1, "end_step_percent": 0}, None, "Begin step percent"),
    ({"type": "face_mask_detection", "face_ids": "1,a"}, "face_ids", "comma-separated"),
    ({"type": "image_panel_layout", "num_cols": 3, "panel_col_idx": 3}, "panel_col_idx", "between 0 and 2"),
    ({"type": "image_panel_layout", "panel_row_idx": 9}, "panel_row_idx", "between 0 and"),
    ({"type": "segment_anything", "point_lists": [], "bounding_boxes": [dict.fromkeys(
        ("x_min", "x_max", "y_min", "y_max"), 1)]}, None, "same length"),
    ({"type": "noise", "seed": 1.5}, "seed", "integer"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("node", "field", "message"), REFUSED, ids=[f"{node['type']}-{field}" for node, field, _ in REFUSED]
)
def test_a_node_that_breaks_a_rule_is_refused(api, node, field, message):
    answer = api.enqueue({"id": "g", "nodes": {"n": {"id": "n", **node}}, "edges": []})
    assert answer.status_code == 422
    (problem,) = answer.json()["detail"]
    location = ["body", "batch", "graph", "nodes", "n", node["type"], *([field] if field else [])]
    assert (problem["loc"], message in problem["msg"]) == (location, True)


@pytest.mark.parametrize(
    "node",
    [
        {"type": "noise", "seed": "5"},
        {"type": "noise", "seed": None},
        {"type": "controlnet", "control_weight": [1, 1]},
    ],
)
def test_a_value_that_a_rule_cannot_handle_is_an_internal_error(api, node):
    answer = api.enqueue({"id": "g", "nodes": {"n": {"id": "n", **node}}, "edges": []})
    assert (answer.status_code, answer.text) == (500, "Internal Server Error")


@pytest.mark.parametrize(
    "node",
    [
        {"type": "integer_math", "operation": "EXP", "b": 0},
        {"type": "float_math", "operation": "EXP", "a": 4, "b": 0.5},
        {"type": "integer_math", "operation": "ADD", "b": 0},
    ],
)
def test_a_node_that_keeps_the_rules_runs(api, node):
    (item,) = api.run({"id": "g", "nodes": {"n": {"id": "n", "a": 2, **node}}, "edges": []})
    assert item["status"] == "completed"


def test_items_of_several_nodes_are_collected_in_any_order(api):
    # Six items have 720 orders: four runs have all the same one in less than one of 300 million cases.
    names = [f"n{number}" for number in range(6)]
    nodes = {name: {"type": "integer", "id": name, "value": number} for number, name in enumerate(names)}
    nodes["c"] = {"type": "collect", "id": "c"}
    edges = [edge(name, "value", "c", "item") for name in names]
    items = api.run({"id": "g", "nodes": nodes, "edges": edges}, runs=4)
    found = []
    for item in items:
        (prepared,) = item["session"]["source_prepared_mapping"]["c"]
        found.append(item["session"]["results"][prepared]["collection"])
    assert [sorted(each) for each in found] == [list(range(6))] * 4
    assert len({tuple(each) for each in found}) > 1


def test_items_of_an_iteration_are_collected_in_its_order(api):
    nodes = {
        "r": {"type": "range", "id": "r", "start": 0, "stop": 6},
        "i": {"type": "iterate", "id": "i"},
        "c": {"type": "collect", "id": "c"},
    }
    edges = [edge("r", "collection", "i", "collection"), edge("i", "item", "c", "item")]
    (item,) = api.run({"id": "g", "nodes": nodes, "edges": edges})
    (prepared,) = item["session"]["source_prepared_mapping"]["c"]
    assert item["session"]["results"][prepared]["collection"] == [0, 1, 2, 3, 4, 5]
