"""Nodes that encode prompts. A conditioning here is the text of the prompt."""

from dataclasses import dataclass

from ivk_devserver.engine.fields import CLIPField, ConditioningField, TensorField
from ivk_devserver.engine.invocation_context import InvocationContext
from ivk_devserver.engine.outputs import Output, output
from ivk_devserver.engine.registry import node

__all__ = ["Conditioning", "compel", "sdxl_compel", "sdxl_refiner_compel"]


@dataclass(frozen=True)
class Conditioning:
    """An encoded prompt.

    Attributes
    ----------
    prompt
        The prompt.
    style
        The style prompt, which SDXL models encode separately.
    """

    prompt: str
    style: str = ""

    @property
    def text(self) -> str:
        """The prompt and the style; a style that repeats the prompt is left out."""
        return self.prompt if self.style in ("", self.prompt) else f"{self.prompt} {self.style}"


@node("compel")
def compel(context: InvocationContext, prompt: str, clip: CLIPField, mask: TensorField | None) -> Output:
    """Encode a prompt with the text encoder of an SD1.5 model."""
    _load(context, clip)
    return _encode(context, Conditioning(prompt), mask)


@node("sdxl_compel_prompt")
def sdxl_compel(
    context: InvocationContext,
    *,
    prompt: str,
    style: str,
    clip: CLIPField,
    clip2: CLIPField,
    mask: TensorField | None,
) -> Output:
    """Encode a prompt and a style with both text encoders of an SDXL model."""
    _load(context, clip)
    context.signal_progress("Building conditioning")
    _load(context, clip2)
    return _encode(context, Conditioning(prompt, style), mask)


@node("sdxl_refiner_compel_prompt")
def sdxl_refiner_compel(context: InvocationContext, style: str, clip2: CLIPField) -> Output:
    """Encode a style with the text encoder of an SDXL refiner."""
    _load(context, clip2)
    return _encode(context, Conditioning(style), None)


def _load(context: InvocationContext, clip: CLIPField) -> None:
    context.load_model(clip.text_encoder)
    context.load_model(clip.tokenizer)
    for lora in clip.loras:
        context.load_model(lora.lora)


def _encode(context: InvocationContext, conditioning: Conditioning, mask: TensorField | None) -> Output:
    context.signal_progress("Building conditioning")
    name = context.save_object(conditioning, "ConditioningFieldData")
    return output("conditioning_output", conditioning=ConditioningField(conditioning_name=name, mask=mask))
