"""The hooks that this package calls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ivk_core.plugins import hookspec

if TYPE_CHECKING:
    from ivk_workflows.outputs.mappers import OutputMapper

__all__ = ["ivk_register_output_mappers"]


@hookspec
def ivk_register_output_mappers() -> Sequence[OutputMapper]:
    """Register mappers, which convert the outputs of nodes to Python values.

    The hook is called when a result is read. If several mappers know a type, the last registered one is used.

    Returns
    -------
    sequence of OutputMapper
        Each names the output types that it converts.

    Examples
    --------
    >>> from ivk_core import hookimpl
    >>> from ivk_workflows.outputs import OutputMapper
    >>> @hookimpl
    ... def ivk_register_output_mappers():
    ...     return [OutputMapper(["palette_output"], lambda output, files: output["colours"])]
    """
    raise NotImplementedError
