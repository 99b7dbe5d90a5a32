"""The hooks that this part calls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ivk_core.plugins import hookspec

if TYPE_CHECKING:
    from ivk_workflows.outputs.mappers import OutputMapper

__all__ = ["ivk_register_output_mappers"]


@hookspec
def ivk_register_output_mappers() -> Sequence[OutputMapper]:
    """Register mappers, which make values of the outputs of nodes.

    Called when a result is read. Of several mappers for one type, the one registered last counts.

    Returns
    -------
    sequence of OutputMapper
        Each names the output types that it knows.

    Examples
    --------
    >>> from ivk_core import hookimpl
    >>> from ivk_workflows.outputs import OutputMapper
    >>> @hookimpl
    ... def ivk_register_output_mappers():
    ...     return [OutputMapper(["palette_output"], lambda output, files: output["colours"])]
    """
    raise NotImplementedError
