"""The hook by which field classes come in; our own use the same door.

A node pack that brings a type of its own can bring a field for it::

    from ivk_core.plugins import hookimpl
    from ivk_fields import IvkField


    class IvkAngleField(IvkField[float]):
        \"\"\"An angle in degrees, kept between 0 and 360.\"\"\"

        serves_types = ("AngleField",)
        kind = "angle in degrees"

        def coerce(self, value):
            return float(value) % 360


    @hookimpl
    def ivk_register_fields():
        return [IvkAngleField]

and names the module under the entry-point group ``ivk`` in its ``pyproject.toml``::

    [project.entry-points.ivk]
    angles = "invokeai_angles.ivk"
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ivk_core.plugins import hookspec
from ivk_fields.base import IvkField

__all__ = ["ivk_register_fields"]


@hookspec
def ivk_register_fields() -> Sequence[type[IvkField[Any]]]:
    """Name the field classes that a plugin adds.

    Each class tells through its `serves` which inputs it is for. Of several classes that serve an input, the
    one registered last wins, and every plugin's wins over the built-in ones. Within one answer the first
    wins.

    Returns
    -------
    sequence of type
        Subclasses of `IvkField`.

    Examples
    --------
    >>> from ivk_core import hookimpl
    >>> @hookimpl
    ... def ivk_register_fields():
    ...     return [IvkAngleField]
    """
    raise NotImplementedError
