import pytest

from ivk_workflows.compile import load


def reasons(drawing, catalog):
    return [
        problem.message
        for problem in load(drawing.definition(), catalog).warnings
        if problem.kind == "edge_removed"
    ]


def test_an_edge_that_leads_nowhere_is_left_out_with_a_reason(drawing, catalog):
    add = drawing.node("add", "Sum")
    drawing.edge("ghost", "value", add, "a")
    drawing.edge(add, "value", "ghost", "a")
    drawing.edge(add, "wrong", drawing.node("add"), "a")
    drawing.edge(add, "value", drawing.node("add"), "wrong")
    said = reasons(drawing, catalog)
    assert [reason.partition("left out: ")[2] for reason in said] == [
        "its source does not exist",
        "its target does not exist",
        "the source has no output 'wrong'",
        "the target has no input 'wrong'",
    ]
    assert "from Sum.wrong to" in said[2]


@pytest.mark.parametrize(
    ("source", "output", "target", "field"),
    [
        ("integer", "value", "float", "value"),
        ("integer", "value", "string", "value"),
        ("float", "value", "string", "value"),
        ("integer", "value", "collect", "item"),
        ("integer_collection", "collection", "iterate", "collection"),
        ("iterate", "item", "add", "a"),
        ("collect", "collection", "integer_collection", "collection"),
        ("float", "value", "denoise_latents", "cfg_scale"),
        ("string", "value", "metadata_item", "value"),
        ("scheduler", "scheduler", "denoise_latents", "scheduler"),
    ],
)
def test_types_that_go_together_may_be_connected(drawing, catalog, source, output, target, field):
    drawing.edge(drawing.node(source), output, drawing.node(target), field)
    assert reasons(drawing, catalog) == []


@pytest.mark.parametrize(
    ("source", "output", "target", "field"),
    [
        ("float", "value", "integer", "value"),
        ("string", "value", "integer", "value"),
        ("integer_collection", "collection", "add", "a"),
        ("integer_collection", "collection", "collect", "item"),
        ("integer", "value", "iterate", "collection"),
        ("integer_generator", "integers", "integer_collection", "collection"),
        ("integer_collection", "collection", "integer_batch", "integers"),
        ("blank_image", "image", "save_image", "board"),
        ("integer", "value", "main_model_loader", "model"),
    ],
)
def test_types_that_do_not_go_together_may_not(drawing, catalog, source, output, target, field):
    drawing.edge(drawing.node(source), output, drawing.node(target), field)
    assert len(reasons(drawing, catalog)) == 1


def test_an_input_takes_one_edge_and_the_first_wins(drawing, catalog):
    one, two, add = drawing.node("integer"), drawing.node("integer"), drawing.node("add")
    drawing.edge(one, "value", add, "a")
    drawing.edge(two, "value", add, "a")
    drawing.edge(one, "value", add, "a")
    assert [reason.rpartition(": ")[2] for reason in reasons(drawing, catalog)] == [
        "the input may have only one connection",
        "the same connection exists twice",
    ]


def test_a_collector_takes_many_edges_of_one_type(drawing, catalog):
    collect = drawing.node("collect")
    for type_ in ("integer", "integer", "string"):
        drawing.edge(drawing.node(type_), "value", collect, "item")
    assert [reason.rpartition(": ")[2] for reason in reasons(drawing, catalog)] == [
        "a collection cannot mix items of different types"
    ]


def test_collectors_in_a_row_keep_one_type(drawing, catalog):
    first, second = drawing.node("collect"), drawing.node("collect")
    drawing.edge(drawing.node("integer"), "value", first, "item")
    drawing.edge(drawing.node("string"), "value", second, "item")
    drawing.edge(first, "collection", second, "collection")
    assert len(reasons(drawing, catalog)) == 1


def test_both_branches_of_an_if_and_what_it_feeds_have_one_type(drawing, catalog):
    choice, add = drawing.node("if"), drawing.node("add")
    drawing.edge(drawing.node("string"), "value", choice, "true_input")
    drawing.edge(drawing.node("blank_image"), "image", choice, "false_input")
    drawing.edge(choice, "value", add, "a")
    assert [reason.rpartition(": ")[2] for reason in reasons(drawing, catalog)] == [
        "both branches must have the same type",
        "the types of output and input are not compatible",
    ]


def test_the_edge_that_would_close_a_circle_is_left_out(drawing, catalog):
    nodes = [drawing.node("add") for _ in range(3)]
    for one, other in zip(nodes, [*nodes[1:], nodes[0]], strict=True):
        drawing.edge(one, "value", other, "a")
    drawing.edge(nodes[0], "value", nodes[0], "b")
    assert [reason.rpartition(": ")[2] for reason in reasons(drawing, catalog)] == [
        "the connection would create a cycle",
        "a node cannot be connected to itself",
    ]


def test_a_connector_carries_one_type_to_all_that_it_feeds(drawing, catalog):
    joint, image = drawing.connector(), drawing.node("blank_image")
    drawing.edge(joint, "out", drawing.node("add"), "a")
    drawing.edge(joint, "out", drawing.node("img_resize"), "image")
    drawing.edge(image, "image", joint, "in")
    drawing.edge(drawing.node("integer"), "value", joint, "in")
    drawing.edge(drawing.node("integer"), "value", joint, "in")
    assert [reason.rpartition(": ")[2] for reason in reasons(drawing, catalog)] == [
        "the types of output and input are not compatible",
        "the types of output and input are not compatible",
        "the input may have only one connection",
    ]


@pytest.mark.parametrize(("output", "field"), [("in", "a"), ("value", "a")])
def test_a_connector_has_no_output_but_its_own(drawing, catalog, output, field):
    drawing.edge(drawing.connector(), output, drawing.node("add"), field)
    assert "a connector has no output" in reasons(drawing, catalog)[0]
