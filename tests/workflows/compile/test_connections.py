import pytest

from ivk_workflows.compile import load


def reasons(builder, catalog):
    return [
        problem.message
        for problem in load(builder.definition(), catalog).warnings
        if problem.kind == "edge_removed"
    ]


def test_an_edge_without_a_source_or_target_is_left_out_with_a_reason(builder, catalog):
    add = builder.node("add", "Sum")
    builder.edge("missing", "value", add, "a")
    builder.edge(add, "value", "missing", "a")
    builder.edge(add, "wrong", builder.node("add"), "a")
    builder.edge(add, "value", builder.node("add"), "wrong")
    found = reasons(builder, catalog)
    assert [reason.partition("left out: ")[2] for reason in found] == [
        "its source does not exist",
        "its target does not exist",
        "the source has no output 'wrong'",
        "the target has no input 'wrong'",
    ]
    assert "from Sum.wrong to" in found[2]


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
def test_compatible_types_may_be_connected(builder, catalog, source, output, target, field):
    builder.edge(builder.node(source), output, builder.node(target), field)
    assert reasons(builder, catalog) == []


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
def test_incompatible_types_may_not_be_connected(builder, catalog, source, output, target, field):
    builder.edge(builder.node(source), output, builder.node(target), field)
    assert len(reasons(builder, catalog)) == 1


def test_an_input_takes_one_edge_and_the_first_is_kept(builder, catalog):
    one, two, add = builder.node("integer"), builder.node("integer"), builder.node("add")
    builder.edge(one, "value", add, "a")
    builder.edge(two, "value", add, "a")
    builder.edge(one, "value", add, "a")
    assert [reason.rpartition(": ")[2] for reason in reasons(builder, catalog)] == [
        "the input may have only one connection",
        "the same connection exists twice",
    ]


def test_a_collect_node_takes_many_edges_of_one_type(builder, catalog):
    collect = builder.node("collect")
    for type_ in ("integer", "integer", "string"):
        builder.edge(builder.node(type_), "value", collect, "item")
    assert [reason.rpartition(": ")[2] for reason in reasons(builder, catalog)] == [
        "a collection cannot mix items of different types"
    ]


def test_collect_nodes_in_a_row_have_one_type(builder, catalog):
    first, second = builder.node("collect"), builder.node("collect")
    builder.edge(builder.node("integer"), "value", first, "item")
    builder.edge(builder.node("string"), "value", second, "item")
    builder.edge(first, "collection", second, "collection")
    assert len(reasons(builder, catalog)) == 1


def test_both_branches_and_the_target_of_an_if_node_have_one_type(builder, catalog):
    choice, add = builder.node("if"), builder.node("add")
    builder.edge(builder.node("string"), "value", choice, "true_input")
    builder.edge(builder.node("blank_image"), "image", choice, "false_input")
    builder.edge(choice, "value", add, "a")
    assert [reason.rpartition(": ")[2] for reason in reasons(builder, catalog)] == [
        "both branches must have the same type",
        "the types of output and input are not compatible",
    ]


def test_an_edge_that_would_create_a_cycle_is_left_out(builder, catalog):
    nodes = [builder.node("add") for _ in range(3)]
    for one, other in zip(nodes, [*nodes[1:], nodes[0]], strict=True):
        builder.edge(one, "value", other, "a")
    builder.edge(nodes[0], "value", nodes[0], "b")
    assert [reason.rpartition(": ")[2] for reason in reasons(builder, catalog)] == [
        "the connection would create a cycle",
        "a node cannot be connected to itself",
    ]


def test_a_connector_feeds_inputs_of_one_type(builder, catalog):
    joint, image = builder.connector(), builder.node("blank_image")
    builder.edge(joint, "out", builder.node("add"), "a")
    builder.edge(joint, "out", builder.node("img_resize"), "image")
    builder.edge(image, "image", joint, "in")
    builder.edge(builder.node("integer"), "value", joint, "in")
    builder.edge(builder.node("integer"), "value", joint, "in")
    assert [reason.rpartition(": ")[2] for reason in reasons(builder, catalog)] == [
        "the types of output and input are not compatible",
        "the types of output and input are not compatible",
        "the input may have only one connection",
    ]


@pytest.mark.parametrize(("output", "field"), [("in", "a"), ("value", "a")])
def test_a_connector_has_only_one_output(builder, catalog, output, field):
    builder.edge(builder.connector(), output, builder.node("add"), field)
    assert "a connector has no output" in reasons(builder, catalog)[0]
