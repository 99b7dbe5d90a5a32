"""Inputs with a fixed list of choices."""

from typing import Any, ClassVar, TypeVar, cast

from pydantic import Field

from ivk_fields.base import IvkField
from ivk_fields.choices import closest, find_choice
from ivk_fields.plain import plain
from ivk_fields.schedulers import SchedulerName, scheduler_called
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
        What the server allows; None when nobody said.
    labels : mapping
        What the GUI shows for a choice; labels are understood as well.
    """

    kind = "choice"
    known: ClassVar[frozenset[str]] = frozenset()

    choices: tuple[str | int | float, ...] | None = None
    labels: dict[str, str] = Field(default_factory=dict)

    @classmethod
    def serves(cls, spec: InputSpec) -> bool:
        """Serve the types named, and any list of choices that all belong to this family."""
        if super().serves(spec):
            return True
        single = spec.type.cardinality == "SINGLE" and spec.type.name == "EnumField"
        return single and bool(spec.choices) and cls.known.issuperset(spec.choices or ())

    @classmethod
    def limits_of(cls, spec: InputSpec) -> dict[str, Any]:
        """Take the choices and their labels."""
        return {"choices": spec.choices, "labels": dict(spec.labels())}

    def coerce(self, value: object) -> C:
        """Take a choice, its label, or a spelling close enough to mean only one of them."""
        wanted = plain(value)
        if isinstance(wanted, bool) or not isinstance(wanted, str | int | float):
            raise TypeError(f"{type(value).__name__} is not a choice")
        found = find_choice(wanted, self._offered(), self.labels)
        return cast("C", wanted if found is None else found)

    def check(self, value: C) -> None:
        """Hold the value to the choices."""
        offered = self._offered()
        if offered and value not in offered:
            raise ValueError(f"it is no choice{closest(value, offered)}")

    def read(self, raw: Any) -> C:
        """Keep the choice as it stands, also one that this server does not have."""
        if isinstance(raw, bool) or not isinstance(raw, str | int | float):
            raise TypeError(f"{type(raw).__name__} is not a choice")
        return cast("C", raw)

    def rules(self) -> list[str]:
        """List the choices."""
        return [f"one of {' | '.join(map(str, self._offered()))}"] if self._offered() else []

    def _offered(self) -> tuple[Choice, ...]:
        return self.choices or ()


class IvkEnumField(ChoiceField[str | int | float]):
    """A choice of any kind: texts mostly, sometimes numbers."""

    serves_types = ("EnumField",)


class NamedChoiceField(ChoiceField[str]):
    """A choice whose family is known by its names, with or without a server's list."""

    def _offered(self) -> tuple[Choice, ...]:
        return tuple(sorted(self.known)) if self.choices is None else self.choices


class IvkSchedulerField(NamedChoiceField):
    """A scheduler, by InvokeAI's name, the GUI's label or the name that other programs use.

    A value that `SchedulerName` has is a member of it; any other is plain text.
    """

    serves_types = ("SchedulerField",)
    kind = "scheduler"
    known = frozenset(SchedulerName)

    def coerce(self, value: object) -> str:
        """Take a scheduler by any of its names."""
        found = super().coerce(value)
        alias = None if found in self._offered() else scheduler_called(str(found))
        return _as_member(alias or str(found))

    def read(self, raw: Any) -> str:
        """Keep the name as it stands."""
        return _as_member(str(super().read(raw)))

    def write(self, value: str) -> Any:
        """Send plain text."""
        return str(value)


class IvkInterpolationField(NamedChoiceField):
    """How pixels or latents are resampled."""

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
    """How a picture stores its colours, in Pillow's words."""

    serves_types = ("ColorModeField",)
    kind = "colour mode"
    known = frozenset(("L", "RGB", "RGBA", "CMYK", "YCbCr", "LAB", "HSV", "I", "F"))


def _as_member(name: str) -> str:
    return SchedulerName(name) if name in IvkSchedulerField.known else name
