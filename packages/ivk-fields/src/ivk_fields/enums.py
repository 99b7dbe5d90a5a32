"""Fields with a list of choices."""

from typing import Any, ClassVar, TypeVar, cast

from pydantic import Field

from ivk_fields.base import IvkField
from ivk_fields.choices import find_choice, suggest
from ivk_fields.coercion import unwrap_scalar
from ivk_fields.schedulers import SchedulerName, find_scheduler
from ivk_fields.spec import Choice, InputSpec

__all__ = [
    "ChoiceField",
    "IvkColorModeField",
    "IvkEnumField",
    "IvkInterpolationField",
    "IvkSchedulerField",
]

C = TypeVar("C", bound=Choice)


class ChoiceField(IvkField[C]):
    """One of a list of choices.

    Attributes
    ----------
    choices : tuple or None
        The choices that the server allows; None if they are not known.
    labels : mapping
        Labels of the choices in the GUI; an assignment accepts a label for its choice.
    """

    kind = "choice"
    known: ClassVar[frozenset[str]] = frozenset()
    """The choices of the whole family, by which `serves` recognises an input of this family."""

    choices: tuple[str | int | float, ...] | None = None
    labels: dict[str, str] = Field(default_factory=dict)

    @classmethod
    def serves(cls, spec: InputSpec) -> bool:
        """Return whether the type is served, or the input has choices that all belong to this family."""
        if super().serves(spec):
            return True
        single = spec.type.cardinality == "SINGLE" and spec.type.name == "EnumField"
        return single and bool(spec.choices) and cls.known.issuperset(spec.choices or ())

    @classmethod
    def limits_of(cls, spec: InputSpec) -> dict[str, Any]:
        """Return the choices and their labels."""
        return {"choices": spec.choices, "labels": dict(spec.labels())}

    def coerce(self, value: object) -> C:
        """Convert a choice, its label, or a similar spelling of only one choice."""
        wanted = unwrap_scalar(value)
        if isinstance(wanted, bool) or not isinstance(wanted, str | int | float):
            raise TypeError(f"{type(value).__name__} is not a choice")
        found = find_choice(wanted, self._allowed_choices(), self.labels)
        return cast("C", wanted if found is None else found)

    def check(self, value: C) -> None:
        """Check that the value is one of the choices."""
        choices = self._allowed_choices()
        if choices and value not in choices:
            raise ValueError(f"it is not one of the choices{suggest(value, choices)}")

    def read(self, raw: Any) -> C:
        """Return the choice as it is, even if this server does not have it."""
        if isinstance(raw, bool) or not isinstance(raw, str | int | float):
            raise TypeError(f"{type(raw).__name__} is not a choice")
        return cast("C", raw)

    def rules(self) -> list[str]:
        """Return the choices in words."""
        choices = self._allowed_choices()
        return [f"one of {' | '.join(map(str, choices))}"] if choices else []

    def _allowed_choices(self) -> tuple[Choice, ...]:
        return self.choices or ()


class IvkEnumField(ChoiceField[str | int | float]):
    """A choice of any family: mostly strings, sometimes numbers."""

    serves_types = ("EnumField",)


class NamedChoiceField(ChoiceField[str]):
    """A choice of a known family. Without choices of the server, the whole family is allowed."""

    def _allowed_choices(self) -> tuple[Choice, ...]:
        return tuple(sorted(self.known)) if self.choices is None else self.choices


class IvkSchedulerField(NamedChoiceField):
    """A scheduler, by its name in InvokeAI, its label in the GUI or its name in another program.

    The value is a member of `SchedulerName`, or a plain string if `SchedulerName` does not have it.
    """

    serves_types = ("SchedulerField",)
    kind = "scheduler"
    known = frozenset(SchedulerName)

    def coerce(self, value: object) -> str:
        """Convert any name of a scheduler."""
        found = super().coerce(value)
        alias = None if found in self._allowed_choices() else find_scheduler(str(found))
        return _as_member(alias or str(found))

    def read(self, raw: Any) -> str:
        """Return the name as it is."""
        return _as_member(str(super().read(raw)))

    def write(self, value: str) -> Any:
        """Return a plain string."""
        return str(value)


class IvkInterpolationField(NamedChoiceField):
    """The method that resamples pixels or latents."""

    serves_types = ("InterpolationField",)
    kind = "interpolation"
    known = frozenset(
        (
            "nearest",
            "nearest-exact",
            "box",
            "linear",
            "bilinear",
            "trilinear",
            "hamming",
            "bicubic",
            "lanczos",
            "area",
        )
    )


class IvkColorModeField(NamedChoiceField):
    """The colour mode of an image, by its name in Pillow."""

    serves_types = ("ColorModeField",)
    kind = "colour mode"
    known = frozenset(("L", "RGB", "RGBA", "CMYK", "YCbCr", "LAB", "HSV", "I", "F"))


def _as_member(name: str) -> str:
    return SchedulerName(name) if name in IvkSchedulerField.known else name
