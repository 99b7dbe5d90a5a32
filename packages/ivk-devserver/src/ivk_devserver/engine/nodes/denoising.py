"""The node that makes pictures out of noise. Here a painter does, see ``ivk_devserver.engine.painting``."""

import math

from PIL import Image

from ivk_devserver.engine.call import Call
from ivk_devserver.engine.fields import ConditioningField, LatentsField, UNetField
from ivk_devserver.engine.nodes.conditioning import Conditioning
from ivk_devserver.engine.nodes.latents import Latents, kept_latents
from ivk_devserver.engine.outputs import Output
from ivk_devserver.engine.painting import Development, Subject, paint
from ivk_devserver.engine.registry import node

__all__ = ["denoise"]

Prompt = ConditioningField | list[ConditioningField]


@node("denoise_latents")
def denoise(
    call: Call,
    *,
    positive_conditioning: Prompt,
    negative_conditioning: Prompt,
    noise: LatentsField | None,
    latents: LatentsField | None,
    steps: int,
    denoising_start: float,
    denoising_end: float,
    unet: UNetField,
) -> Output:
    """Paint what the prompts say, into the given latents where there are some."""
    begun = _begun(call, noise, latents)
    seed = _seed(noise, latents)
    subject = Subject(_text(call, positive_conditioning), _text(call, negative_conditioning), seed, steps)
    _load(call, unet)
    picture = _painted(subject, begun, denoising_start, denoising_end)
    _show_steps(call, picture, max(1, math.ceil(steps * (denoising_end - denoising_start))), seed)
    return kept_latents(call, Latents(begun.size, picture))


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


def _show_steps(call: Call, picture: Image.Image, steps: int, seed: int) -> None:
    development = Development(picture, seed)
    for step in range(steps + 1):
        if step > 0:
            call.pause()
        share = step / steps
        call.progress("Denoising", share, development.at(share), picture.size)
