"""What nodes do, one module per family. Importing this package registers them all."""

from ivk_devserver.engine.nodes import (
    channels,
    conditioning,
    control,
    denoising,
    filters,
    geometry,
    latents,
    masks,
    mathematics,
    metadata,
    models,
    pictures,
    primitives,
    prompts,
    ranges,
    returns,
    strings,
)
from ivk_devserver.engine.registry import execute, implemented_types

__all__ = [
    "channels",
    "conditioning",
    "control",
    "denoising",
    "execute",
    "filters",
    "geometry",
    "implemented_types",
    "latents",
    "masks",
    "mathematics",
    "metadata",
    "models",
    "pictures",
    "primitives",
    "prompts",
    "ranges",
    "returns",
    "strings",
]
