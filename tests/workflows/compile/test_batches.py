import pytest

from ivk_workflows.compile import BoardImages, DynamicPrompts, load, needs
from ivk_workflows.errors import BatchError, UnresolvedNeedError


def items(batch):
    return [[(entry["field_name"], entry["items"]) for entry in zipped] for zipped in batch["data"]]


def test_ungrouped_batches_multiply_and_grouped_ones_are_zipped(builder, batch):
    image = builder.node("blank_image")
    blur = builder.node("img_blur")
    for values, group, target, field in [
        ([1, 2], "Group 1", image, "width"),
        ([9], "None", blur, "radius"),
        ([3, 4], "Group 1", image, "height"),
    ]:
        node = builder.node("integer_batch", integers=values, batch_group_id=group)
        builder.edge(node, "value", target, field)
    assert items(batch(builder)) == [[("width", [1, 2]), ("height", [3, 4])], [("radius", [9])]]


def test_one_batch_feeds_every_input_it_is_connected_to(builder, batch):
    image, numbers = builder.node("blank_image"), builder.node("integer_batch", integers=[8, 16])
    builder.edge(numbers, "value", image, "width")
    builder.edge(numbers, "value", image, "height")
    assert items(batch(builder)) == [[("width", [8, 16]), ("height", [8, 16])]]


def test_an_image_batch_has_its_values_at_the_image_output(builder, batch):
    images = builder.node("image_batch", images=[{"image_name": "a.png"}])
    builder.edge(images, "image", builder.node("img_resize"), "image")
    assert items(batch(builder)) == [[("image", [{"image_name": "a.png"}])]]


def test_an_unconnected_batch_adds_nothing(builder, batch):
    builder.node("add")
    builder.node("integer_batch", integers=[1])
    assert batch(builder)["data"] == []


def fed_by(builder, kind, settings, *, through_connector=False):
    generator, node = builder.node(f"{kind}_generator", generator=settings), builder.node(f"{kind}_batch")
    field = {"string": "strings", "integer": "integers", "float": "floats", "image": "images"}[kind]
    source, output = generator, field
    if through_connector:
        source, output = builder.connector(), "out"
        builder.edge(generator, field, source, "in")
    builder.edge(source, output, node, field)
    targets = {
        "string": ("string", "value"),
        "integer": ("add", "a"),
        "float": ("float", "value"),
        "image": ("img_resize", "image"),
    }
    type_, name = targets[kind]
    builder.edge(node, "image" if kind == "image" else "value", builder.node(type_), name)


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
def test_generators_make_the_same_values_as_the_gui(builder, batch, kind, settings, made, through_connector):
    fed_by(builder, kind, settings, through_connector=through_connector)
    assert [found for _, found in items(batch(builder))[0]] == [made]


def test_seeded_numbers_are_those_of_the_mersenne_twister(builder, batch):
    settings = {
        "type": "integer_generator_random_distribution_uniform",
        "min": 0,
        "max": 2**32 - 1,
        "count": 3,
        "seed": 5489,
    }
    fed_by(builder, "integer", settings)
    assert items(batch(builder))[0][0][1] == [3499211612, 581869302, 3890346734]


@pytest.mark.parametrize("seed", [-1, 2**32 - 1])
def test_only_the_lowest_32_bits_of_a_seed_count(builder, batch, seed):
    settings = {
        "type": "float_generator_random_distribution_uniform",
        "min": 0,
        "max": 1,
        "count": 1,
        "seed": seed,
    }
    fed_by(builder, "float", settings)
    assert items(batch(builder))[0][0][1] == [419326371 / 2**32]


def test_unseeded_numbers_are_within_their_limits(builder, batch):
    settings = {
        "type": "integer_generator_random_distribution_uniform",
        "min": 3,
        "max": 5,
        "count": 200,
        "seed": None,
    }
    fed_by(builder, "integer", settings)
    assert set(items(batch(builder))[0][0][1]) == {3, 4, 5}


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
def test_needs_are_declared_and_their_answers_are_used(
    builder, catalog, batch, kind, settings, need, answer, made
):
    fed_by(builder, kind, settings)
    assert needs(load(builder.definition(), catalog)) == [need]
    assert items(batch(builder, answers={need: answer}))[0][0][1] == made
    with pytest.raises(UnresolvedNeedError, match="the server was not asked"):
        batch(builder)


def test_a_generator_without_a_board_makes_no_images(builder, catalog, batch):
    fed_by(builder, "image", {"type": "image_generator_images_from_board"})
    assert needs(load(builder.definition(), catalog)) == []
    assert items(batch(builder)) == [[("image", [])]]


def test_the_error_about_a_collection_of_the_wrong_kind_names_node_and_field(builder, batch):
    node = builder.node("integer_batch", "Sizes", integers=["a"])
    builder.edge(node, "value", builder.node("add"), "a")
    with pytest.raises(BatchError, match=r"Sizes -> Integers: \['a'\]"):
        batch(builder)


def test_the_error_names_a_generator_without_valid_settings(builder, batch):
    fed_by(builder, "integer", {"type": "float_generator_parse_string", "input": "1"})
    with pytest.raises(BatchError, match="the settings of 'Integer Generator'"):
        batch(builder)
