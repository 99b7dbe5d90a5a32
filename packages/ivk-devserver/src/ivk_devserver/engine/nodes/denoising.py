"""The nodes that make pictures out of noise. Here a painter does, see ``ivk_devserver.engine.painting``."""

import math
from typing import Any

from PIL import Image

from ivk_devserver.engine.call import Call
from ivk_devserver.engine.fields import ConditioningField, DenoiseMaskField, LatentsField, UNetField
from ivk_devserver.engine.nodes.conditioning import Conditioning
from ivk_devserver.engine.nodes.latents import Latents, kept_latents
from ivk_devserver.engine.outputs import Output
from ivk_devserver.engine.painting import Development, Subject, paint
from ivk_devserver.engine.registry import node

__all__ = ["denoise", "denoise_with_metadata"]

Prompt = ConditioningField | list[ConditioningField]

_SECOND_ORDER = ("heun", "kdpm_2")

_NOTED = (
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
    call: Call,
    *,
    positive_conditioning: Prompt,
    negative_conditioning: Prompt,
    noise: LatentsField | None,
    latents: LatentsField | None,
    denoise_mask: DenoiseMaskField | None,
    steps: int,
    denoising_start: float,
    denoising_end: float,
    unet: UNetField,
) -> Output:
    """Paint what the prompts say, into the given latents where there are some."""
    begun, seed = _begun(call, noise, latents), _seed(noise, latents)
    subject = Subject(_text(call, positive_conditioning), _text(call, negative_conditioning), seed, steps)
    _load(call, unet)
    painted = _painted(subject, begun, denoising_start, denoising_end)
    if denoise_mask is not None:
        painted = _where_masked(call, begun, painted, denoise_mask)
    _show_steps(call, painted, max(1, math.ceil(steps * (denoising_end - denoising_start))), seed)
    return kept_latents(call, Latents(begun.size, painted))


@node("denoise_latents_meta")
def denoise_with_metadata(
    call: Call,
    *,
    positive_conditioning: Prompt,
    negative_conditioning: Prompt,
    noise: LatentsField | None,
    latents: LatentsField | None,
    denoise_mask: DenoiseMaskField | None,
    steps: int,
    denoising_start: float,
    denoising_end: float,
    unet: UNetField,
    metadata: dict[str, Any] | None,
) -> Output:
    """Paint, and note how."""
    made = denoise(
        call,
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
    noted = {"width": made["width"], "height": made["height"], **{name: call.node[name] for name in _NOTED}}
    noted["model"] = unet.unet.model_dump(mode="json")
    if unet.loras:
        noted["loras"] = [{"model": one.lora.model_dump(), "weight": one.weight} for one in unet.loras]
    if noise is not None:
        noted["seed"] = noise.seed
    return {**made, "metadata": {**(metadata or {}), **noted}, "type": "latents_meta_output"}


def _begun(call: Call, noise: LatentsField | None, latents: LatentsField | None) -> Latents:
    given = latents or noise
    if given is None:
        raise ValueError("'latents' or 'noise' must be provided!")
    begun: Latents = call.recall(given.latents_name)
    return begun


def _seed(noise: LatentsField | None, latents: LatentsField | None) -> int:
    seeds = (one.seed for one in (noise, latents) if one is not None)
    return next((seed for seed in seeds if seed is not None), 0)


def _text(call: Call, prompt: Prompt) -> str:
    fields = prompt if isinstance(prompt, list) else [prompt]
    read: list[Conditioning] = [call.recall(field.conditioning_name) for field in fields]
    return " ".join(one.text for one in read)


def _load(call: Call, unet: UNetField) -> None:
    call.load_model(unet.unet)
    call.load_model(unet.scheduler)
    for lora in unet.loras:
        call.load_model(lora.lora)


def _painted(subject: Subject, begun: Latents, start: float, end: float) -> Image.Image:
    picture = paint(subject, begun.size)
    if begun.picture is not None:
        picture = Image.blend(begun.picture.convert("RGB"), picture, 1 - start)
    return picture if end == 1 else Image.blend(begun.shown().convert("RGB"), picture, end)


def _where_masked(call: Call, begun: Latents, painted: Image.Image, field: DenoiseMaskField) -> Image.Image:
    mask: Image.Image = call.recall(field.mask_name)
    return Image.composite(begun.shown().convert("RGB"), painted, mask.resize(painted.size))


def _show_steps(call: Call, picture: Image.Image, steps: int, seed: int) -> None:
    development = Development(picture, seed)
    shown = None
    for share in _shares(steps, call.node["scheduler"]):
        if shown is not None and share > shown:
            call.pause()
        shown = share
        call.progress("Denoising", share, development.at(share), picture.size)


def _shares(steps: int, scheduler: str) -> list[float]:
    """Give how much is done each time a scheduler tells; one of second order tells twice a step."""
    if scheduler.startswith(_SECOND_ORDER):
        told = 2 * steps - 1
        return [step // 2 / max(1, told // 2) for step in range(told + 1)]
    return [step / steps for step in range(steps + 1)]
