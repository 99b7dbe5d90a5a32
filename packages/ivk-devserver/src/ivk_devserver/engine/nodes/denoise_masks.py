"""Nodes that make masks for denoising. Black areas are denoised, white areas are kept."""

from PIL import Image, ImageFilter

from ivk_devserver.engine.fields import DenoiseMaskField, ImageField, VAEField
from ivk_devserver.engine.image_ops import erode, map_values
from ivk_devserver.engine.invocation_context import InvocationContext
from ivk_devserver.engine.nodes.latents import SCALE, Latents, latents_size
from ivk_devserver.engine.outputs import Output, output
from ivk_devserver.engine.registry import node

__all__ = ["denoise_mask", "gradient_mask"]


@node("create_denoise_mask")
def denoise_mask(
    context: InvocationContext, vae: VAEField, image: ImageField | None, mask: ImageField
) -> Output:
    """Make a denoise mask, and masked latents if there is an image."""
    shape = context.open_image(mask, "L")
    shape = shape.resize(latents_size(*shape.size))
    masked_latents_name = None
    if image is not None:
        masked_latents_name = context.save_object(_encoded(context, vae, image, shape))
    field = DenoiseMaskField(mask_name=context.save_object(shape), masked_latents_name=masked_latents_name)
    return output("denoise_mask_output", denoise_mask=field)


@node("create_gradient_mask")
def gradient_mask(
    context: InvocationContext,
    mask: ImageField,
    edge_radius: int,
    coherence_mode: str,
    minimum_denoise: float,
) -> Output:
    """Make a denoise mask with soft edges, and an image of the area that it covers."""
    coarse = _coarse(context.open_image(mask, "L"))
    radius = edge_radius // SCALE
    if radius > 0:
        coarse = _expanded(coarse, radius, coherence_mode, floor=(1 - minimum_denoise) * 255)
    size = coarse.width * SCALE, coarse.height * SCALE
    area = map_values(coarse, lambda value: 255 * (value == 255)).resize(size, Image.Resampling.NEAREST)
    saved = context.save_image(area)
    name = context.save_object(coarse.resize(size, Image.Resampling.NEAREST))
    return output(
        "gradient_mask_output",
        denoise_mask=DenoiseMaskField(mask_name=name, masked_latents_name=None, gradient=True),
        expanded_mask_area=ImageField(image_name=saved.image_name),
    )


def _encoded(context: InvocationContext, vae: VAEField, image: ImageField, mask: Image.Image) -> Latents:
    picture = context.open_image(image, "RGB")
    context.load_model(vae.vae)
    context.signal_progress("Running VAE encoder")
    picture = picture.resize(latents_size(*picture.size))
    kept = map_values(mask, lambda value: 255 * (value > 127)).resize(picture.size)
    return Latents(picture.size, Image.composite(picture, Image.new("RGB", picture.size), kept))


def _coarse(mask: Image.Image) -> Image.Image:
    return mask.resize((mask.width // SCALE, mask.height // SCALE), Image.Resampling.BILINEAR)


def _expanded(mask: Image.Image, radius: int, coherence_mode: str, floor: float) -> Image.Image:
    """Expand the black area with a gradient; values between ``floor`` and white become ``floor``."""
    expanded = erode(mask, radius)
    blur = ImageFilter.BoxBlur if coherence_mode == "Box Blur" else ImageFilter.GaussianBlur
    soft = Image.composite(
        expanded.filter(blur(radius / 2)), expanded, map_values(expanded, lambda value: 255 - value)
    )
    return map_values(soft, lambda value: floor if floor < value < 255 else value)
