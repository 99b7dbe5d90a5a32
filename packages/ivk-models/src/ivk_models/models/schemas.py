"""What the server tells about models.

New bases, types and formats come with every release, and much about a model may be unknown: what the server
says is kept, and nothing that it leaves out is an error.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias, TypedDict

from pydantic import BaseModel, ConfigDict

from ivk_core.enums import OpenEnum

__all__ = [
    "BaseModelEnum",
    "DnnModel",
    "IvkDnnModel",
    "ModelFilter",
    "ModelFormatEnum",
    "ModelTraits",
    "ModelTypeEnum",
]


class BaseModelEnum(OpenEnum):
    """The architecture that a model belongs to."""

    ANY = "any"
    SD_1 = "sd-1"
    SD_2 = "sd-2"
    SD_3 = "sd-3"
    SDXL = "sdxl"
    SDXL_REFINER = "sdxl-refiner"
    FLUX = "flux"
    FLUX2 = "flux2"
    COGVIEW4 = "cogview4"
    Z_IMAGE = "z-image"
    ERNIE_IMAGE = "ernie-image"
    IDEOGRAM_4 = "ideogram-4"
    EXTERNAL = "external"
    QWEN_IMAGE = "qwen-image"
    ANIMA = "anima"
    KREA_2 = "krea-2"
    WAN = "wan"
    UNKNOWN = "unknown"


class ModelTypeEnum(OpenEnum):
    """What a model is, within its architecture."""

    ONNX = "onnx"
    MAIN = "main"
    VAE = "vae"
    LORA = "lora"
    CONTROL_LORA = "control_lora"
    CONTROLNET = "controlnet"
    EMBEDDING = "embedding"
    IP_ADAPTER = "ip_adapter"
    CLIP_VISION = "clip_vision"
    CLIP_EMBED = "clip_embed"
    T2I_ADAPTER = "t2i_adapter"
    T5_ENCODER = "t5_encoder"
    QWEN3_ENCODER = "qwen3_encoder"
    QWEN_VL_ENCODER = "qwen_vl_encoder"
    QWEN3_VL_ENCODER = "qwen3_vl_encoder"
    MISTRAL_ENCODER = "mistral_encoder"
    WAN_T5_ENCODER = "wan_t5_encoder"
    GEMMA2_ENCODER = "gemma2_encoder"
    SPANDREL_IMAGE_TO_IMAGE = "spandrel_image_to_image"
    SIGLIP = "siglip"
    FLUX_REDUX = "flux_redux"
    LLAVA_ONEVISION = "llava_onevision"
    PROMPT_ENHANCER = "prompt_enhancer"
    TEXT_LLM = "text_llm"
    EXTERNAL_IMAGE_GENERATOR = "external_image_generator"
    PID_DECODER = "pid_decoder"
    UNKNOWN = "unknown"


class ModelFormatEnum(OpenEnum):
    """How the weights of a model are stored."""

    OMI = "omi"
    DIFFUSERS = "diffusers"
    CHECKPOINT = "checkpoint"
    LYCORIS = "lycoris"
    ONNX = "onnx"
    OLIVE = "olive"
    EMBEDDING_FILE = "embedding_file"
    EMBEDDING_FOLDER = "embedding_folder"
    INVOKEAI = "invokeai"
    T5_ENCODER = "t5_encoder"
    QWEN3_ENCODER = "qwen3_encoder"
    QWEN_VL_ENCODER = "qwen_vl_encoder"
    QWEN3_VL_ENCODER = "qwen3_vl_encoder"
    MISTRAL_ENCODER = "mistral_encoder"
    WAN_T5_ENCODER = "wan_t5_encoder"
    GEMMA2_ENCODER = "gemma2_encoder"
    BNB_QUANTIZED_INT8B = "bnb_quantized_int8b"
    BNB_QUANTIZED_NF4B = "bnb_quantized_nf4b"
    GGUF_QUANTIZED = "gguf_quantized"
    EXTERNAL_API = "external_api"
    SDNQ_QUANTIZED = "sdnq_quantized"
    UNKNOWN = "unknown"


class DnnModel(BaseModel):
    """What the server knows of one model; keys that are new are kept as attributes.

    Parameters
    ----------
    key : str
        The server's id for it.
    name : str
        The name that people know it by. Several models may have the same.
    base : BaseModelEnum
        The architecture that it belongs to.
    type : ModelTypeEnum
        What it is.
    hash : str, optional
        The hash of its weights, the same on every server.
    format : ModelFormatEnum, optional
        How its weights are stored.
    variant : str, optional
        Which kind of its type, such as ``"inpaint"``.
    description : str, optional
        What people wrote about it.
    path : str, optional
        Where it lies on the server.
    file_size : int, optional
        Its size in bytes.
    source, source_type : str, optional
        Where it was installed from, and what kind of place that is.
    trigger_phrases : list of str, optional
        Words that call it in a prompt.
    default_settings : dict, optional
        What to use it with.
    """

    model_config = ConfigDict(extra="allow", frozen=True, defer_build=True)

    key: str
    name: str
    base: BaseModelEnum
    type: ModelTypeEnum
    hash: str | None = None
    format: ModelFormatEnum | None = None
    variant: str | None = None
    description: str | None = None
    path: str | None = None
    file_size: int | None = None
    source: str | None = None
    source_type: str | None = None
    trigger_phrases: list[str] | None = None
    default_settings: dict[str, Any] | None = None

    @property
    def identifier(self) -> dict[str, str | None]:
        """What a workflow says to name it: key, hash, name, base and type."""
        return {
            "key": self.key,
            "hash": self.hash,
            "name": self.name,
            "base": self.base.value,
            "type": self.type.value,
        }

    def __str__(self) -> str:
        return f"{self.name!r} ({self.base} {self.type})"


IvkDnnModel: TypeAlias = DnnModel
"""The same, under the name that goes with ``IvkImage`` and ``IvkJob``."""


class ModelTraits(TypedDict, total=False):
    """What a model may be told by, apart from its name; what is left out or None does not matter.

    Parameters
    ----------
    base : str or sequence of str
        Its architecture, or one of several.
    type : str or sequence of str
        What it is, or one of several.
    format : str or sequence of str
        How its weights are stored, or one of several ways.
    hash : str
        The hash of its weights.
    """

    base: str | Sequence[str] | None
    type: str | Sequence[str] | None
    format: str | Sequence[str] | None
    hash: str | None


class ModelFilter(ModelTraits, total=False):
    """`ModelTraits`, and the name.

    Parameters
    ----------
    name : str
        Its exact name.
    """

    name: str | None
