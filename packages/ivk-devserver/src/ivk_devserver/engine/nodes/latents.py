"""Nodes that make, change and show latents.

What a real server keeps as a tensor is a picture here, or nothing yet where there is only noise.
"""

import math
from dataclasses import dataclass

from PIL import Image

from ivk_devserver.engine.call import Call
from ivk_devserver.engine.fields import ImageField, LatentsField, UNetField, VAEField
from ivk_devserver.engine.outputs import Output, output
from ivk_devserver.engine.registry import image_node, node

__all__ = [
    "SCALE",
    "Latents",
    "blend_latents",
    "crop_latents",
    "ideal_size",
    "image_to_latents",
    "kept_latents",
    "latents_to_image",
    "noise",
    "on_grid",
    "resize_latents",
    "scale_latents",
]

SCALE = 8
"""Pixels of a picture per pixel of latents, on each side."""


@dataclass(frozen=True)
class Latents:
    """Latents, by the picture that they stand for.

    Attributes
    ----------
    size
        Width and height of the picture in pixels.
    picture
        The picture, None for pure noise.
    """

    size: tuple[int, int]
    picture: Image.Image | None = None

    def shown(self) -> Image.Image:
        """Give the picture; noise shows as grey."""
        return self.picture or Image.new("RGB", self.size, (127, 127, 127))


def kept_latents(call: Call, latents: Latents, seed: int | None = None) -> Output:
    """Keep latents and give them as a ``latents_output``."""
    field = LatentsField(latents_name=call.keep(latents), seed=seed)
    return output("latents_output", latents=field, width=latents.size[0], height=latents.size[1])


@node("noise")
def noise(call: Call, seed: int, width: int, height: int) -> Output:
    """Give noise of a seed."""
    field = LatentsField(latents_name=call.keep(Latents((width, height))), seed=seed)
    return output("noise_output", noise=field, width=width, height=height)


@node("i2l")
def image_to_latents(call: Call, image: ImageField, vae: VAEField) -> Output:
    """Turn a picture into latents, its sides cut to multiples of eight pixels."""
    picture = call.open(image, "RGB")
    call.load_model(vae.vae)
    call.progress("Running VAE encoder")
    size = on_grid(picture.width, picture.height)
    return kept_latents(call, Latents(size, picture.resize(size, Image.Resampling.LANCZOS)))


@image_node("l2i")
def latents_to_image(call: Call, latents: LatentsField, vae: VAEField) -> Image.Image:
    """Turn latents into a picture."""
    shown: Image.Image = call.recall(latents.latents_name).shown()
    call.load_model(vae.vae)
    call.progress("Running VAE decoder")
    return shown


@node("lresize")
def resize_latents(call: Call, latents: LatentsField, width: int, height: int) -> Output:
    """Resize latents."""
    return kept_latents(call, _resized(call, latents, on_grid(width, height)), latents.seed)


@node("lscale")
def scale_latents(call: Call, latents: LatentsField, scale_factor: float) -> Output:
    """Scale latents."""
    width, height = call.recall(latents.latents_name).size
    sides = (int(side // SCALE * scale_factor) * SCALE for side in (width, height))
    return kept_latents(call, _resized(call, latents, (next(sides), next(sides))), latents.seed)


@node("crop_latents")
def crop_latents(call: Call, *, latents: LatentsField, x: int, y: int, width: int, height: int) -> Output:
    """Cut a rectangle out of latents; what lies outside of them is left away."""
    whole = call.recall(latents.latents_name).shown()
    box = (x, y, min(x + width, whole.width), min(y + height, whole.height))
    part = whole.crop(box)
    return kept_latents(call, Latents(part.size, part))


@node("lblend")
def blend_latents(call: Call, latents_a: LatentsField, latents_b: LatentsField, alpha: float) -> Output:
    """Mix two latents of the same size."""
    first, second = (call.recall(one.latents_name) for one in (latents_a, latents_b))
    if first.size != second.size:
        raise ValueError("Latents to blend must be the same size.")
    return kept_latents(call, Latents(first.size, Image.blend(first.shown(), second.shown(), alpha)))


@node("ideal_size")
def ideal_size(call: Call, width: int, height: int, unet: UNetField, multiplier: float) -> Output:
    """Give the size of the same shape that a model paints best."""
    base = call.model(unet.unet.key)["base"]
    if base not in _TRAINED_SIDES:
        raise ValueError(f"Unsupported model type: {base}")
    side = _TRAINED_SIDES[base] * multiplier
    aspect = width / height
    shorter = max(math.floor(side / 2), math.sqrt(side * side * min(aspect, 1 / aspect)))
    longer = shorter * max(aspect, 1 / aspect)
    ideal = (longer, shorter) if aspect > 1 else (shorter, longer)
    fitted = on_grid(math.floor(ideal[0]), math.floor(ideal[1]))
    return output("ideal_size_output", width=fitted[0], height=fitted[1])


_TRAINED_SIDES = {"sd-1": 512, "sd-2": 768, "sdxl": 1024, "flux": 1024, "flux2": 1024, "sd-3": 1024}


def on_grid(width: int, height: int) -> tuple[int, int]:
    """Give the size that latents of a picture of this size stand for."""
    return width - width % SCALE, height - height % SCALE


def _resized(call: Call, latents: LatentsField, size: tuple[int, int]) -> Latents:
    kept: Latents = call.recall(latents.latents_name)
    return Latents(size, None if kept.picture is None else kept.picture.resize(size))
