"""Nodes that make images from images."""

import pytest
from PIL import Image, ImageFilter

from ivk_devserver.engine.image_ops import erode

RED, CLEAR = (255, 0, 0), (0, 0, 0, 0)


@pytest.fixture
def red(images):
    return images.put(Image.new("RGB", (40, 20), RED))


@pytest.fixture
def made(run, images):
    """Return a function that runs one node and returns the image that it made."""

    def run_one(node_type, **inputs):
        done = run({"node": {"type": node_type, **inputs}})
        assert done.failed is None, done.failed
        result = done.result("node")
        image = images.by_name[result["image"]["image_name"]]
        assert image.size == (result["width"], result["height"])
        return image

    return run_one


def test_a_blank_image_has_the_given_color(made):
    image = made("blank_image", width=3, height=2, mode="RGBA", color={"r": 1, "g": 2, "b": 3, "a": 4})
    assert image.getcolors() == [(6, (1, 2, 3, 4))]


def test_scaling_rounds_the_size_down(made, red):
    assert made("img_scale", image=red, scale_factor=1.37).size == (54, 27)


def test_a_crop_is_transparent_outside_of_the_image(made, red):
    image = made("img_crop", image=red, x=-10, y=5, width=60, height=30)
    assert image.getpixel((0, 0)) == CLEAR
    assert image.getpixel((10, 0)) == (*RED, 255)


def test_padding_and_cropping_change_each_side(made, red):
    assert made("img_pad_crop", image=red, left=5, right=-3, top=-10, bottom=2).size == (42, 12)


def test_pasting_beyond_the_edge_extends_the_image(made, red, images):
    small = images.put(Image.new("RGB", (10, 10), (0, 0, 255)))
    image = made("img_paste", base_image=red, image=small, x=-5, y=15)
    assert image.size == (45, 25)
    assert image.getpixel((0, 24)) == (0, 0, 255, 255)


def test_pasting_with_crop_keeps_the_size(made, red, images):
    small = images.put(Image.new("RGB", (10, 10), (0, 0, 255)))
    assert made("img_paste", base_image=red, image=small, x=-5, y=15, crop=True).size == (40, 20)


def test_a_blurred_image_has_an_alpha_channel(made, red):
    assert made("img_blur", image=red).mode == "RGBA"


def test_rotating_the_hue_by_120_degrees_makes_red_green(made, red):
    assert made("img_hue_adjust", image=red, hue=120).getpixel((0, 0)) == (0, 255, 0, 255)


def test_a_channel_is_inverted(made, red):
    image = made("img_channel_multiply", image=red, channel="Red (RGBA)", invert_channel=True)
    assert image.getpixel((0, 0)) == (0, 0, 0, 255)


def test_a_mask_is_converted_to_a_tensor_and_back(run, images):
    mask = images.put(Image.linear_gradient("L").resize((8, 8)))
    done = run(
        {
            "tensor": {"type": "image_mask_to_tensor", "image": mask},
            "inverted": {"type": "invert_tensor_mask"},
            "image": {"type": "tensor_mask_to_image"},
        },
        "tensor.mask -> inverted.mask",
        "inverted.mask -> image.mask",
    )
    image = images.by_name[done.result("image")["image"]["image_name"]]
    assert image.getpixel((0, 0)) == 0
    assert image.getpixel((0, 7)) == 255


def test_the_bounding_box_of_a_mask_includes_its_last_pixel(run, images):
    mask = Image.new("L", (20, 20))
    mask.paste(255, (3, 4, 10, 12))
    done = run({"node": {"type": "get_image_mask_bounding_box", "mask": images.put(mask)}})
    box = done.result("node")["bounding_box"]
    assert (box["x_min"], box["y_min"], box["x_max"], box["y_max"]) == (3, 4, 9, 11)


def test_colors_are_matched_to_a_reference(made, images):
    dark = images.put(Image.linear_gradient("L").convert("RGB").point(lambda value: value // 2))
    bright = images.put(Image.linear_gradient("L").convert("RGB"))
    image = made("color_correct", base_image=dark, color_reference=bright)
    assert image.getextrema()[0][1] > 250


def test_an_image_is_saved_with_the_settings_of_its_node(run, images, red):
    node = {
        "type": "save_image",
        "image": red,
        "board": {"board_id": "b1"},
        "metadata": {"seed": 3},
        "is_intermediate": True,
    }
    done = run({"node": node})
    kept = images.details[done.result("node")["image"]["image_name"]]
    (prepared,) = done.session.prepared_from("node")
    assert (kept["board_id"], kept["metadata"], kept["is_intermediate"]) == ("b1", {"seed": 3}, True)
    assert kept["category"] == "general"
    assert kept["session_id"] == done.session.id
    assert kept["node"]["id"] == prepared.id


def test_a_mask_is_saved_with_the_category_mask(run, images, red):
    done = run({"node": {"type": "tomask", "image": red}})
    assert images.details[done.result("node")["image"]["image_name"]]["category"] == "mask"


@pytest.mark.parametrize("radius", [1, 2, 5])
def test_erode_returns_the_darkest_value_around_each_pixel(radius):
    mask = Image.radial_gradient("L").resize((40, 30))
    assert erode(mask, radius).tobytes() == mask.filter(ImageFilter.MinFilter(2 * radius + 1)).tobytes()


def test_an_expanded_mask_fades_over_the_given_pixels(made, images):
    mask = Image.new("L", (100, 20), 255)
    mask.paste(0, (0, 0, 20, 20))
    faded = made("expand_mask_with_fade", mask=images.put(mask), fade_size_px=16)
    row = [faded.getpixel((x, 10)) for x in range(100)]
    assert row[19] == 0
    assert row == sorted(row)
    assert 100 < row[28] < 160
    assert row[40] == 255


def test_a_panel_of_a_grid_has_a_position_and_a_size(run):
    node = {
        "type": "image_panel_layout",
        "width": 100,
        "height": 90,
        "num_cols": 3,
        "num_rows": 2,
        "panel_col_idx": 2,
    }
    result = run({"node": node}).result("node")
    assert (result["x_left"], result["y_top"], result["width"], result["height"]) == (66, 0, 33, 45)
