"""Nodes that change the size of a picture, cut it and put pictures together."""

from PIL import Image, ImageOps

from ivk_devserver.engine.call import Call
from ivk_devserver.engine.fields import BoundingBoxField, ImageField
from ivk_devserver.engine.outputs import Output, output
from ivk_devserver.engine.registry import image_node, node

__all__ = ["crop", "crop_to_box", "pad_or_crop", "panel", "paste", "paste_into_box", "resize", "scale"]

_CLEAR = (0, 0, 0, 0)
_RESAMPLING = {mode.name.lower(): mode for mode in Image.Resampling}


@image_node("img_resize")
def resize(call: Call, image: ImageField, width: int, height: int, resample_mode: str) -> Image.Image:
    """Resize to a width and height."""
    return call.open(image).resize((width, height), _RESAMPLING[resample_mode])


@image_node("img_scale")
def scale(call: Call, image: ImageField, scale_factor: float, resample_mode: str) -> Image.Image:
    """Resize by a factor."""
    picture = call.open(image)
    size = int(picture.width * scale_factor), int(picture.height * scale_factor)
    return picture.resize(size, _RESAMPLING[resample_mode])


@image_node("img_crop")
def crop(call: Call, *, image: ImageField, x: int, y: int, width: int, height: int) -> Image.Image:
    """Cut a rectangle out; what lies outside of the picture is transparent."""
    cut = Image.new("RGBA", (width, height), _CLEAR)
    cut.paste(call.open(image), (-x, -y))
    return cut


@image_node("img_pad_crop")
def pad_or_crop(
    call: Call, *, image: ImageField, left: int, right: int, top: int, bottom: int
) -> Image.Image:
    """Add to the sides, or with negative numbers take away from them."""
    picture = call.open(image)
    padded = Image.new("RGBA", (picture.width + left + right, picture.height + top + bottom), _CLEAR)
    padded.paste(picture, (left, top))
    return padded


@image_node("crop_image_to_bounding_box")
def crop_to_box(call: Call, image: ImageField, bounding_box: BoundingBoxField | None) -> Image.Image:
    """Cut to a rectangle, or to what is not empty."""
    picture = call.open(image)
    return picture.crop(_corners(bounding_box) if bounding_box else picture.getbbox())


@image_node("paste_image_into_bounding_box")
def paste_into_box(
    call: Call, source_image: ImageField, target_image: ImageField, bounding_box: BoundingBoxField
) -> Image.Image:
    """Paste a picture into a rectangle of its size."""
    source, target = call.open(source_image, "RGBA"), call.open(target_image, "RGBA")
    target.paste(source, _corners(bounding_box), source)
    return target


@image_node("img_paste")
def paste(
    call: Call,
    *,
    base_image: ImageField,
    image: ImageField,
    mask: ImageField | None,
    x: int,
    y: int,
    crop: bool,
) -> Image.Image:
    """Paste a picture onto another, which grows where it has to."""
    base, pasted = call.open(base_image, "RGBA"), call.open(image, "RGBA")
    left, top = min(0, x), min(0, y)
    size = max(base.width, pasted.width + x) - left, max(base.height, pasted.height + y) - top
    below, above = Image.new("RGBA", size, _CLEAR), Image.new("RGBA", size, _CLEAR)
    below.paste(base, (-left, -top))
    above.paste(pasted, (max(0, x), max(0, y)), ImageOps.invert(call.open(mask, "L")) if mask else None)
    whole = Image.alpha_composite(below, above)
    return whole.crop((-left, -top, base.width - left, base.height - top)) if crop else whole


@node("image_panel_layout")
def panel(
    *, width: int, height: int, num_cols: int, num_rows: int, panel_col_idx: int, panel_row_idx: int
) -> Output:
    """Say where one panel of a grid stands."""
    wide, high = width // num_cols, height // num_rows
    return output(
        "image_panel_coordinate_output",
        x_left=panel_col_idx * wide,
        y_top=panel_row_idx * high,
        width=wide,
        height=high,
    )


def _corners(box: BoundingBoxField) -> tuple[int, int, int, int]:
    return box.x_min, box.y_min, box.x_max, box.y_max
