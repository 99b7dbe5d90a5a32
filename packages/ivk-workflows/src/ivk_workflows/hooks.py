"""What this part adds to a client, through the same door as any plugin."""

from __future__ import annotations

from collections.abc import Sequence

from ivk_core.plugins import hookimpl
from ivk_workflows import hookspecs
from ivk_workflows.outputs.mappers import OutputMapper, built_in_mappers

__all__ = ["ivk_register_hookspecs", "ivk_register_output_mappers"]


@hookimpl
def ivk_register_hookspecs() -> Sequence[object]:
    """Announce the hooks of this part."""
    return [hookspecs]


@hookimpl(trylast=True)
def ivk_register_output_mappers() -> Sequence[OutputMapper]:
    """Give the mappers for what InvokeAI's own nodes put out."""
    return built_in_mappers()
