"""The rules of nodes that their schemas do not have, such as that one input must be greater than another.

A real server checks them when a batch is enqueued, so it answers 422. An exception other than `ValueError` is
answered with 500, as the real server does where a rule cannot handle a value.
"""

import re
from math import isfinite
from pathlib import Path
from typing import Any

from pydantic import ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticKnownError

__all__ = ["NODE_VALIDATORS"]

SEED_RANGE = 2**32
"""A real server takes the seed of noise modulo this number: NumPy's seeds have 32 bits."""

_LEAST_WEIGHT, _GREATEST_WEIGHT = -1, 2
_FACE_IDS = re.compile(r"\d*(,\d+)*")

Validators = dict[str, Any]


def _wrap_seed(seed: Any) -> Any:
    return seed % SEED_RANGE


def _check_stop(stop: int, info: ValidationInfo) -> int:
    if "start" in info.data and stop <= info.data["start"]:
        raise ValueError("stop must be greater than start")
    return stop


def _check_cfg_scale(scale: float | list[float]) -> float | list[float]:
    if min(scale if isinstance(scale, list) else [scale], default=1) < 1:
        raise ValueError("cfg_scale must be greater than 1")
    return scale


def _check_finite_cfg_scale(scale: float | list[float]) -> float | list[float]:
    if not all(map(isfinite, scale if isinstance(scale, list) else [scale])):
        raise ValueError("cfg_scale values must be finite.")
    return scale


def _check_finite_shift(shift: float | None) -> float | None:
    if shift is not None and not isfinite(shift):
        raise ValueError("shift must be finite.")
    return shift


def _check_step_percents(node: Any) -> Any:
    if node.begin_step_percent > node.end_step_percent:
        raise ValueError("Begin step percent must be less than or equal to end step percent")
    return node


def _check_weight(weight: float | list[float]) -> float | list[float]:
    weights = weight if isinstance(weight, list) else [weight]
    if any(each < _LEAST_WEIGHT or each > _GREATEST_WEIGHT for each in weights):
        raise ValueError("Control weights must be within -1 to 2 range")
    return weight


def _check_limited_weight(weight: Any) -> Any:
    # The limits of the real server are for numbers: a list raises a TypeError there too.
    if weight < _LEAST_WEIGHT:
        raise PydanticKnownError("greater_than_equal", {"ge": _LEAST_WEIGHT})
    if weight > _GREATEST_WEIGHT:
        raise PydanticKnownError("less_than_equal", {"le": _GREATEST_WEIGHT})
    return weight


def _check_least_weight(weight: Any) -> Any:
    if weight < 0:  # a TypeError for a list, as above
        raise PydanticKnownError("greater_than_equal", {"ge": 0})
    return weight


def _check_integer_result(b: int, info: ValidationInfo) -> int:
    operation = info.data["operation"]
    if operation in {"DIV", "MOD"} and b == 0:
        raise ValueError("Cannot divide by zero")
    if operation == "EXP" and b < 0:
        raise ValueError("Result of exponentiation is not an integer")
    return b


def _check_real_result(b: float, info: ValidationInfo) -> float:
    operation, a = info.data["operation"], info.data["a"]
    if operation == "DIV" and b == 0:
        raise ValueError("Cannot divide by zero")
    if operation == "EXP" and a == 0 and b < 0:
        raise ValueError("Cannot raise zero to a negative power")
    if operation == "EXP" and isinstance(a**b, complex):
        raise ValueError("Root operation resulted in a complex number")
    return b


def _check_file(path: str) -> str:
    if not Path(path).exists():
        raise ValueError(FileNotFoundError)  # with this text, the name of the class
    return path


def _check_face_ids(ids: str) -> str:
    if not _FACE_IDS.fullmatch(ids):
        raise ValueError('Face IDs must be a comma-separated list of integers (e.g. "1,2,3")')
    return ids


def _check_column(index: int, info: ValidationInfo) -> int:
    return _index_below(index, info.data["num_cols"], "panel_col_idx")


def _check_row(index: int, info: ValidationInfo) -> int:
    return _index_below(index, info.data["num_rows"], "panel_row_idx")


def _index_below(index: int, count: int, name: str) -> int:
    if not 0 <= index < count:
        raise ValueError(f"{name} must be between 0 and {count - 1}")
    return index


def _check_lengths(node: Any) -> Any:
    points, boxes = node.point_lists, node.bounding_boxes
    if points is not None and boxes is not None and len(points) != len(boxes):
        raise ValueError(
            "If both point_lists and bounding_boxes are provided, they must have the same length."
        )
    return node


def _as_list(images: Any) -> Any:
    return images if images is None or isinstance(images, list) else [images]


_CFG_SCALE: Validators = {"check_cfg_scale": field_validator("cfg_scale")(_check_cfg_scale)}
_STEP_PERCENTS: Validators = {"check_step_percents": model_validator(mode="after")(_check_step_percents)}
_CONTROL: Validators = {
    "check_weight": field_validator("control_weight")(_check_limited_weight),
    **_STEP_PERCENTS,
}
_T2I: Validators = {
    # Its input has a lower limit besides, which is checked first.
    "check_least": field_validator("weight")(_check_least_weight),
    "check_weight": field_validator("weight")(_check_weight),
    **_STEP_PERCENTS,
}
_ADAPTER: Validators = {"check_weight": field_validator("weight")(_check_weight), **_STEP_PERCENTS}
_KREA2: Validators = {
    "check_cfg_scale": field_validator("cfg_scale")(_check_finite_cfg_scale),
    "check_shift": field_validator("shift")(_check_finite_shift),
}

NODE_VALIDATORS: dict[str, Validators] = {
    "noise": {"wrap_seed": field_validator("seed", mode="before")(_wrap_seed)},
    "range": {"check_stop": field_validator("stop")(_check_stop)},
    "denoise_latents": _CFG_SCALE,
    "denoise_latents_meta": _CFG_SCALE,
    "krea2_denoise": _KREA2,
    "controlnet": _CONTROL,
    "flux_controlnet": _CONTROL,
    "ip_adapter": _ADAPTER,
    "flux_ip_adapter": _ADAPTER,
    "t2i_adapter": _T2I,
    "integer_math": {"check_result": field_validator("b")(_check_integer_result)},
    "float_math": {"check_result": field_validator("b")(_check_real_result)},
    "prompt_from_file": {"check_file": field_validator("file_path")(_check_file)},
    "face_mask_detection": {"check_face_ids": field_validator("face_ids")(_check_face_ids)},
    "image_panel_layout": {
        "check_column": field_validator("panel_col_idx")(_check_column),
        "check_row": field_validator("panel_row_idx")(_check_row),
    },
    "segment_anything": {"check_lengths": model_validator(mode="after")(_check_lengths)},
    "llava_onevision_vllm": {"as_list": field_validator("images", mode="before")(_as_list)},
}
"""The validators of each node type, by name."""
