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


def test_an_edge_fed_input_is_omitted_whatever_its_value(drawing, batch):
    one, two = drawing.node("integer"), drawing.node("add", a="stale", b=3)
    drawing.edge(one, "value", two, "a")
    compiled = batch(drawing, {(two, "a"): 7})
    assert compiled["graph"]["nodes"][two] == {
        "type": "add",
        "id": two,
        "b": 3,
        "use_cache": True,
        "is_intermediate": True,
    }
    assert ends(compiled) == [(one, "value", two, "a")]


def test_a_value_that_was_set_goes_into_the_graph_and_into_the_embedded_workflow(drawing, batch):
    node = drawing.node("add", a=1)
    compiled = batch(drawing, {(node, "a"): 41})
    assert compiled["graph"]["nodes"][node]["a"] == 41
    assert compiled["workflow"]["nodes"][0]["data"]["inputs"]["a"]["value"] == 41


def test_emptying_an_input_leaves_it_to_the_server(drawing, batch):
    node = drawing.node("add", a=1)
    assert "a" not in batch(drawing, {(node, "a"): MISSING})["graph"]["nodes"][node]


def test_nothing_in_the_body_belongs_to_the_definition(drawing, catalog):
    node = drawing.node("blank_image")
    collection = drawing.node("integer_collection", collection=[1, 2])
    definition = drawing.definition()
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
    assert definition.to_dict() == drawing.document


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
def test_a_board_is_what_the_gui_makes_of_it(drawing, batch, value, auto_add, sent):
    node = drawing.node("save_image", board=value)
    compiled = batch(drawing, auto_add_board_id=auto_add)
    assert compiled["graph"]["nodes"][node].get("board", MISSING) == sent


def test_notes_batch_and_generator_nodes_stay_behind(drawing, batch):
    generator, numbers, image = (
        drawing.node("integer_generator"),
        drawing.node("integer_batch"),
        drawing.node("blank_image"),
    )
    drawing.edge(generator, "integers", numbers, "integers")
    drawing.edge(numbers, "value", image, "width")
    drawing.document["nodes"].append(
        {"id": "n", "type": "notes", "position": {"x": 0, "y": 0}, "data": {"id": "n", "type": "notes"}}
    )
    compiled = batch(drawing)
    assert list(compiled["graph"]["nodes"]) == [image]
    assert compiled["graph"]["edges"] == []
    assert compiled["graph"]["nodes"][image]["width"] == 512
    assert len(compiled["workflow"]["nodes"]) == 4


def test_connectors_are_followed_to_their_source_and_doubles_dropped(drawing, batch):
    image, resize = drawing.node("blank_image"), drawing.node("img_resize")
    first, second = drawing.connector(), drawing.connector()
    collect = drawing.node("collect")
    drawing.edge(image, "image", first, "in")
    drawing.edge(first, "out", second, "in")
    drawing.edge(second, "out", resize, "image")
    drawing.edge(first, "out", collect, "item")
    drawing.edge(image, "image", collect, "item")
    assert ends(batch(drawing)) == [(image, "image", resize, "image"), (image, "image", collect, "item")]


def test_connectors_that_go_round_in_a_circle_lead_nowhere(drawing, batch):
    first, second, resize = drawing.connector(), drawing.connector(), drawing.node("img_resize")
    drawing.edge(first, "out", second, "in")
    drawing.edge(second, "out", first, "in")
    drawing.edge(second, "out", resize, "image")
    assert ends(batch(drawing)) == []


def test_an_input_that_nobody_describes_goes_unless_the_node_takes_any(drawing, batch):
    add, metadata = drawing.node("add", mystery=1), drawing.node("core_metadata", mystery=[{"deep": None}])
    nodes = batch(drawing)["graph"]["nodes"]
    assert "mystery" not in nodes[add]
    assert nodes[metadata]["mystery"] == [{"deep": None}]


def test_a_mapping_of_a_type_without_an_editor_passes_untouched(drawing, batch):
    box = {"x_min": 0, "x_max": 5, "y_min": 0, "y_max": 5}
    node = drawing.node("tomask", metadata=box)
    assert batch(drawing)["graph"]["nodes"][node]["metadata"] == box


def test_a_value_for_something_that_the_server_lacks_is_emptied(drawing, catalog):
    one = drawing.node("img_resize", image={"image_name": "gone.png"})
    two = drawing.node("image_collection", images=[{"image_name": "gone.png"}, {"image_name": "here.png"}])
    gone = Unavailable(images=frozenset({"gone.png"}))
    workflow = without_unavailable(load(drawing.definition(), catalog), gone)
    nodes = compile_enqueue_body(workflow)["batch"]["graph"]["nodes"]
    assert "image" not in nodes[one]
    assert nodes[two]["images"] == [{"image_name": "here.png"}]


def test_runs_place_in_the_queue_and_further_data_are_passed_on(drawing, catalog):
    node = drawing.node("add")
    extra = [[{"node_path": node, "field_name": "a", "items": [1, 2]}]]
    body = compile_enqueue_body(load(drawing.definition(), catalog), runs=3, prepend=True, data=extra)
    assert (body["prepend"], body["batch"]["runs"], body["batch"]["data"]) == (True, 3, extra)


def test_the_embedded_workflow_has_no_id_and_the_current_format(drawing, batch):
    drawing.document |= {"id": "x", "meta": {"category": "default", "version": "3.0.0"}, "name": "N"}
    drawing.node("add")
    workflow = batch(drawing)["workflow"]
    assert "id" not in workflow
    assert (workflow["name"], workflow["meta"]) == ("N", {"category": "default", "version": "4.0.0"})


def test_what_the_editor_would_not_save_is_not_embedded(drawing, batch):
    drawing.node("add")
    notes = {"id": "n", "type": "notes", "label": "", "isOpen": True, "notes": "Mind the gap", "stray": 1}
    drawing.document["nodes"] += [
        {"id": "n", "type": "notes", "data": notes},
        {"id": "c", "type": "current_image", "data": {"id": "c", "type": "current_image"}},
    ]
    embedded = batch(drawing)["workflow"]["nodes"]
    assert [node["id"] for node in embedded] == ["add-0", "n"]
    assert "stray" not in embedded[1]["data"]
    assert embedded[1]["position"] == {"x": 0, "y": 0}
