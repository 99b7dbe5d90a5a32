"""Bases, types and formats as literals, so that editors complete them; any other text is allowed."""

from __future__ import annotations

from typing import Literal, TypeAlias

__all__ = ["BaseName", "FormatName", "TypeName"]

BaseName: TypeAlias = (
    Literal[
        "any",
        "sd-1",
        "sd-2",
        "sd-3",
        "sdxl",
        "sdxl-refiner",
        "flux",
        "flux2",
        "cogview4",
        "z-image",
        "ernie-image",
        "ideogram-4",
        "external",
        "qwen-image",
        "anima",
        "krea-2",
        "wan",
        "unknown",
    ]
    | str
)
"""One of the bases that this library knows, or any other that the server knows."""

TypeName: TypeAlias = (
    Literal[
        "onnx",
        "main",
        "vae",
        "lora",
        "control_lora",
        "controlnet",
        "embedding",
        "ip_adapter",
        "clip_vision",
        "clip_embed",
        "t2i_adapter",
        "t5_encoder",
        "qwen3_encoder",
        "qwen_vl_encoder",
        "qwen3_vl_encoder",
        "mistral_encoder",
        "wan_t5_encoder",
        "gemma2_encoder",
        "spandrel_image_to_image",
        "siglip",
        "flux_redux",
        "llava_onevision",
        "prompt_enhancer",
        "text_llm",
        "external_image_generator",
        "pid_decoder",
        "unknown",
    ]
    | str
)
"""One of the types that this library knows, or any other that the server knows."""

FormatName: TypeAlias = (
    Literal[
        "omi",
        "diffusers",
        "checkpoint",
        "lycoris",
        "onnx",
        "olive",
        "embedding_file",
        "embedding_folder",
        "invokeai",
        "t5_encoder",
        "qwen3_encoder",
        "qwen_vl_encoder",
        "qwen3_vl_encoder",
        "mistral_encoder",
        "wan_t5_encoder",
        "gemma2_encoder",
        "bnb_quantized_int8b",
        "bnb_quantized_nf4b",
        "gguf_quantized",
        "external_api",
        "sdnq_quantized",
        "unknown",
    ]
    | str
)
"""One of the formats that this library knows, or any other that the server knows."""
