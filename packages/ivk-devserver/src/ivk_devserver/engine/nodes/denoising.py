"""The nodes that denoise. Here they paint an image instead, see ``ivk_devserver.engine.painting``."""

import math
from typing import Any

from PIL import Image

from ivk_devserver.engine.fields import ConditioningField, DenoiseMaskField, LatentsField, UNetField
from ivk_devserver.engine.invocation_context import InvocationContext
from ivk_devserver.engine.nodes.conditioning import Conditioning
from ivk_devserver.engine.nodes.latents import Latents, latents_output
from ivk_devserver.engine.outputs import Output
from ivk_devserver.engine.painting import DenoisingPreview, Subject, paint
from ivk_devserver.engine.registry import node

__all__ = ["denoise", "denoise_with_metadata"]

Conditionings = ConditioningField | list[ConditioningField]

_SECOND_ORDER = ("heun", "kdpm_2")

_METADATA_INPUTS = (
    "steps",
    "cfg_scale",
    "cfg_rescale_multiplier",
    "denoising_start",
    "denoising_end",
    "scheduler",
    "hidiffusion",
    "hidiffusion_raunet",
    "hidiffusion_window_attn",
    "hidiffusion_t1_ratio",
    "hidiffusion_t2_ratio",
)


@node("denoise_latents")
def denoise(
    context: InvocationContext,
    *,
    positive_conditioning: Conditionings,
    negative_conditioning: Conditionings,
    noise: LatentsField | None,
    latents: LatentsField | None,
    denoise_mask: DenoiseMaskField | None,
    steps: int,
    denoising_start: float,
    denoising_end: float,
    unet: UNetField,
) -> Output:
    """Paint the subject of the prompts, blended with the given latents if there are any."""
    initial, seed = _initial_latents(context, noise, latents), _seed(noise, latents)
    prompt, negative_prompt = _text(context, positive_conditioning), _text(context, negative_conditioning)
    subject = Subject(prompt, negative_prompt, seed, steps)
    _load(context, unet)
    painted = _painted(subject, initial, denoising_start, denoising_end)
    if denoise_mask is not None:
        painted = _masked(context, initial, painted, denoise_mask)
    _simulate_steps(context, painted, max(1, math.ceil(steps * (denoising_end - denoising_start))), seed)
    return latents_output(context, Latents(initial.size, painted))


@node("denoise_latents_meta")
def denoise_with_metadata(
    context: InvocationContext,
    *,
    positive_conditioning: Conditionings,
    negative_conditioning: Conditionings,
    noise: LatentsField | None,
    latents: LatentsField | None,
    denoise_mask: DenoiseMaskField | None,
    steps: int,
    denoising_start: float,
    denoising_end: float,
    unet: UNetField,
    metadata: dict[str, Any] | None,
) -> Output:
    """Paint, and add the parameters to the metadata."""
    output = denoise(
        context,
        positive_conditioning=positive_conditioning,
        negative_conditioning=negative_conditioning,
        noise=noise,
        latents=latents,
        denoise_mask=denoise_mask,
        steps=steps,
        denoising_start=denoising_start,
        denoising_end=denoising_end,
        unet=unet,
    )
    parameters = {name: context.node[name] for name in _METADATA_INPUTS}
    parameters = {"width": output["width"], "height": output["height"], **parameters}
    parameters["model"] = unet.unet.model_dump(mode="json")
    if unet.loras:
        parameters["loras"] = [{"model": one.lora.model_dump(), "weight": one.weight} for one in unet.loras]
    if noise is not None:
        parameters["seed"] = noise.seed
    return {**output, "metadata": {**(metadata or {}), **parameters}, "type": "latents_meta_output"}


def _initial_latents(
    context: InvocationContext, noise: LatentsField | None, latents: LatentsField | None
) -> Latents:
    given = latents or noise
    if given is None:
        raise ValueError("'latents' or 'noise' must be provided!")
    initial: Latents = context.load_object(given.latents_name)
    return initial


def _seed(noise: LatentsField | None, latents: LatentsField | None) -> int:
    seeds = (one.seed for one in (noise, latents) if one is not None)
    return next((seed for seed in seeds if seed is not None), 0)


def _text(context: InvocationContext, prompt: Conditionings) -> str:
    fields = prompt if isinstance(prompt, list) else [prompt]
    conditionings: list[Conditioning] = [context.load_object(field.conditioning_name) for field in fields]
    return " ".join(one.text for one in conditionings)


def _load(context: InvocationContext, unet: UNetField) -> None:
    context.load_model(unet.unet)
    context.load_model(unet.scheduler)
    for lora in unet.loras:
        context.load_model(lora.lora)


def _painted(subject: Subject, initial: Latents, start: float, end: float) -> Image.Image:
    picture = paint(subject, initial.size)
    if initial.picture is not None:
        picture = Image.blend(initial.picture.convert("RGB"), picture, 1 - start)
    return picture if end == 1 else Image.blend(initial.decoded().convert("RGB"), picture, end)


def _masked(
    context: InvocationContext, initial: Latents, painted: Image.Image, field: DenoiseMaskField
) -> Image.Image:
    mask: Image.Image = context.load_object(field.mask_name)
    return Image.composite(initial.decoded().convert("RGB"), painted, mask.resize(painted.size))


def _simulate_steps(context: InvocationContext, picture: Image.Image, steps: int, seed: int) -> None:
    preview = DenoisingPreview(picture, seed)
    previous = None
    for percentage in _percentages(steps, context.node["scheduler"]):
        if previous is not None and percentage > previous:
            context.wait_one_step()
        previous = percentage
        context.signal_progress("Denoising", percentage, preview.at(percentage), picture.size)


def _percentages(steps: int, scheduler: str) -> list[float]:
    """Return the percentage of each progress event; a scheduler of second order sends two per step."""
    if scheduler.startswith(_SECOND_ORDER):
        count = 2 * steps - 1
        return [number // 2 / max(1, count // 2) for number in range(count + 1)]
    return [step / steps for step in range(steps + 1)]
