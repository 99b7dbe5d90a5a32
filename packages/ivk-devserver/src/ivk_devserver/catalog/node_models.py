"""The pydantic models of the nodes, and the check of one node of a graph."""

from functools import cache
from typing import Any
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, field_validator, model_validator

from ivk_devserver.catalog.catalog import load_catalog
from ivk_devserver.catalog.pydantic_models import model_for

__all__ = ["Problem", "check_node", "node_model"]

NOT_A_NODE = "Input should be a valid dictionary or object to extract fields from"
SEED_RANGE = 2**32
"""A real server takes the seed of noise modulo this number: NumPy's seeds have 32 bits."""

Problem = dict[str, Any]
"""One entry of the ``detail`` of a 422 answer."""


def check_node(key: str, node: Any) -> tuple[dict[str, Any], list[Problem]]:
    """Validate one node; return it with all defaults, and the problems found.

    Parameters
    ----------
    key
        The key of the node in the graph, which the problems name as their location.
    node
        The node as it was sent.
    """
    if not isinstance(node, dict):
        return {}, [_problem("model_attributes_type", key, NOT_A_NODE, node)]
    node_type = node.get("type")
    if node_type is None:
        message = "Unable to extract tag using discriminator 'type'"
        return {}, [_problem("union_tag_not_found", key, message, node, {"discriminator": "'type'"})]
    if node_type not in load_catalog().nodes:
        return {}, [_unknown_type(key, node)]
    return _validate(key, node_type, node)


def _validate(key: str, node_type: str, node: dict[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    try:
        model = node_model(node_type).model_validate({"id": str(uuid4()), **node})
    except ValidationError as error:
        problems = error.errors(include_url=False)
        return {}, [{**problem, "loc": (key, node_type, *problem["loc"])} for problem in problems]
    return model.model_dump(mode="json"), []


@cache
def node_model(node_type: str) -> type[BaseModel]:
    """Return the pydantic model of a node type, created on first use: a graph needs few of the 309."""
    schema = load_catalog().nodes[node_type]
    validators = _VALIDATORS.get(node_type, {})
    return model_for(node_type, schema, validators=validators, config=_CONFIG.get(node_type, _DEFAULT_CONFIG))


def _unknown_type(key: str, node: dict[str, Any]) -> Problem:
    tags = ", ".join(f"'{name}'" for name in load_catalog().nodes)
    message = f"Input tag '{node['type']}' found using 'type' does not match any of the expected tags: {tags}"
    context = {"discriminator": "'type'", "tag": node["type"], "expected_tags": tags}
    return _problem("union_tag_invalid", key, message, node, context)


def _problem(
    error_type: str, key: str, message: str, value: Any, context: dict[str, Any] | None = None
) -> Problem:
    problem: Problem = {"type": error_type, "loc": (key,), "msg": message, "input": value}
    return problem if context is None else {**problem, "ctx": context}


def _wrap_seed(seed: Any) -> Any:
    return seed % SEED_RANGE if isinstance(seed, int) else seed


def _check_stop(stop: int, info: ValidationInfo) -> int:
    if "start" in info.data and stop <= info.data["start"]:
        raise ValueError("stop must be greater than start")
    return stop


def _check_cfg_scale(scale: float | list[float]) -> float | list[float]:
    if min(scale if isinstance(scale, list) else [scale], default=1) < 1:
        raise ValueError("cfg_scale must be greater than 1")
    return scale


def _check_step_percents(node: Any) -> Any:
    if node.begin_step_percent > node.end_step_percent:
        raise ValueError("Begin step percent must be less than or equal to end step percent")
    return node


_DEFAULT_CONFIG = ConfigDict(coerce_numbers_to_str=True)
_CONFIG = {"call_saved_workflow": ConfigDict(coerce_numbers_to_str=True, extra="allow")}

# A schema cannot say that a seed wraps around or that one input must be greater than another, so these
# validators are written by hand.
_CFG_SCALE = {"check_cfg_scale": field_validator("cfg_scale")(_check_cfg_scale)}
_STEP_PERCENTS = {"check_step_percents": model_validator(mode="after")(_check_step_percents)}
_VALIDATORS: dict[str, dict[str, Any]] = {
    "noise": {"wrap_seed": field_validator("seed", mode="before")(_wrap_seed)},
    "range": {"check_stop": field_validator("stop")(_check_stop)},
    "denoise_latents": _CFG_SCALE,
    "denoise_latents_meta": _CFG_SCALE,
    "controlnet": _STEP_PERCENTS,
    "ip_adapter": _STEP_PERCENTS,
    "t2i_adapter": _STEP_PERCENTS,
}
