"""Iterations, collections and branches, with results of a real server for the same graphs."""

import pytest

EMPTY = {"type": "integer_collection", "collection": []}


def numbers(start, stop):
    return {"type": "range", "start": start, "stop": stop}


def test_a_node_below_an_iteration_runs_for_every_item(run):
    done = run(
        {
            "numbers": numbers(0, 3),
            "each": {"type": "iterate"},
            "add": {"type": "add", "b": 10},
            "all": {"type": "collect"},
        },
        "numbers.collection -> each.collection",
        "each.item -> add.a",
        "add.value -> all.item",
    )
    assert done.result("all")["collection"] == [10, 11, 12]
    assert [one.path for one in done.session.prepared_from("add")] == [(0,), (1,), (2,)]
    assert [result["total"] for result in done.results("each")] == [3, 3, 3]


def test_an_inner_iteration_is_collected_before_the_outer_one(run):
    done = run(
        {
            "outer": numbers(1, 4),
            "each": {"type": "iterate"},
            "inner": {"type": "range_of_size"},
            "each_inner": {"type": "iterate"},
            "product": {"type": "mul"},
            "row": {"type": "collect"},
            "table": {"type": "collect"},
        },
        "outer.collection -> each.collection",
        "each.item -> inner.size",
        "each.item -> inner.start",
        "inner.collection -> each_inner.collection",
        "each_inner.item -> product.a",
        "each.item -> product.b",
        "product.value -> row.item",
        "row.collection -> table.item",
    )
    assert done.result("table")["collection"] == [[1], [4, 6], [9, 12, 15]]


def product_of(first, second):
    nodes = {
        "first": first,
        "second": second,
        "each_first": {"type": "iterate"},
        "each_second": {"type": "iterate"},
        "sum": {"type": "add"},
        "row": {"type": "collect"},
        "table": {"type": "collect"},
    }
    return (
        nodes,
        "first.collection -> each_first.collection",
        "second.collection -> each_second.collection",
        "each_first.item -> sum.a",
        "each_second.item -> sum.b",
        "sum.value -> row.item",
        "row.collection -> table.item",
    )


def test_independent_iterations_multiply(run):
    done = run(*product_of(numbers(0, 2), numbers(10, 12)))
    assert done.result("table")["collection"] == [[10, 11], [11, 12]]


def test_a_longer_second_iteration_adds_empty_collections(run):
    done = run(*product_of(numbers(0, 2), numbers(10, 13)))
    assert done.result("table")["collection"] == [[10, 11, 12], [11, 12, 13], []]


def test_an_empty_iteration_is_collected_to_an_empty_collection(run):
    done = run(
        {
            "none": EMPTY,
            "each": {"type": "iterate"},
            "add": {"type": "add"},
            "all": {"type": "collect"},
            "after": {"type": "integer_collection"},
        },
        "none.collection -> each.collection",
        "each.item -> add.a",
        "add.value -> all.item",
        "all.collection -> after.collection",
    )
    assert done.result("after")["collection"] == []
    assert done.session.prepared_from("add") == []
    assert done.session.executed_history == ["none", "each", "add", "all", "after"]
    assert done.session.to_dict()["source_prepared_mapping"]["add"] == []


def test_a_collection_can_be_iterated_again(run):
    done = run(
        {
            "numbers": numbers(0, 3),
            "each": {"type": "iterate"},
            "add": {"type": "add", "b": 10},
            "all": {"type": "collect"},
            "again": {"type": "iterate"},
            "double": {"type": "mul", "b": 2},
            "end": {"type": "collect"},
        },
        "numbers.collection -> each.collection",
        "each.item -> add.a",
        "add.value -> all.item",
        "all.collection -> again.collection",
        "again.item -> double.a",
        "double.value -> end.item",
    )
    assert done.result("end")["collection"] == [20, 22, 24]


def test_items_are_appended_to_a_collection(run):
    done = run(
        {
            "numbers": numbers(0, 2),
            "seven": {"type": "integer", "value": 7},
            "all": {"type": "collect"},
        },
        "seven.value -> all.item",
        "numbers.collection -> all.collection",
    )
    assert done.result("all")["collection"] == [0, 1, 7]


def test_two_fields_of_one_node_are_collected_twice(run):
    done = run(
        {"size": {"type": "blank_image", "width": 8, "height": 9}, "all": {"type": "collect"}},
        "size.width -> all.item",
        "size.height -> all.item",
    )
    assert done.result("all")["collection"] == [8, 8, 9, 9]


def test_events_and_session_have_no_collections_of_iterations(run):
    done = run(
        {"numbers": numbers(0, 2), "each": {"type": "iterate"}, "all": {"type": "collect"}},
        "numbers.collection -> each.collection",
        "each.item -> all.item",
    )
    loops = [event.invocation for event in done.events if event.invocation["type"] in ("iterate", "collect")]
    nodes = done.session.to_dict()["execution_graph"]["nodes"].values()
    assert all(node["collection"] == [] for node in loops)
    assert all(node["collection"] == [] for node in nodes if node["type"] in ("iterate", "collect"))


@pytest.mark.parametrize(("condition", "expected"), [(True, 11), (False, 22)])
def test_only_the_selected_branch_runs(run, condition, expected):
    done = run(
        {
            "condition": {"type": "boolean", "value": condition},
            "yes": {"type": "add", "a": 1, "b": 10},
            "no": {"type": "add", "a": 2, "b": 20},
            "chosen": {"type": "if"},
        },
        "condition.value -> chosen.condition",
        "yes.value -> chosen.true_input",
        "no.value -> chosen.false_input",
    )
    assert done.result("chosen")["value"] == expected
    assert done.types_run() == ["boolean", "add", "if"]
    assert done.session.is_complete()
    assert {"yes", "no"} <= set(done.session.executed_history)


def test_nodes_shared_with_a_branch_run_for_either_branch(run):
    done = run(
        {
            "shared": {"type": "integer", "value": 1},
            "only": {"type": "add", "b": 1},
            "chosen": {"type": "if", "condition": False, "false_input": 5},
            "other": {"type": "sub", "b": 1},
        },
        "shared.value -> only.a",
        "only.value -> chosen.true_input",
        "shared.value -> other.a",
    )
    assert done.result("other")["value"] == 0
    assert done.result("chosen")["value"] == 5
    assert "add" not in done.types_run()


def test_each_iteration_selects_its_own_branch(run):
    done = run(
        {
            "flags": {"type": "boolean_collection", "collection": [True, False, True]},
            "each": {"type": "iterate"},
            "plus": {"type": "add", "b": 5},
            "times": {"type": "mul", "b": 7},
            "chosen": {"type": "if"},
            "all": {"type": "collect"},
        },
        "flags.collection -> each.collection",
        "each.index -> plus.a",
        "each.index -> times.a",
        "each.item -> chosen.condition",
        "plus.value -> chosen.true_input",
        "times.value -> chosen.false_input",
        "chosen.value -> all.item",
    )
    assert done.result("all")["collection"] == [5, 7, 7]
