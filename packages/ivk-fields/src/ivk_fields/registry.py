"""Picking the field class for an input.

The type comes from the server's schema, never from the value that happens to stand in a workflow. Classes are
asked in turn whether they serve the input; what none of them serves becomes an `IvkUnknownField`, which
passes its value through.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from ivk_core.errors import PluginError
from ivk_core.plugins import PluginManager
from ivk_fields.base import IvkField
from ivk_fields.builtin import BUILTIN_FIELDS
from ivk_fields.collection import ElementwiseField
from ivk_fields.missing import MISSING
from ivk_fields.passthrough import IvkUnknownField
from ivk_fields.spec import FieldType, InputSpec

__all__ = ["FieldRegistry"]


class FieldRegistry:
    """Knows a list of field classes, and which of them is for which input.

    Parameters
    ----------
    classes : iterable of type, optional
        In the order in which they are asked; the built-in ones if left out.
    """

    def __init__(self, classes: Iterable[type[IvkField[Any]]] = BUILTIN_FIELDS) -> None:
        self.classes = tuple(classes)
        self._prototypes: dict[InputSpec, IvkField[Any]] = {}

    @classmethod
    def from_plugins(cls, plugins: PluginManager) -> FieldRegistry:
        """Gather the classes of every plugin through the hook `ivk_register_fields`.

        Raises
        ------
        PluginError
            If a plugin answers with something that is no field class.
        """
        answers = plugins.hook.ivk_register_fields()
        return cls(_checked(candidate) for answer in answers for candidate in answer)

    def field_class_for(self, spec: InputSpec) -> type[IvkField[Any]]:
        """Give the class for an input; the first one that serves it."""
        return next((known for known in self.classes if known.serves(spec)), IvkUnknownField)

    def make(self, spec: InputSpec, raw: Any = MISSING) -> IvkField[Any]:
        """Read an input as it stands in a workflow.

        Parameters
        ----------
        spec : InputSpec
            What the server says of the input.
        raw : object
            The JSON value, or `MISSING` when the workflow has none.

        Returns
        -------
        IvkField
            Untouched; a list's field knows the field of its elements.
        """
        prototype = self._prototypes.get(spec)
        if prototype is None:
            prototype = self._prototypes[spec] = self._prototype(spec)
        return prototype.reread(raw)

    def _prototype(self, spec: InputSpec) -> IvkField[Any]:
        field = self.field_class_for(spec).from_wire(MISSING, spec)
        return field.of(self._prototype(_element_of(spec))) if isinstance(field, ElementwiseField) else field


def _element_of(spec: InputSpec) -> InputSpec:
    return replace(spec, type=FieldType(spec.type.name), required=True)


def _checked(candidate: object) -> type[IvkField[Any]]:
    if isinstance(candidate, type) and issubclass(candidate, IvkField):
        return candidate
    raise PluginError(
        f"A plugin's ivk_register_fields names {candidate!r}, which is no subclass of IvkField."
    )
