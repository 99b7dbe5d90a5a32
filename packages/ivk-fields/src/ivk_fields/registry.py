"""The registry picks the field class for an input.

The type of an input comes from the server's schema, never from the value in a workflow. The registry asks its
classes in order whether they serve the input. If none does, the field is an `IvkUnknownField`, which passes
its value through.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeGuard

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
    """The field classes of a program: picks the class for an input and makes its field.

    Parameters
    ----------
    classes : iterable of type, optional
        Field classes in order of precedence. Default: the built-in ones.
    """

    def __init__(self, classes: Iterable[type[IvkField[Any]]] = BUILTIN_FIELDS) -> None:
        self.classes = tuple(classes)
        self._prototypes: dict[InputSpec, IvkField[Any]] = {}

    @classmethod
    def from_plugins(cls, plugins: PluginManager) -> FieldRegistry:
        """Make a registry of the classes that plugins add through the hook `ivk_register_fields`.

        Parameters
        ----------
        plugins : PluginManager
            The plugins, this package's own included.


        Raises
        ------
        PluginError
            If a plugin returns something that is not a field class.
        """
        results = plugins.hook.ivk_register_fields()
        return cls(_require_field_class(candidate) for result in results for candidate in result)

    def field_class_for(self, spec: InputSpec) -> type[IvkField[Any]]:
        """Return the first class that serves an input, or `IvkUnknownField`."""
        return next(
            (field_class for field_class in self.classes if field_class.serves(spec)), IvkUnknownField
        )

    def make(self, spec: InputSpec, raw: Any = MISSING) -> IvkField[Any]:
        """Make a field from the value that a workflow has for an input.

        Parameters
        ----------
        spec : InputSpec
            What the server's schema says about the input.
        raw : object
            The JSON value, or `MISSING` if the workflow has none.

        Returns
        -------
        IvkField
            An untouched field. The field of a list has a field for its elements.
        """
        # Making a field from a spec is slow, copying one is fast, and nodes of one type have the same specs.
        prototype = self._prototypes.get(spec)
        if prototype is None:
            prototype = self._prototypes[spec] = self._prototype(spec)
        return prototype.reread(raw)

    def _prototype(self, spec: InputSpec) -> IvkField[Any]:
        field = self.field_class_for(spec).from_wire(MISSING, spec)
        return field.of(self._prototype(_element_of(spec))) if isinstance(field, ElementwiseField) else field


def _element_of(spec: InputSpec) -> InputSpec:
    return replace(spec, type=FieldType(spec.type.name), required=True)


def _require_field_class(candidate: object) -> type[IvkField[Any]]:
    if not _is_field_class(candidate):
        raise PluginError(
            f"A plugin returned {candidate!r} from ivk_register_fields, which is not a subclass of IvkField."
        )
    return candidate


def _is_field_class(candidate: object) -> TypeGuard[type[IvkField[Any]]]:
    return isinstance(candidate, type) and issubclass(candidate, IvkField)
