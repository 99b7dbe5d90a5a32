"""Nodes for numbers, strings and collections, with values that a real server returned."""

import pytest

VALUES = [
    ({"type": "div", "a": -7, "b": 2}, -3),
    ({"type": "integer_math", "operation": "DIV", "a": -7, "b": 2}, -3),
    ({"type": "integer_math", "operation": "MOD", "a": -7, "b": 2}, 1),
    ({"type": "integer_math", "operation": "EXP", "a": 2, "b": 10}, 1024),
    ({"type": "float_math", "operation": "SQRT", "a": 2.25}, 1.5),
    ({"type": "float_math", "operation": "EXP", "a": 2.5, "b": 0.5}, 1.5811388300841898),
    ({"type": "float_to_int", "value": 2.5}, 2),
    ({"type": "float_to_int", "value": 3.5}, 4),
    ({"type": "float_to_int", "value": -100.3, "multiple": 8, "method": "Truncate"}, -96),
    ({"type": "float_to_int", "value": -100.3, "multiple": 8, "method": "Floor"}, -104),
    ({"type": "round_float", "value": 2.675, "decimals": 2}, 2.67),
    ({"type": "round_float", "value": 1234.5, "decimals": -2}, 1200.0),
    ({"type": "string_join_three", "string_left": "a", "string_middle": "b", "string_right": "c"}, "abc"),
    (
        {"type": "string_replace", "string": "Hello hello", "search_string": "HELLO", "replace_string": "x"},
        "x x",
    ),
    (
        {
            "type": "string_replace",
            "string": "a1b22",
            "search_string": r"\d+",
            "replace_string": "#",
            "use_regex": True,
        },
        "a#b#",
    ),
]

COLLECTIONS = [
    ({"type": "range", "start": 0, "stop": 10, "step": 3}, [0, 3, 6, 9]),
    ({"type": "range_of_size", "start": 5, "size": 3, "step": -2}, [5, 3, 1]),
    ({"type": "float_range", "start": 1, "stop": 0, "steps": 1}, [1.0]),
    ({"type": "float_range", "start": 0, "stop": 1, "steps": 5}, [0, 0.25, 0.5, 0.75, 1]),
    (
        {"type": "random_range", "low": 0, "high": 1000, "size": 10, "seed": 42},
        [89, 773, 654, 438, 433, 858, 85, 697, 201, 94],
    ),
    (
        {"type": "random_range", "size": 5, "seed": 0},
        [1826701614, 1367864806, 1097657231, 579362555, 661058651],
    ),
    ({"type": "random_range", "low": -5, "high": 5, "size": 5, "seed": 7}, [4, 1, 1, 3, 0]),
    (
        {"type": "dynamic_prompt", "prompt": "a {red|blue} fox", "max_prompts": 9, "combinatorial": True},
        ["a red fox", "a blue fox"],
    ),
]


@pytest.mark.parametrize(("node", "value"), VALUES)
def test_a_node_returns_the_value_of_a_real_server(run, node, value):
    assert run({"node": node}).result("node")["value"] == value


@pytest.mark.parametrize(("node", "collection"), COLLECTIONS)
def test_a_node_returns_the_collection_of_a_real_server(run, node, collection):
    assert run({"node": node}).result("node")["collection"] == collection


@pytest.mark.parametrize(
    ("text", "positive", "negative"),
    [
        ("a cat, [dog] and [[x] y] z", "a cat,  and  z", " dog  x y"),
        (r"\[a\] [b]", r"\[a\] ", " b"),
        ("[open", "", " open"),
        ("x]y", "xy", ""),
    ],
)
def test_a_prompt_is_split_at_its_brackets(run, text, positive, negative):
    result = run({"node": {"type": "string_split_neg", "string": text}}).result("node")
    assert (result["positive_string"], result["negative_string"]) == (positive, negative)


def test_a_random_integer_is_below_its_upper_bound(run):
    drawn = {
        run({"node": {"type": "rand_int", "low": 1, "high": 3}}).result("node")["value"] for _ in range(40)
    }
    assert drawn == {1, 2}


def test_core_metadata_keeps_undeclared_inputs(run):
    result = run({"node": {"type": "core_metadata", "width": 5, "mood": "calm"}}).result("node")
    assert result["metadata"] == {"width": 5, "mood": "calm", "app_version": "6.14.2"}


def test_prompts_are_read_from_the_lines_of_a_file(run, tmp_path):
    file = tmp_path / "prompts.txt"
    file.write_text("one\n two \nthree\nfour\n", encoding="utf-8")
    node = {
        "type": "prompt_from_file",
        "file_path": str(file),
        "start_line": 2,
        "max_prompts": 2,
        "pre_prompt": "a ",
    }
    assert run({"node": node}).result("node")["collection"] == ["a two", "a three"]


def test_a_batch_value_replaces_the_value_in_the_graph(run):
    values = [{"node_path": "node", "field_name": "a", "value": 40}]
    done = run({"node": {"type": "add", "a": 1, "b": 2}}, values=values)
    assert done.result("node")["value"] == 42
    assert done.session.to_dict()["graph"]["nodes"]["node"]["a"] == 40
