"""Nodes that read prompts. What is kept of a prompt here is its text."""

from dataclasses import dataclass

from ivk_devserver.engine.call import Call
from ivk_devserver.engine.fields import CLIPField, ConditioningField, TensorField
from ivk_devserver.engine.outputs import Output, output
from ivk_devserver.engine.registry import node

__all__ = ["Conditioning", "compel", "sdxl_compel", "sdxl_refiner_compel"]


@dataclass(frozen=True)
class Conditioning:
    """A prompt that has been read.

    Attributes
    ----------
    prompt
        What to paint.
    style
        How to paint it; SDXL models read it apart.
    """

    prompt: str
    style: str = ""

    @property
    def text(self) -> str:
        """The whole prompt; a style that repeats the prompt adds nothing."""
        return self.prompt if self.style in ("", self.prompt) else f"{self.prompt} {self.style}"


@node("compel")
def compel(call: Call, prompt: str, clip: CLIPField, mask: TensorField | None) -> Output:
    """Read a prompt with the text encoder of an SD1.5 model."""
    _load(call, clip)
    return _read(call, Conditioning(prompt), mask)


@node("sdxl_compel_prompt")
def sdxl_compel(
    call: Call, *, prompt: str, style: str, clip: CLIPField, clip2: CLIPField, mask: TensorField | None
) -> Output:
    """Read a prompt and a style with both text encoders of an SDXL model."""
    _load(call, clip)
    call.progress("Building conditioning")
    _load(call, clip2)
    return _read(call, Conditioning(prompt, style), mask)


@node("sdxl_refiner_compel_prompt")
def sdxl_refiner_compel(call: Call, style: str, clip2: CLIPField) -> Output:
    """Read a style with the text encoder of an SDXL refiner."""
    _load(call, clip2)
    return _read(call, Conditioning(style), None)


def _load(call: Call, clip: CLIPField) -> None:
    call.load_model(clip.text_encoder)
    call.load_model(clip.tokenizer)
    for lora in clip.loras:
        call.load_model(lora.lora)


def _read(call: Call, conditioning: Conditioning, mask: TensorField | None) -> Output:
    call.progress("Building conditioning")
    name = call.keep(conditioning, "ConditioningFieldData")
    return output("conditioning_output", conditioning=ConditioningField(conditioning_name=name, mask=mask))
