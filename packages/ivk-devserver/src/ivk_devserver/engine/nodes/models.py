"""Nodes that load models, and apply LoRAs and settings to them."""

from ivk_devserver.engine.errors import NodeError
from ivk_devserver.engine.fields import (
    CLIPField,
    FreeUConfig,
    LoRAField,
    ModelIdentifierField,
    UNetField,
    VAEField,
)
from ivk_devserver.engine.invocation_context import InvocationContext
from ivk_devserver.engine.outputs import Output, output
from ivk_devserver.engine.registry import node

__all__ = [
    "clip_skip",
    "free_u",
    "identify_model",
    "load_lora",
    "load_lora_collection",
    "load_main_model",
    "load_sdxl_lora",
    "load_sdxl_lora_collection",
    "load_sdxl_model",
    "load_sdxl_refiner_model",
    "load_vae",
    "seamless",
    "select_lora",
    "select_scheduler",
]


@node("model_identifier")
def identify_model(context: InvocationContext, model: ModelIdentifierField) -> Output:
    """Return the model."""
    context.model_config(model.key)
    return output("model_identifier_output", model=model)


@node("main_model_loader")
def load_main_model(context: InvocationContext, model: ModelIdentifierField) -> Output:
    """Return the submodels of an SD1.5 or SD2 model."""
    context.model_config(model.key)
    return output("model_loader_output", vae=_vae(model), clip=_clip(model), unet=_unet(model))


@node("sdxl_model_loader")
def load_sdxl_model(context: InvocationContext, model: ModelIdentifierField) -> Output:
    """Return the submodels of an SDXL model."""
    _check_installed(context, model.key, "Unknown model: {}")
    return output(
        "sdxl_model_loader_output",
        unet=_unet(model),
        clip=_clip(model),
        clip2=_clip(model, "_2"),
        vae=_vae(model),
    )


@node("sdxl_refiner_model_loader")
def load_sdxl_refiner_model(context: InvocationContext, model: ModelIdentifierField) -> Output:
    """Return the submodels of an SDXL refiner."""
    _check_installed(context, model.key, "Unknown model: {}")
    return output(
        "sdxl_refiner_model_loader_output", unet=_unet(model), clip2=_clip(model, "_2"), vae=_vae(model)
    )


@node("vae_loader")
def load_vae(context: InvocationContext, vae_model: ModelIdentifierField) -> Output:
    """Return a VAE model."""
    _check_installed(context, vae_model.key, "Unknown vae: {}!")
    return output("vae_output", vae=VAEField(vae=vae_model))


@node("lora_selector")
def select_lora(lora: ModelIdentifierField, weight: float) -> Output:
    """Return a LoRA with its weight."""
    return output("lora_selector_output", lora=LoRAField(lora=lora, weight=weight))


@node("lora_loader")
def load_lora(
    context: InvocationContext,
    lora: ModelIdentifierField,
    weight: float,
    unet: UNetField | None,
    clip: CLIPField | None,
) -> Output:
    """Apply a LoRA to the submodels of a model."""
    _check_not_applied(context, lora.key, unet=unet, clip=clip)
    loras = [LoRAField(lora=lora, weight=weight)]
    return output("lora_loader_output", unet=_with_loras(unet, loras), clip=_with_loras(clip, loras))


@node("sdxl_lora_loader")
def load_sdxl_lora(
    context: InvocationContext,
    *,
    lora: ModelIdentifierField,
    weight: float,
    unet: UNetField | None,
    clip: CLIPField | None,
    clip2: CLIPField | None,
) -> Output:
    """Apply a LoRA to the submodels of an SDXL model."""
    _check_not_applied(context, lora.key, unet=unet, clip=clip, clip2=clip2)
    loras = [LoRAField(lora=lora, weight=weight)]
    return output(
        "sdxl_lora_loader_output",
        unet=_with_loras(unet, loras),
        clip=_with_loras(clip, loras),
        clip2=_with_loras(clip2, loras),
    )


