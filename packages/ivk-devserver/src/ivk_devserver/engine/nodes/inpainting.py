"""Nodes that say where to paint anew. In a mask black is painted and white is kept."""

from PIL import Image, ImageFilter

from ivk_devserver.engine.call import Call
from ivk_devserver.engine.fields import DenoiseMaskField, ImageField, VAEField
from ivk_devserver.engine.growing import grow_black
from ivk_devserver.engine.mapping import map_values
from ivk_devserver.engine.nodes.latents import SCALE, Latents, on_grid
from ivk_devserver.engine.outputs import Output, output
from ivk_devserver.engine.registry import node

__all__ = ["denoise_mask", "gradient_mask"]


@node("create_denoise_mask")
def denoise_mask(call: Call, vae: VAEField, image: ImageField | None, mask: ImageField) -> Output:
    """Make a mask for denoising."""
    shape = call.open(mask, "L")
    shape = shape.resize(on_grid(*shape.size))
    masked_latents_name = None
    if image is not None:
        masked_latents_name = call.keep(_encoded(call, vae, image, shape))
    field = DenoiseMaskField(mask_name=call.keep(shape), masked_latents_name=masked_latents_name)
    return output("denoise_mask_output", denoise_mask=field)


@node("create_gradient_mask")
def gradient_mask(
    call: Call, mask: ImageField, edge_radius: int, coherence_mode: str, minimum_denoise: float
) -> Output:
    """Make a mask for denoising whose edges are painted only in part, and the area that all of it covers."""
    coarse = _coarse(call.open(mask, "L"))
    radius = edge_radius // SCALE
    if radius > 0:
        coarse = _widened(coarse, radius, coherence_mode, floor=(1 - minimum_denoise) * 255)
    size = coarse.width * SCALE, coarse.height * SCALE
    area = map_values(coarse, lambda value: 255 * (value == 255)).resize(size, Image.Resampling.NEAREST)
    saved = call.save(area)
    name = call.keep(coarse.resize(size, Image.Resampling.NEAREST))
    return output(
        "gradient_mask_output",
        denoise_mask=DenoiseMaskField(mask_name=name, masked_latents_name=None, gradient=True),
        expanded_mask_area=ImageField(image_name=saved.image_name),
    )


def _encoded(call: Call, vae: VAEField, image: ImageField, mask: Image.Image) -> Latents:
    picture = call.open(image, "RGB")
    call.load_model(vae.vae)
    call.progress("Running VAE encoder")
    picture = picture.resize(on_grid(*picture.size))
    kept = map_values(mask, lambda value: 255 * (value > 127)).resize(picture.size)
    return Latents(picture.size, Image.composite(picture, Image.new("RGB", picture.size), kept))


def _coarse(mask: Image.Image) -> Image.Image:
    return mask.resize((mask.width // SCALE, mask.height // SCALE), Image.Resampling.BILINEAR)


def _widened(mask: Image.Image, radius: int, coherence_mode: str, floor: float) -> Image.Image:
    """Let the black grow, paler outwards; what is paler than ``floor`` but not white becomes that."""
    wide = grow_black(mask, radius)
    blur = ImageFilter.BoxBlur if coherence_mode == "Box Blur" else ImageFilter.GaussianBlur
    soft = Image.composite(wide.filter(blur(radius / 2)), wide, map_values(wide, lambda value: 255 - value))
    return map_values(soft, lambda value: floor if floor < value < 255 else value)
