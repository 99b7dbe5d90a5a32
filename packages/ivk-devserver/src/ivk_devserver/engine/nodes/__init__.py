"""The functions of the nodes, one module per family. Importing this package registers them."""

from ivk_devserver.engine.nodes import (
    channels,
    conditioning,
    denoise_masks,
    denoising,
    flow_control,
    geometry,
    images,
    latents,
    masks,
    mathematics,
    metadata,
    models,
    primitives,
    ranges,
    saved_workflows,
    strings,
    tensor_masks,
)
from ivk_devserver.engine.registry import execute

__all__ = [
    "channels",
    "conditioning",
    "denoise_masks",
    "denoising",
    "execute",
    "flow_control",
    "geometry",
    "images",
    "latents",
    "masks",
    "mathematics",
    "metadata",
    "models",
    "primitives",
    "ranges",
    "saved_workflows",
    "strings",
    "tensor_masks",
]
