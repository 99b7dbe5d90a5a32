"""What nodes do to their inputs beyond what their schema says.

A schema cannot tell that a seed wraps around, or that one number must be above another. The few nodes for
which that matters here have it written down.
"""

from typing import Any

from pydantic import ValidationInfo, field_validator, model_validator

__all__ = ["habits_of"]

SEEDS = 2**32


def habits_of(kind: str) -> dict[str, Any]:
    """Give the validators of a node type, by name."""
    return _HABITS.get(kind, {})


def _wrap_seed(seed: Any) -> Any:
    return seed % SEEDS if isinstance(seed, int) else seed


def _check_stop(stop: int, info: ValidationInfo) -> int:
    if "start" in info.data and stop <= info.data["start"]:
        raise ValueError("stop must be greater than start")
    return stop


def _check_scale(scale: float | list[float]) -> float | list[float]:
    if min(scale if isinstance(scale, list) else [scale], default=1) < 1:
        raise ValueError("cfg_scale must be greater than 1")
    return scale


def _check_steps(node: Any) -> Any:
    if node.begin_step_percent > node.end_step_percent:
        raise ValueError("Begin step percent must be less than or equal to end step percent")
    return node


_SCALE = {"check_scale": field_validator("cfg_scale")(_check_scale)}
_STEPS = {"check_steps": model_validator(mode="after")(_check_steps)}
_HABITS: dict[str, dict[str, Any]] = {
    "noise": {"wrap_seed": field_validator("seed", mode="before")(_wrap_seed)},
    "range": {"check_stop": field_validator("stop")(_check_stop)},
    "denoise_latents": _SCALE,
    "denoise_latents_meta": _SCALE,
    "controlnet": _STEPS,
    "ip_adapter": _STEPS,
    "t2i_adapter": _STEPS,
}
