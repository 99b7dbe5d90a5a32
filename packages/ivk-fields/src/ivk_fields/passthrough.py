"""Inputs that take any JSON value: open ones, unions, metadata, and types that nobody here has heard of."""

from typing import Any, ClassVar

from ivk_fields.base import IvkField
from ivk_fields.json_values import frozen_json, thawed_json
from ivk_fields.spec import InputSpec

__all__ = ["IvkAnyField", "IvkMetadataField", "IvkUnionField", "IvkUnknownField"]


class IvkAnyField(IvkField[Any]):
    """Any JSON value, null included; objects and lists are handed out read-only."""

    serves_types: ClassVar[tuple[str, ...]] = (
        "AnyField",
        "CollectionField",
        "CollectionItemField",
        "MetadataExtraField",
    )
    kind = "any JSON value"
    null_is_a_value = True

    def coerce(self, value: object) -> Any:
        """Take anything that JSON can say."""
        return frozen_json(value)

    def write(self, value: Any) -> Any:
        """Give lists and dicts again."""
        return thawed_json(value)


class IvkUnionField(IvkAnyField):
    """One of several types that have nothing in common; the server tells them apart."""

    serves_types = ("UnionField",)
    kind = "any JSON value (the server takes several types here)"


class IvkUnknownField(IvkAnyField):
    """A type that no field class serves; the last resort of the registry.

    Attributes
    ----------
    type_name : str
        What the server calls the type.
    """

    type_name: str = ""

    @classmethod
    def limits_of(cls, spec: InputSpec) -> dict[str, Any]:
        """Remember the type's name, for people."""
        return {"type_name": str(spec.type)}

    def rules(self) -> list[str]:
        """Name the type."""
        return [f"sent to the server as {self.type_name}"] if self.type_name else []


class IvkMetadataField(IvkAnyField):
    """Metadata: JSON objects whose content the server does not prescribe."""

    serves_types = (
        "ControlNetMetadataField",
        "IPAdapterMetadataField",
        "LoRAMetadataField",
        "MetadataField",
        "MetadataItemField",
        "T2IAdapterMetadataField",
    )
    kind = "metadata (a JSON object)"
    null_is_a_value = False

    def coerce(self, value: object) -> Any:
        """Take an object; anything else is no metadata."""
        frozen = super().coerce(value)
        if isinstance(frozen, str | int | float | tuple):
            raise TypeError(f"{type(value).__name__} is not an object")
        return frozen
