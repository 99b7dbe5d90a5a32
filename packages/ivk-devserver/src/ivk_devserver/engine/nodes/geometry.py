"""Nodes that resize, crop, pad and paste images."""

from PIL import Image, ImageOps

from ivk_devserver.engine.fields import BoundingBoxField, ImageField
from ivk_devserver.engine.invocation_context import InvocationContext
from ivk_devserver.engine.outputs import Output, output
from ivk_devserver.engine.registry import image_node, node

__all__ = ["crop", "crop_to_box", "pad_or_crop", "panel", "paste", "paste_into_box", "resize", "scale"]

_TRANSPARENT = (0, 0, 0, 0)
_RESAMPLING = {mode.name.lower(): mode for mode in Image.Resampling}


@image_node("img_resize")
def resize(
    context: InvocationContext, image: ImageField, width: int, height: int, resample_mode: str
) -> Image.Image:
    """Resize an image to a width and height."""
    return context.open_image(image).resize((width, height), _RESAMPLING[resample_mode])


@image_node("img_scale")
def scale(
    context: InvocationContext, image: ImageField, scale_factor: float, resample_mode: str
) -> Image.Image:
    """Resize an image by a factor."""
    picture = context.open_image(image)
    size = int(picture.width * scale_factor), int(picture.height * scale_factor)
    return picture.resize(size, _RESAMPLING[resample_mode])


@image_node("img_crop")
def crop(
    context: InvocationContext, *, image: ImageField, x: int, y: int, width: int, height: int
) -> Image.Image:
    """Crop an image to a rectangle; the part outside of the image is transparent."""
    cropped = Image.new("RGBA", (width, height), _TRANSPARENT)
    cropped.paste(context.open_image(image), (-x, -y))
    return cropped


@image_node("img_pad_crop")
def pad_or_crop(
    context: InvocationContext, *, image: ImageField, left: int, right: int, top: int, bottom: int
) -> Image.Image:
    """Pad the sides of an image, or crop them for negative numbers."""
    picture = context.open_image(image)
    padded = Image.new("RGBA", (picture.width + left + right, picture.height + top + bottom), _TRANSPARENT)
    padded.paste(picture, (left, top))
    return padded


@image_node("crop_image_to_bounding_box")
def crop_to_box(
    context: InvocationContext, image: ImageField, bounding_box: BoundingBoxField | None
) -> Image.Image:
    """Crop an image to a bounding box, by default to that of its pixels that are not empty."""
    picture = context.open_image(image)
    return picture.crop(_corners(bounding_box) if bounding_box else picture.getbbox())


@image_node("paste_image_into_bounding_box")
def paste_into_box(
    context: InvocationContext,
    source_image: ImageField,
    target_image: ImageField,
    bounding_box: BoundingBoxField,
) -> Image.Image:
    """Paste an image into a bounding box of its size."""
    source, target = context.open_image(source_image, "RGBA"), context.open_image(target_image, "RGBA")
    target.paste(source, _corners(bounding_box), source)
    return target


@image_node("img_paste")
def paste(
    context: InvocationContext,
    *,
    base_image: ImageField,
    image: ImageField,
    mask: ImageField | None,
    x: int,
    y: int,
    crop: bool,
) -> Image.Image:
    """Paste an image onto another, which is extended where necessary."""
    base, pasted = context.open_image(base_image, "RGBA"), context.open_image(image, "RGBA")
    left, top = min(0, x), min(0, y)
    size = max(base.width, pasted.width + x) - left, max(base.height, pasted.height + y) - top
    below, above = Image.new("RGBA", size, _TRANSPARENT), Image.new("RGBA", size, _TRANSPARENT)
    below.paste(base, (-left, -top))
    above.paste(
        pasted, (max(0, x), max(0, y)), ImageOps.invert(context.open_image(mask, "L")) if mask else None
    )
    combined = Image.alpha_composite(below, above)
    return combined.crop((-left, -top, base.width - left, base.height - top)) if crop else combined


@node("image_panel_layout")
def panel(
    *, width: int, height: int, num_cols: int, num_rows: int, panel_col_idx: int, panel_row_idx: int
) -> Output:
    """Return the position and size of one panel of a grid."""
    panel_width, panel_height = width // num_cols, height // num_rows
    return output(
        "image_panel_coordinate_output",
        x_left=panel_col_idx * panel_width,
        y_top=panel_row_idx * panel_height,
        width=panel_width,
        height=panel_height,
    )


def _corners(box: BoundingBoxField) -> tuple[int, int, int, int]:
    return box.x_min, box.y_min, box.x_max, box.y_max
