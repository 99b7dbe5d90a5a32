"""Nodes that make, keep and show pictures."""

from PIL import Image

from ivk_devserver.engine.call import Call
from ivk_devserver.engine.fields import ColorField, ImageField
from ivk_devserver.engine.outputs import Output, output
from ivk_devserver.engine.outputs import image as saved_image
from ivk_devserver.engine.registry import image_node, node

__all__ = ["blank", "fill_transparent", "keep", "keep_for_canvas", "show"]


@image_node("blank_image")
def blank(width: int, height: int, mode: str, color: ColorField) -> Image.Image:
    """Make a picture of one colour."""
    return Image.new(mode, (width, height), color.rgba if mode == "RGBA" else color.rgba[:3])


@image_node("save_image")
def keep(call: Call, image: ImageField) -> Image.Image:
    """Save a picture once more."""
    return call.open(image)


@image_node("canvas_output")
def keep_for_canvas(call: Call, image: ImageField) -> Image.Image:
    """Save a picture once more, for the canvas."""
    return call.open(image)


@node("show_image")
def show(call: Call, image: ImageField) -> Output:
    """Pass a picture on. Nothing is shown: this server has no screen."""
    width, height = call.open(image).size
    return output("image_output", image=image, width=width, height=height)


@node("infill_rgba")
def fill_transparent(call: Call, image: ImageField, color: ColorField) -> Output:
    """Put a colour behind what is transparent; a picture that cannot be is passed on."""
    picture = call.open(image)
    if "A" not in picture.getbands():
        return output("image_output", image=image, width=picture.width, height=picture.height)
    filled = Image.alpha_composite(Image.new("RGBA", picture.size, color.rgba), picture.convert("RGBA"))
    filled.paste(picture, (0, 0), picture.getchannel("A"))
    return saved_image(call.save(filled))
