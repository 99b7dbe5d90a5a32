"""Nodes that blur and sharpen."""

from PIL import Image, ImageFilter

from ivk_devserver.engine.call import Call
from ivk_devserver.engine.fields import ImageField
from ivk_devserver.engine.registry import image_node

__all__ = ["blur", "unsharp_mask"]


@image_node("img_blur")
def blur(call: Call, image: ImageField, radius: float, blur_type: str) -> Image.Image:
    """Blur; colours of transparent pixels do not bleed."""
    kind = ImageFilter.GaussianBlur if blur_type == "gaussian" else ImageFilter.BoxBlur
    return call.open(image, "RGBA").convert("RGBa").filter(kind(radius)).convert("RGBA")


@image_node("unsharp_mask")
def unsharp_mask(call: Call, image: ImageField, radius: float, strength: float) -> Image.Image:
    """Sharpen by taking the blurred picture away."""
    picture = call.open(image)
    sharp = picture.convert("RGB")
    sharp = Image.blend(sharp.filter(ImageFilter.GaussianBlur(radius)), sharp, 1 + strength / 100)
    sharp = sharp.convert(picture.mode)
    if "A" in picture.getbands():
        sharp.putalpha(picture.getchannel("A"))
    return sharp
