"""The data of models.

New releases of InvokeAI add bases, types and formats, and the server does not know every attribute of every
model. So unknown values and keys are kept, and missing ones are None.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias, TypedDict

from ivk_core.enums import OpenEnum
from ivk_core.schemas import ServerData
from ivk_core.tables import as_size
from ivk_models.models.names import BaseName, FormatName, TypeName

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
    """The base of a model: the architecture that it belongs to."""

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
    """The type of a model within its architecture, such as a main model, a VAE or a LoRA."""

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
    """The format in which the weights of a model are stored."""

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


class DnnModel(ServerData):
    """The server's record of one model. Unknown keys are kept as attributes.

    Parameters
    ----------
    key : str
        The server's id for the model.
    name : str
        The name of the model. It need not be unique.
    base : BaseModelEnum
        The architecture that the model belongs to.
    type : ModelTypeEnum
        The type of the model.
    hash : str, optional
        The hash of the weights, which is the same on every server.
    format : ModelFormatEnum, optional
        The format of the weights.
    variant : str, optional
        The variant within the type, such as ``"inpaint"``.
    description : str, optional
        A description for users.
    path : str, optional
        The path of the model on the server.
    file_size : int, optional
        Size in bytes.
    source, source_type : str, optional
        Where the model was installed from, and the kind of that source.
    trigger_phrases : list of str, optional
        Words that activate the model in a prompt.
    default_settings : dict, optional
        The settings that the GUI suggests for the model.
    """

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
        """The model identifier that workflows and graphs contain: key, hash, name, base and type."""
        return {
            "key": self.key,
            "hash": self.hash,
            "name": self.name,
            "base": self.base.value,
            "type": self.type.value,
        }

    def __str__(self) -> str:
        return f"{self.name!r} ({self.base} {self.type})"

    def __repr__(self) -> str:
        """Return name, base, type, size and key in short; `model_dump` has everything."""
        parts = (
            repr(self.name),
            str(self.base),
            str(self.type),
            as_size(self.file_size),
            f"key={self.key!r}",
        )
        return f"DnnModel({', '.join(part for part in parts if part)})"


IvkDnnModel: TypeAlias = DnnModel
"""An alias of `DnnModel`, by the naming of ``IvkImage`` and ``IvkJob``."""


class ModelTraits(TypedDict, total=False):
    """Traits to select models by. Keys that are missing or None match every model.

    Parameters
    ----------
    base : BaseName or sequence of BaseName
        The base, or several: a model matches if it has one of them.
    type : TypeName or sequence of TypeName
        The type, or several.
    format : FormatName or sequence of FormatName
        The format of the weights, or several.
    hash : str
        The hash of the weights.
    """

    base: BaseName | Sequence[BaseName] | None
    type: TypeName | Sequence[TypeName] | None
    format: FormatName | Sequence[FormatName] | None
    hash: str | None


class ModelFilter(ModelTraits, total=False):
    """`ModelTraits` with the name.

    Parameters
    ----------
    name : str
        The name. A listing compares it exactly. A search for one model ignores the case, unless a model has
        exactly this name.
    """

    name: str | None
