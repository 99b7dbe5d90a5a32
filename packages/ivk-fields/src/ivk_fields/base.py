"""The field: one typed value of one node input.

A field is read from a workflow, shown, set, and written back:

* `to_wire` of an untouched field returns the very object that the field was read from, valid or not. Values
  of unknown node packs and newer servers survive a round trip.
* An assignment is checked at once, against the limits of the server's schema and of the workflow's form. The
  error names the input, the value and what is allowed. Plain Python values are converted.
* Values are immutable, so a value cannot change without an assignment to its field.

The methods that differ between field classes (conversions, limits, descriptions) are in `FieldInterface`.
This module has what all fields share: holding, checking and resetting one value.
"""

from collections.abc import Callable
from typing import Any, Self, TypeVar

from pydantic import Field, SkipValidation

from ivk_core.attributes import declared_attributes, unknown_attribute
from ivk_fields.errors import FieldValueError, UnresolvedValueError, error_reason, short_repr
from ivk_fields.interface import FieldInterface
from ivk_fields.missing import MISSING
from ivk_fields.spec import InputSpec
from ivk_fields.values.pending import Resolve, Unresolved, iter_unresolved, replace_unresolved

__all__ = ["IvkField"]

T = TypeVar("T")
R = TypeVar("R")


class IvkField(FieldInterface[T]):
    """Base of all fields.

    Attributes
    ----------
    value : T or None
        The current value; assigning checks it. None means no value: the server's default applies.
    touched : bool
        True after a value was assigned.
    raw : object
        The JSON value that the field was read from, or `MISSING`.

    Raises
    ------
    FieldValueError
        If the constructor or an assignment receives a value that is not allowed.
    """

    value: SkipValidation[T | None] = None
    touched: bool = Field(default=False, frozen=True, exclude=True, repr=False)
    raw: SkipValidation[Any] = Field(default=MISSING, frozen=True, exclude=True, repr=False)

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        if self.value is not None:
            self._set_state(value=self.accept(self.value))

    def __setattr__(self, name: str, value: Any) -> None:
        """Check an assignment to `value`, and mark the field as touched."""
        if name == "value":
            self.store(self.accept(value))
        elif name.startswith("_") or name in declared_attributes(type(self)):
            super().__setattr__(name, value)
        else:
            raise unknown_attribute(self, name)

    @classmethod
    def from_wire(cls, raw: Any, spec: InputSpec) -> Self:
        """Make a field from the value that a workflow has for an input.

        Parameters
        ----------
        raw : object
            The JSON value, or `MISSING` if the workflow has none. Any value is accepted; see `problem`.
        spec : InputSpec
            What the server's schema says about the input.

        Returns
        -------
        IvkField
            An untouched field.
        """
        return cls(
            name=spec.name, required=spec.required, nullable=spec.nullable, **cls.limits_of(spec)
        ).reread(raw)

    def to_wire(self, resolve: Resolve | None = None) -> Any:
        """Return the JSON value to send, or `MISSING` to leave the input out.

        Parameters
        ----------
        resolve : callable, optional
            Returns the value on the server for a local file or a name.

        Returns
        -------
        object
            For an untouched field the object that it was read from; else the value in JSON form.

        Raises
        ------
        UnresolvedValueError
            If a part of the value must be uploaded or looked up, and `resolve` is missing or did not do it.
        FieldValueError
            If the value that `resolve` returned is not allowed for this input.
        """
        if self._sends_raw:
            return self.raw
        if self.value is None:
            return None if self.null_is_a_value and self.touched else MISSING
        return self.write(self._resolved(self.value, resolve))

    def reread(self, raw: Any) -> Self:
        """Return an untouched copy with the same limits, read from another JSON value (or `MISSING`)."""
        return self.model_copy()._load(raw)

    def set(self, value: object) -> Self:
        """Assign any value that `coerce` accepts, and return the field.

        The same as ``field.value = value``, which type checkers accept only for the exact type of `value`.

        Raises
        ------
        FieldValueError
            If the value is not allowed.
        """
        self.value = value  # type: ignore[assignment]  # accept() converts it to T
        return self

    def store(self, accepted: T | None) -> Self:
        """Hold a value that `accept` returned, and return the field.

        `accept` and `store` together do what `set` does; between them, the values of other fields can be
        checked. A value is converted only once, because an iterator can be read only once.
        """
        self._set_state(value=accepted, touched=True)
        return self

    def set_text(self, text: str) -> Self:
        """Assign a value written as text, such as the cell of a table or an argument on a command line.

        Raises
        ------
        FieldValueError
            If the text is not an allowed value.
        """
        return self.set(self._convert(self.from_text, text))

    def reset(self) -> Self:
        """Discard assignments: restore the value that the field was read from."""
        return self._load(self.raw)

    def unresolved(self) -> tuple[Unresolved, ...]:
        """Return the parts of the value that must be uploaded or looked up before it can be sent."""
        return () if self._sends_raw else tuple(iter_unresolved(self.value))

    def problem(self) -> FieldValueError | None:
        """Return the error that assigning the current value would raise, or None if it is allowed."""
        try:
            self._check_required(self._checked_value())
        except FieldValueError as error:
            return error
        return None

    def accept(self, value: object) -> T | None:
        """Return the value that assigning `value` would store, without storing it.

        Raises
        ------
        FieldValueError
            If the value is not allowed.
        """
        if value is None or value is MISSING:
            return self._accept_nothing()
        return self._convert(self._coerce_and_check, value)

    @property
    def _sends_raw(self) -> bool:
        return self.raw is not MISSING and not self.touched

    def _set_state(self, **state: Any) -> None:
        # Not super().__setattr__: `touched` and `raw` are frozen, and `value` was checked already.
        for name, held in state.items():
            object.__setattr__(self, name, held)

    def _load(self, raw: Any) -> Self:
        self._set_state(raw=raw, touched=False, value=self._read_or_none(raw))
        return self

    def _read_or_none(self, raw: Any) -> T | None:
        try:
            return None if self.is_nothing(raw) else self.read(raw)
        except (ValueError, TypeError, ArithmeticError):
            return None

    def _coerce_and_check(self, value: object) -> T:
        accepted = self.coerce(value)
        self.check(accepted)
        return accepted

    def _checked_value(self) -> T | None:
        if not self._sends_raw or self.is_nothing(self.raw):
            return self.value
        return self._convert(self._read_and_check, self.raw)

    def _read_and_check(self, raw: Any) -> T:
        value = self.read(raw)
        self.check(value)
        return value

    def _resolved(self, value: T, resolve: Resolve | None) -> T:
        if next(iter_unresolved(value), None) is None:
            return value
        if resolve is not None:
            value = self._convert(self._coerce_and_check, replace_unresolved(value, resolve))
        pending = next(iter_unresolved(value), None)
        if pending is not None:
            raise self._unresolved_error(pending)
        return value

    def _accept_nothing(self) -> T | None:
        if not self.nullable and not self.null_is_a_value:
            raise self._value_error(
                None, "it cannot be empty", hint="reset() restores the value that the workflow has for it."
            )
        return self._check_required(None)

    def _check_required(self, value: T | None) -> T | None:
        if value is None and self.required and not self.null_is_a_value:
            raise self._value_error(None, "a value is required")
        return value

    def _convert(self, convert: Callable[[Any], R], value: object) -> R:
        try:
            return convert(value)
        except (ValueError, TypeError, ArithmeticError) as error:
            raise self._value_error(value, error_reason(error)) from error

    def _value_error(self, value: object, reason: str, *, hint: str = "") -> FieldValueError:
        allowed = self.allowed()
        message = f"{self._label} does not take {short_repr(value)}: {reason}. Allowed: {allowed}."
        return FieldValueError(message, field=self.name, value=value, allowed=allowed, hint=hint)

    def _unresolved_error(self, pending: Unresolved) -> UnresolvedValueError:
        message = f"{self._label} holds {short_repr(pending)}, which is not uploaded or looked up yet."
        hint = "Submit the value through a workflow, or pass a resolve function to to_wire()."
        return UnresolvedValueError(
            message, field=self.name, value=pending, allowed=self.allowed(), hint=hint
        )

    @property
    def _label(self) -> str:
        return self.name or type(self).__name__
