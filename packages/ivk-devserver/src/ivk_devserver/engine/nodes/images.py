"""Nodes that make, filter, save and show images."""

from PIL import Image, ImageFilter

from ivk_devserver.engine.fields import ColorField, ImageField
from ivk_devserver.engine.invocation_context import InvocationContext
from ivk_devserver.engine.outputs import Output, output
from ivk_devserver.engine.outputs import image as image_output
from ivk_devserver.engine.registry import image_node, node

__all__ = [
    "blank_image",
    "blur",
    "canvas_output",
    "infill_with_color",
    "save_image",
    "show_image",
    "unsharp_mask",
]


@image_node("blank_image")
def blank_image(width: int, height: int, mode: str, color: ColorField) -> Image.Image:
    """Make an image of one color."""
    return Image.new(mode, (width, height), color.rgba if mode == "RGBA" else color.rgba[:3])


@image_node("save_image")
def save_image(context: InvocationContext, image: ImageField) -> Image.Image:
    """Save a copy of an image."""
    return context.open_image(image)


@image_node("canvas_output")
def canvas_output(context: InvocationContext, image: ImageField) -> Image.Image:
    """Save a copy of an image for the canvas."""
    return context.open_image(image)


@node("show_image")
def show_image(context: InvocationContext, image: ImageField) -> Output:
    """Return the image; a real server would open it in a window."""
    width, height = context.open_image(image).size
    return output("image_output", image=image, width=width, height=height)


@node("infill_rgba")
def infill_with_color(context: InvocationContext, image: ImageField, color: ColorField) -> Output:
    """Fill the transparent parts of an image with a color; return an image without alpha as it is."""
    picture = context.open_image(image)
    if "A" not in picture.getbands():
        return output("image_output", image=image, width=picture.width, height=picture.height)
    filled = Image.alpha_composite(Image.new("RGBA", picture.size, color.rgba), picture.convert("RGBA"))
    filled.paste(picture, (0, 0), picture.getchannel("A"))
    return image_output(context.save_image(filled))


@image_node("img_blur")
def blur(context: InvocationContext, image: ImageField, radius: float, blur_type: str) -> Image.Image:
    """Blur an image; the colors of transparent pixels do not affect others."""
    kind = ImageFilter.GaussianBlur if blur_type == "gaussian" else ImageFilter.BoxBlur
    return context.open_image(image, "RGBA").convert("RGBa").filter(kind(radius)).convert("RGBA")


@image_node("unsharp_mask")
def unsharp_mask(
    context: InvocationContext, image: ImageField, radius: float, strength: float
) -> Image.Image:
    """Sharpen an image by subtracting its blurred copy."""
    picture = context.open_image(image)
    sharp = picture.convert("RGB")
    sharp = Image.blend(sharp.filter(ImageFilter.GaussianBlur(radius)), sharp, 1 + strength / 100)
    sharp = sharp.convert(picture.mode)
    if "A" in picture.getbands():
        sharp.putalpha(picture.getchannel("A"))
    return sharp
