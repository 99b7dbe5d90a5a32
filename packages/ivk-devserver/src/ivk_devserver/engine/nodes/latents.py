"""Nodes that make, change and decode latents.

Latents here are the image that a real server would decode from them, or no image if they are only noise.
"""

import math
from dataclasses import dataclass

from PIL import Image

from ivk_devserver.engine.fields import ImageField, LatentsField, UNetField, VAEField
from ivk_devserver.engine.invocation_context import InvocationContext
from ivk_devserver.engine.outputs import Output, output
from ivk_devserver.engine.registry import image_node, node

__all__ = [
    "SCALE",
    "Latents",
    "blend_latents",
    "crop_latents",
    "ideal_size",
    "image_to_latents",
    "latents_output",
    "latents_size",
    "latents_to_image",
    "noise",
    "resize_latents",
    "scale_latents",
]

SCALE = 8
"""Pixels of an image per element of its latents, on each side; that of the VAEs of SD1.5 and SDXL."""


@dataclass(frozen=True)
class Latents:
    """Latents, as the image that they decode to.

    Attributes
    ----------
    size
        Width and height of the image, in pixels.
    picture
        The image; None for noise.
    """

    size: tuple[int, int]
    picture: Image.Image | None = None

    def decoded(self) -> Image.Image:
        """Return the image; noise is decoded to gray."""
        return self.picture or Image.new("RGB", self.size, (127, 127, 127))


def latents_output(context: InvocationContext, latents: Latents, seed: int | None = None) -> Output:
    """Keep latents and return them as a ``latents_output``."""
    field = LatentsField(latents_name=context.save_object(latents), seed=seed)
    return output("latents_output", latents=field, width=latents.size[0], height=latents.size[1])


@node("noise")
def noise(context: InvocationContext, seed: int, width: int, height: int) -> Output:
    """Make noise for a seed."""
    field = LatentsField(latents_name=context.save_object(Latents((width, height))), seed=seed)
    return output("noise_output", noise=field, width=width, height=height)


@node("i2l")
def image_to_latents(context: InvocationContext, image: ImageField, vae: VAEField) -> Output:
    """Encode an image to latents, with its sides reduced to multiples of eight pixels."""
    picture = context.open_image(image, "RGB")
    context.load_model(vae.vae)
    context.signal_progress("Running VAE encoder")
    size = latents_size(picture.width, picture.height)
    return latents_output(context, Latents(size, picture.resize(size, Image.Resampling.LANCZOS)))


@image_node("l2i")
def latents_to_image(context: InvocationContext, latents: LatentsField, vae: VAEField) -> Image.Image:
    """Decode latents to an image."""
    decoded: Image.Image = context.load_object(latents.latents_name).decoded()
    context.load_model(vae.vae)
    context.signal_progress("Running VAE decoder")
    return decoded


@node("lresize")
def resize_latents(context: InvocationContext, latents: LatentsField, width: int, height: int) -> Output:
    """Resize latents."""
    return latents_output(context, _resized(context, latents, latents_size(width, height)), latents.seed)


@node("lscale")
def scale_latents(context: InvocationContext, latents: LatentsField, scale_factor: float) -> Output:
    """Scale latents."""
    width, height = context.load_object(latents.latents_name).size
    sides = (int(side // SCALE * scale_factor) * SCALE for side in (width, height))
    return latents_output(context, _resized(context, latents, (next(sides), next(sides))), latents.seed)


@node("crop_latents")
def crop_latents(
    context: InvocationContext, *, latents: LatentsField, x: int, y: int, width: int, height: int
) -> Output:
    """Crop latents to the part of a rectangle that is inside of them."""
    full = context.load_object(latents.latents_name).decoded()
    box = (x, y, min(x + width, full.width), min(y + height, full.height))
    part = full.crop(box)
    return latents_output(context, Latents(part.size, part))


@node("lblend")
def blend_latents(
    context: InvocationContext, latents_a: LatentsField, latents_b: LatentsField, alpha: float
) -> Output:
    """Blend two latents of the same size."""
    first, second = (context.load_object(one.latents_name) for one in (latents_a, latents_b))
    if first.size != second.size:
        raise ValueError("Latents to blend must be the same size.")
    return latents_output(context, Latents(first.size, Image.blend(first.decoded(), second.decoded(), alpha)))


@node("ideal_size")
def ideal_size(
    context: InvocationContext, width: int, height: int, unet: UNetField, multiplier: float
) -> Output:
    """Return the size with the same aspect ratio that a model makes the best images of."""
    base = context.model_config(unet.unet.key)["base"]
    if base not in _TRAINED_SIDES:
        raise ValueError(f"Unsupported model type: {base}")
    side = _TRAINED_SIDES[base] * multiplier
    aspect = width / height
    shorter = max(math.floor(side / 2), math.sqrt(side * side * min(aspect, 1 / aspect)))
    longer = shorter * max(aspect, 1 / aspect)
    ideal = (longer, shorter) if aspect > 1 else (shorter, longer)
    fitted = latents_size(math.floor(ideal[0]), math.floor(ideal[1]))
    return output("ideal_size_output", width=fitted[0], height=fitted[1])


# The sides of the images that the models of each base were trained on.
_TRAINED_SIDES = {"sd-1": 512, "sd-2": 768, "sdxl": 1024, "flux": 1024, "flux2": 1024, "sd-3": 1024}


def latents_size(width: int, height: int) -> tuple[int, int]:
    """Return the size of the image that latents of an image of this size decode to."""
    return width - width % SCALE, height - height % SCALE


def _resized(context: InvocationContext, latents: LatentsField, size: tuple[int, int]) -> Latents:
    original: Latents = context.load_object(latents.latents_name)
    return Latents(size, None if original.picture is None else original.picture.resize(size))
