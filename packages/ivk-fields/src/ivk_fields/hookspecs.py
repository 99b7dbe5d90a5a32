"""The hook that registers field classes.

A node pack with an input type of its own can add a field class for it::

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

and list the module under the entry-point group ``ivk`` in its ``pyproject.toml``::

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
    """Return the field classes that a plugin adds.

    The `serves` method of a class says which inputs it is for. If several classes serve an input, the one of
    the plugin that was registered last is used, and of the classes of one plugin the first. Classes of
    plugins have precedence over the built-in ones.

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
