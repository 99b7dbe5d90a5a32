import pytest

from ivk_workflows.compile import BoardImages, DynamicPrompts, load, needs
from ivk_workflows.errors import BatchError, UnresolvedNeedError


def items(batch):
    return [[(entry["field_name"], entry["items"]) for entry in zipped] for zipped in batch["data"]]


def test_ungrouped_batches_multiply_and_grouped_ones_go_in_step(drawing, batch):
    image = drawing.node("blank_image")
    blur = drawing.node("img_blur")
    for values, group, target, field in [
        ([1, 2], "Group 1", image, "width"),
        ([9], "None", blur, "radius"),
        ([3, 4], "Group 1", image, "height"),
    ]:
        node = drawing.node("integer_batch", integers=values, batch_group_id=group)
        drawing.edge(node, "value", target, field)
    assert items(batch(drawing)) == [[("width", [1, 2]), ("height", [3, 4])], [("radius", [9])]]


def test_one_batch_feeds_every_input_it_is_connected_to(drawing, batch):
    image, numbers = drawing.node("blank_image"), drawing.node("integer_batch", integers=[8, 16])
    drawing.edge(numbers, "value", image, "width")
    drawing.edge(numbers, "value", image, "height")
    assert items(batch(drawing)) == [[("width", [8, 16]), ("height", [8, 16])]]


def test_a_batch_of_pictures_leaves_by_its_image_output(drawing, batch):
    pictures = drawing.node("image_batch", images=[{"image_name": "a.png"}])
    drawing.edge(pictures, "image", drawing.node("img_resize"), "image")
    assert items(batch(drawing)) == [[("image", [{"image_name": "a.png"}])]]


def test_an_unconnected_batch_adds_nothing(drawing, batch):
    drawing.node("add")
    drawing.node("integer_batch", integers=[1])
    assert batch(drawing)["data"] == []


def fed_by(drawing, kind, settings, *, through_connector=False):
    generator, node = drawing.node(f"{kind}_generator", generator=settings), drawing.node(f"{kind}_batch")
    field = {"string": "strings", "integer": "integers", "float": "floats", "image": "images"}[kind]
    source, output = generator, field
    if through_connector:
        source, output = drawing.connector(), "out"
        drawing.edge(generator, field, source, "in")
    drawing.edge(source, output, node, field)
    targets = {
        "string": ("string", "value"),
        "integer": ("add", "a"),
        "float": ("float", "value"),
        "image": ("img_resize", "image"),
    }
    type_, name = targets[kind]
    drawing.edge(node, "image" if kind == "image" else "value", drawing.node(type_), name)


@pytest.mark.parametrize(
    ("kind", "settings", "made"),
    [
        (
            "integer",
            {"type": "integer_generator_arithmetic_sequence", "start": 5, "step": -2, "count": 3},
            [5, 3, 1],
        ),
        (
            "integer",
            {"type": "integer_generator_arithmetic_sequence", "start": 5, "step": 0, "count": 3},
            [5],
        ),
        (
            "integer",
            {"type": "integer_generator_linear_distribution", "start": 0, "end": 5, "count": 3},
            [0, 3, 5],
        ),
        (
            "integer",
            {"type": "integer_generator_linear_distribution", "start": 0, "end": -5, "count": 3},
            [0, -2, -5],
        ),
        ("integer", {"type": "integer_generator_linear_distribution", "start": 4, "end": 9, "count": 1}, [4]),
        (
            "integer",
            {"type": "integer_generator_parse_string", "input": "1, 2.9,x, -3px ,,0x10", "splitOn": ","},
            [1, 2, -3, 0],
        ),
        (
            "float",
            {"type": "float_generator_arithmetic_sequence", "start": 0, "step": 0.1, "count": 4},
            [0, 0.1, 0.2, 0.30000000000000004],
        ),
        (
            "float",
            {"type": "float_generator_parse_string", "input": "1\n.5e1\n-2.\nx", "splitOn": "\\n"},
            [1, 5, -2],
        ),
        ("float", {"type": "float_generator_linear_distribution", "values": [7, 8]}, [7, 8]),
        (
            "string",
            {"type": "string_generator_parse_string", "input": "a | b||c", "splitOn": "|"},
            ["a ", " b", "c"],
        ),
        ("string", {"type": "string_generator_parse_string", "input": "a\tb", "splitOn": "\\t"}, ["a", "b"]),
        ("string", {"type": "string_generator_parse_string", "input": 'a"b', "splitOn": '"'}, ["a", "b"]),
        ("string", {"type": "string_generator_parse_string", "input": "a,b", "splitOn": ""}, ["a,b"]),
    ],
)
@pytest.mark.parametrize("through_connector", [False, True])
def test_generators_make_what_the_gui_makes(drawing, batch, kind, settings, made, through_connector):
    fed_by(drawing, kind, settings, through_connector=through_connector)
    assert [found for _, found in items(batch(drawing))[0]] == [made]