@node("lora_collection_loader")
def load_lora_collection(
    context: InvocationContext,
    loras: LoRAField | list[LoRAField] | None,
    unet: UNetField | None,
    clip: CLIPField | None,
) -> Output:
    """Apply several LoRAs to the submodels of a model."""
    chosen = _unique(context, loras)
    return output("lora_loader_output", unet=_with_loras(unet, chosen), clip=_with_loras(clip, chosen))


@node("sdxl_lora_collection_loader")
def load_sdxl_lora_collection(
    context: InvocationContext,
    loras: LoRAField | list[LoRAField] | None,
    unet: UNetField | None,
    clip: CLIPField | None,
    clip2: CLIPField | None,
) -> Output:
    """Apply several LoRAs to the submodels of an SDXL model."""
    chosen = _unique(context, loras)
    return output(
        "sdxl_lora_loader_output",
        unet=_with_loras(unet, chosen),
        clip=_with_loras(clip, chosen),
        clip2=_with_loras(clip2, chosen),
    )


@node("clip_skip")
def clip_skip(clip: CLIPField, skipped_layers: int) -> Output:
    """Skip the last layers of a text encoder."""
    skipped = clip.skipped_layers + skipped_layers
    return output("clip_skip_output", clip=clip.model_copy(update={"skipped_layers": skipped}))


@node("seamless")
def seamless(unet: UNetField | None, vae: VAEField | None, seamless_y: bool, seamless_x: bool) -> Output:
    """Make the model generate images that can be tiled."""
    axes = {"seamless_axes": [axis for axis, wanted in (("x", seamless_x), ("y", seamless_y)) if wanted]}
    return output(
        "seamless_output",
        unet=unet.model_copy(update=axes) if unet else None,
        vae=vae.model_copy(update=axes) if vae else None,
    )


@node("freeu")
def free_u(unet: UNetField, b1: float, b2: float, s1: float, s2: float) -> Output:
    """Set the parameters of FreeU."""
    config = FreeUConfig(s1=s1, s2=s2, b1=b1, b2=b2)
    return output("unet_output", unet=unet.model_copy(update={"freeu_config": config}))


@node("scheduler")
def select_scheduler(scheduler: str) -> Output:
    """Return the scheduler."""
    return output("scheduler_output", scheduler=scheduler)


def _unet(model: ModelIdentifierField) -> UNetField:
    return UNetField(unet=model.submodel("unet"), scheduler=model.submodel("scheduler"), loras=[])


def _clip(model: ModelIdentifierField, number: str = "") -> CLIPField:
    tokenizer, encoder = model.submodel(f"tokenizer{number}"), model.submodel(f"text_encoder{number}")
    return CLIPField(tokenizer=tokenizer, text_encoder=encoder, skipped_layers=0, loras=[])


def _vae(model: ModelIdentifierField) -> VAEField:
    return VAEField(vae=model.submodel("vae"))


def _with_loras(
    submodel: UNetField | CLIPField | None, loras: list[LoRAField]
) -> UNetField | CLIPField | None:
    if submodel is None:
        return None
    return submodel.model_copy(update={"loras": [*submodel.loras, *loras]})


def _check_not_applied(
    context: InvocationContext, lora_key: str, **submodels: UNetField | CLIPField | None
) -> None:
    _check_installed(context, lora_key, "Unknown lora: {}!")
    for name, submodel in submodels.items():
        if submodel is not None and any(lora.lora.key == lora_key for lora in submodel.loras):
            raise NodeError(f'LoRA "{lora_key}" already applied to {name}')


def _unique(context: InvocationContext, loras: LoRAField | list[LoRAField] | None) -> list[LoRAField]:
    given = loras if isinstance(loras, list) else [loras] if loras else []
    for lora in given:
        _check_installed(context, lora.lora.key, "Unknown lora: {}!")
    return list({lora.lora.key: lora for lora in reversed(given)}.values())[::-1]


def _check_installed(context: InvocationContext, key: str, message: str) -> None:
    if context.services.models(key) is None:
        raise NodeError(message.format(key))
