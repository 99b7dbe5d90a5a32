"""Fields that take any JSON value: open inputs, unions, metadata, and types that have no field class."""

from typing import Any, ClassVar

from ivk_fields.base import IvkField
from ivk_fields.json_values import freeze_json, unfreeze_json
from ivk_fields.spec import InputSpec

__all__ = ["IvkAnyField", "IvkMetadataField", "IvkUnionField", "IvkUnknownField"]


class IvkAnyField(IvkField[Any]):
    """Any JSON value, including null; objects and lists are read-only."""

    serves_types: ClassVar[tuple[str, ...]] = (
        "AnyField",
        "CollectionField",
        "CollectionItemField",
        "MetadataExtraField",
    )
    kind = "any JSON value"
    null_is_a_value = True

    def coerce(self, value: object) -> Any:
        """Convert any value that has a JSON form."""
        return freeze_json(value)

    def write(self, value: Any) -> Any:
        """Return lists and dicts."""
        return unfreeze_json(value)


class IvkUnionField(IvkAnyField):
    """One of several unrelated types; the server decides which one a value has."""

    serves_types = ("UnionField",)
    kind = "any JSON value (the server takes several types here)"


class IvkUnknownField(IvkAnyField):
    """A type that no field class serves; the fallback of the registry.

    Attributes
    ----------
    type_name : str
        Name of the type on the server.
    """

    type_name: str = ""

    @classmethod
    def limits_of(cls, spec: InputSpec) -> dict[str, Any]:
        """Return the name of the type, for messages."""
        return {"type_name": str(spec.type)}

    def rules(self) -> list[str]:
        """Return the name of the type."""
        return [f"sent to the server as {self.type_name}"] if self.type_name else []


class IvkMetadataField(IvkAnyField):
    """Metadata: a JSON object with any content."""

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
        """Convert a mapping; reject any other value."""
        frozen = super().coerce(value)
        if isinstance(frozen, str | int | float | tuple):
            raise TypeError(f"{type(value).__name__} is not an object")
        return frozen
