import pytest

from ivk_fields.missing import MISSING
from ivk_workflows.compile import Unavailable, compile_enqueue_body, load, without_unavailable


def ends(batch):
    return [
        (
            edge["source"]["node_id"],
            edge["source"]["field"],
            edge["destination"]["node_id"],
            edge["destination"]["field"],
        )
        for edge in batch["graph"]["edges"]
    ]


def test_an_input_that_an_edge_feeds_is_left_out(builder, batch):
    one, two = builder.node("integer"), builder.node("add", a="stale", b=3)
    builder.edge(one, "value", two, "a")
    compiled = batch(builder, {(two, "a"): 7})
    assert compiled["graph"]["nodes"][two] == {
        "type": "add",
        "id": two,
        "b": 3,
        "use_cache": True,
        "is_intermediate": True,
    }
    assert ends(compiled) == [(one, "value", two, "a")]


def test_a_value_that_was_set_is_in_the_graph_and_in_the_embedded_workflow(builder, batch):
    node = builder.node("add", a=1)
    compiled = batch(builder, {(node, "a"): 41})
    assert compiled["graph"]["nodes"][node]["a"] == 41
    assert compiled["workflow"]["nodes"][0]["data"]["inputs"]["a"]["value"] == 41


def test_an_emptied_input_is_not_sent(builder, batch):
    node = builder.node("add", a=1)
    assert "a" not in batch(builder, {(node, "a"): MISSING})["graph"]["nodes"][node]


def test_the_body_shares_no_object_with_the_definition(builder, catalog):
    node = builder.node("blank_image")
    collection = builder.node("integer_collection", collection=[1, 2])
    definition = builder.definition()
    workflow = load(definition, catalog)
    for part in ("graph", "workflow"):
        body = compile_enqueue_body(workflow)["batch"]["graph"]["nodes"]
        body[node]["color"]["r"] = 99
        body[collection]["collection"].append(part)
        embedded = compile_enqueue_body(workflow)["batch"]["workflow"]
        embedded["nodes"][0]["data"]["inputs"]["color"]["value"]["r"] = 99
        embedded["nodes"][1]["data"]["inputs"]["collection"]["value"].append(part)
        embedded["form"]["elements"]["root"]["data"]["children"].append("x")
    nodes = compile_enqueue_body(workflow)["batch"]["graph"]["nodes"]
    assert (nodes[node]["color"]["r"], nodes[collection]["collection"]) == (0, [1, 2])
    assert definition.to_dict() == builder.document


@pytest.mark.parametrize(
    ("value", "auto_add", "sent"),
    [
        ("auto", None, MISSING),
        ("auto", "none", MISSING),
        ("auto", "b1", {"board_id": "b1"}),
        (MISSING, "b1", {"board_id": "b1"}),
        ("none", "b1", MISSING),
        ({"board_id": "b2"}, "b1", {"board_id": "b2"}),
    ],
)
def test_a_board_is_sent_as_the_gui_sends_it(builder, batch, value, auto_add, sent):
    node = builder.node("save_image", board=value)
    compiled = batch(builder, auto_add_board_id=auto_add)
    assert compiled["graph"]["nodes"][node].get("board", MISSING) == sent


def test_notes_batch_and_generator_nodes_are_not_in_the_graph(builder, batch):
    generator, numbers, image = (
        builder.node("integer_generator"),
        builder.node("integer_batch"),
        builder.node("blank_image"),
    )
    builder.edge(generator, "integers", numbers, "integers")
    builder.edge(numbers, "value", image, "width")
    builder.document["nodes"].append(
        {"id": "n", "type": "notes", "position": {"x": 0, "y": 0}, "data": {"id": "n", "type": "notes"}}
    )
    compiled = batch(builder)
    assert list(compiled["graph"]["nodes"]) == [image]
    assert compiled["graph"]["edges"] == []
    assert compiled["graph"]["nodes"][image]["width"] == 512
    assert len(compiled["workflow"]["nodes"]) == 4


def test_connectors_are_followed_to_their_source_and_duplicates_dropped(builder, batch):
    image, resize = builder.node("blank_image"), builder.node("img_resize")
    first, second = builder.connector(), builder.connector()
    collect = builder.node("collect")
    builder.edge(image, "image", first, "in")
    builder.edge(first, "out", second, "in")
    builder.edge(second, "out", resize, "image")
    builder.edge(first, "out", collect, "item")
    builder.edge(image, "image", collect, "item")
    assert ends(batch(builder)) == [(image, "image", resize, "image"), (image, "image", collect, "item")]


def test_connectors_in_a_cycle_have_no_source(builder, batch):
    first, second, resize = builder.connector(), builder.connector(), builder.node("img_resize")
    builder.edge(first, "out", second, "in")
    builder.edge(second, "out", first, "in")
    builder.edge(second, "out", resize, "image")
    assert ends(batch(builder)) == []


def test_an_unknown_input_is_left_out_unless_the_node_takes_any(builder, batch):
    add, metadata = builder.node("add", mystery=1), builder.node("core_metadata", mystery=[{"deep": None}])
    nodes = batch(builder)["graph"]["nodes"]
    assert "mystery" not in nodes[add]
    assert nodes[metadata]["mystery"] == [{"deep": None}]


def test_a_mapping_of_a_type_without_a_control_is_sent_unchanged(builder, batch):
    box = {"x_min": 0, "x_max": 5, "y_min": 0, "y_max": 5}
    node = builder.node("tomask", metadata=box)
    assert batch(builder)["graph"]["nodes"][node]["metadata"] == box


def test_an_input_that_names_a_missing_resource_is_emptied(builder, catalog):
    one = builder.node("img_resize", image={"image_name": "gone.png"})
    two = builder.node("image_collection", images=[{"image_name": "gone.png"}, {"image_name": "here.png"}])
    gone = Unavailable(images=frozenset({"gone.png"}))
    workflow = without_unavailable(load(builder.definition(), catalog), gone)
    nodes = compile_enqueue_body(workflow)["batch"]["graph"]["nodes"]
    assert "image" not in nodes[one]
    assert nodes[two]["images"] == [{"image_name": "here.png"}]


def test_runs_prepend_and_further_data_are_in_the_body(builder, catalog):
    node = builder.node("add")
    extra = [[{"node_path": node, "field_name": "a", "items": [1, 2]}]]
    body = compile_enqueue_body(load(builder.definition(), catalog), runs=3, prepend=True, data=extra)
    assert (body["prepend"], body["batch"]["runs"], body["batch"]["data"]) == (True, 3, extra)


def test_the_embedded_workflow_has_no_id_and_the_current_format(builder, batch):
    builder.document |= {"id": "x", "meta": {"category": "default", "version": "3.0.0"}, "name": "N"}
    builder.node("add")
    workflow = batch(builder)["workflow"]
    assert "id" not in workflow
    assert (workflow["name"], workflow["meta"]) == ("N", {"category": "default", "version": "4.0.0"})


def test_what_the_editor_would_not_save_is_not_embedded(builder, batch):
    builder.node("add")
    notes = {"id": "n", "type": "notes", "label": "", "isOpen": True, "notes": "Mind the gap", "stray": 1}
    builder.document["nodes"] += [
        {"id": "n", "type": "notes", "data": notes},
        {"id": "c", "type": "current_image", "data": {"id": "c", "type": "current_image"}},
    ]
    embedded = batch(builder)["workflow"]["nodes"]
    assert [node["id"] for node in embedded] == ["add-0", "n"]
    assert "stray" not in embedded[1]["data"]
    assert embedded[1]["position"] == {"x": 0, "y": 0}