def test_seeded_numbers_are_those_of_the_mersenne_twister(drawing, batch):
    settings = {
        "type": "integer_generator_random_distribution_uniform",
        "min": 0,
        "max": 2**32 - 1,
        "count": 3,
        "seed": 5489,
    }
    fed_by(drawing, "integer", settings)
    assert items(batch(drawing))[0][0][1] == [3499211612, 581869302, 3890346734]


@pytest.mark.parametrize("seed", [-1, 2**32 - 1])
def test_only_the_lowest_32_bits_of_a_seed_count(drawing, batch, seed):
    settings = {
        "type": "float_generator_random_distribution_uniform",
        "min": 0,
        "max": 1,
        "count": 1,
        "seed": seed,
    }
    fed_by(drawing, "float", settings)
    assert items(batch(drawing))[0][0][1] == [419326371 / 2**32]


def test_unseeded_numbers_keep_within_their_limits(drawing, batch):
    settings = {
        "type": "integer_generator_random_distribution_uniform",
        "min": 3,
        "max": 5,
        "count": 200,
        "seed": None,
    }
    fed_by(drawing, "integer", settings)
    assert set(items(batch(drawing))[0][0][1]) == {3, 4, 5}


@pytest.mark.parametrize(
    ("kind", "settings", "need", "answer", "made"),
    [
        (
            "string",
            {"type": "string_generator_dynamic_prompts_combinatorial", "input": "{a|b}", "maxPrompts": 4},
            DynamicPrompts("{a|b}", 4, combinatorial=True),
            ["a", "b"],
            ["a", "b"],
        ),
        (
            "string",
            {"type": "string_generator_dynamic_prompts_random", "input": "{a|b}", "count": 2, "seed": 3},
            DynamicPrompts("{a|b}", 2, combinatorial=False, seed=3),
            ["b", "b"],
            ["b", "b"],
        ),
        (
            "image",
            {"type": "image_generator_images_from_board", "board_id": "b", "category": "assets"},
            BoardImages("b", ("control", "mask", "user", "other")),
            ["x.png"],
            [{"image_name": "x.png"}],
        ),
    ],
)
def test_what_only_the_server_knows_is_asked_for_first(
    drawing, catalog, batch, kind, settings, need, answer, made
):
    fed_by(drawing, kind, settings)
    assert needs(load(drawing.definition(), catalog)) == [need]
    assert items(batch(drawing, answers={need: answer}))[0][0][1] == made
    with pytest.raises(UnresolvedNeedError, match="the server was not asked"):
        batch(drawing)


def test_a_board_that_was_not_chosen_has_no_pictures(drawing, catalog, batch):
    fed_by(drawing, "image", {"type": "image_generator_images_from_board"})
    assert needs(load(drawing.definition(), catalog)) == []
    assert items(batch(drawing)) == [[("image", [])]]


def test_a_collection_of_the_wrong_kind_is_refused_with_the_names_of_node_and_field(drawing, batch):
    node = drawing.node("integer_batch", "Sizes", integers=["a"])
    drawing.edge(node, "value", drawing.node("add"), "a")
    with pytest.raises(BatchError, match=r"Sizes -> Integers: \['a'\]"):
        batch(drawing)


def test_a_generator_without_sensible_settings_is_named(drawing, batch):
    fed_by(drawing, "integer", {"type": "float_generator_parse_string", "input": "1"})
    with pytest.raises(BatchError, match="the settings of 'Integer Generator'"):
        batch(drawing)
