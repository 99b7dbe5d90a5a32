"""The field: one typed value of one node input.

A field is read from a workflow, shown, perhaps set, and written back. Its rules:

* An untouched field gives back exactly the object that it was read from, valid or not. Whatever an
  unknown node pack or a newer server put there survives.
* An assignment is checked at once, against the limits of the server's schema and of the workflow's form,
  and a refusal names the input, the value and what is allowed. Plain Python values are understood.
* Values are immutable, so nothing can change without the field noticing.

What the many field classes differ in (conversions, limits, words) stands in `FieldKind`; here is what they
share: the life of one value.
"""

from collections.abc import Callable
from typing import Any, Self, TypeVar

from pydantic import Field, SkipValidation

from ivk_fields.errors import FieldValueError, UnresolvedValueError, reason_of, shown
from ivk_fields.kind import FieldKind
from ivk_fields.missing import MISSING
from ivk_fields.spec import InputSpec
from ivk_fields.values.pending import Resolve, Unresolved, resolved, unresolved_in

__all__ = ["IvkField"]

T = TypeVar("T")
R = TypeVar("R")


class IvkField(FieldKind[T]):
    """Base of all fields.

    Attributes
    ----------
    value : T or None
        The present value; assigning checks it. None means nothing: the input is left to the server.
    touched : bool
        True once somebody assigned a value.
    raw : object
        The JSON value that the field was read from, or `MISSING`.

    Raises
    ------
    FieldValueError
        From the constructor and from every assignment, if the value is not allowed.
    """

    value: SkipValidation[T | None] = None
    touched: bool = Field(default=False, frozen=True, exclude=True, repr=False)
    raw: SkipValidation[Any] = Field(default=MISSING, frozen=True, exclude=True, repr=False)

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        if self.value is not None:
            self._put(value=self.accept(self.value))

    def __setattr__(self, name: str, value: Any) -> None:
        """Check what is assigned to `value`, and remember that somebody did."""
        if name == "value":
            self._put(value=self.accept(value), touched=True)
        else:
            super().__setattr__(name, value)

    @classmethod
    def from_wire(cls, raw: Any, spec: InputSpec) -> Self:
        """Read an input as it stands in a workflow.

        Parameters
        ----------
        raw : object
            The JSON value, or `MISSING` when the workflow has none. Never refused.
        spec : InputSpec
            What the server says of the input.

        Returns
        -------
        IvkField
            An untouched field.
        """
        return cls(name=spec.name, required=spec.required, **cls.limits_of(spec)).reread(raw)

    def to_wire(self, resolve: Resolve | None = None) -> Any:
        """Give the JSON value to send, or `MISSING` to leave the input out.

        Parameters
        ----------
        resolve : callable, optional
            Turns a local file or a name into what the server calls it.

        Raises
        ------
        UnresolvedValueError
            If the value needs a server and no `resolve` was given.
        FieldValueError
            If what `resolve` found is not allowed here.
        """
        if self._is_as_read:
            return self.raw
        if self.value is None:
            return None if self.null_is_a_value and self.touched else MISSING
        return self.write(self._settled(self.value, resolve))

    def reread(self, raw: Any) -> Self:
        """Give an untouched copy with the same limits, read from another JSON value (or `MISSING`)."""
        return self.model_copy()._remember(raw)

    def set(self, value: object) -> Self:
        """Assign any plain value that `coerce` understands.

        The same as ``field.value = value``, for type checkers that know what `value` holds.
        """
        self.value = value  # type: ignore[assignment]  # accept() makes a T of it
        return self

    def set_text(self, text: str) -> Self:
        """Assign from text, as it stands in a table's cell or on a command line."""
        return self.set(self._guarded(self.from_text, text))

    def reset(self) -> Self:
        """Forget assignments; the field is again as it was read."""
        return self._remember(self.raw)

    def unresolved(self) -> tuple[Unresolved, ...]:
        """List the parts of the value that only a server can settle."""
        return () if self._is_as_read else tuple(unresolved_in(self.value))

    def problem(self) -> FieldValueError | None:
        """Say why the present value would be refused if it were assigned now, or None if it would not."""
        try:
            self._required(self._present())
        except FieldValueError as error:
            return error
        return None

    def accept(self, value: object) -> T | None:
        """Give what an assignment of `value` would store, without storing it.

        Raises
        ------
        FieldValueError
            If the value is not allowed.
        """
        if value is None or value is MISSING:
            return self._required(None)
        return self._guarded(self._coerced, value)

    @property
    def _is_as_read(self) -> bool:
        return self.raw is not MISSING and not self.touched

    def _put(self, **state: Any) -> None:
        for name, held in state.items():
            object.__setattr__(self, name, held)

    def _remember(self, raw: Any) -> Self:
        self._put(raw=raw, touched=False, value=self._read_or_none(raw))
        return self

    def _read_or_none(self, raw: Any) -> T | None:
        try:
            return None if self.is_nothing(raw) else self.read(raw)
        except (ValueError, TypeError, ArithmeticError):
            return None

    def _coerced(self, value: object) -> T:
        accepted = self.coerce(value)
        self.check(accepted)
        return accepted

    def _present(self) -> T | None:
        if not self._is_as_read or self.is_nothing(self.raw):
            return self.value
        return self._guarded(self._checked_read, self.raw)

    def _checked_read(self, raw: Any) -> T:
        value = self.read(raw)
        self.check(value)
        return value

    def _settled(self, value: T, resolve: Resolve | None) -> T:
        if next(unresolved_in(value), None) is None:
            return value
        settled = value if resolve is None else self._guarded(self._coerced, resolved(value, resolve))
        pending = next(unresolved_in(settled), None)
        if pending is not None:
            raise self._unresolved_error(pending)
        return settled

    def _required(self, value: T | None) -> T | None:
        if value is None and self.required and not self.null_is_a_value:
            raise self._refusal(None, "a value is required")
        return value

    def _guarded(self, convert: Callable[[Any], R], value: object) -> R:
        try:
            return convert(value)
        except (ValueError, TypeError, ArithmeticError) as error:
            raise self._refusal(value, reason_of(error)) from error

    def _refusal(self, value: object, reason: str) -> FieldValueError:
        label, allowed = self.name or type(self).__name__, self.allowed()
        message = f"{label} does not take {shown(value)}: {reason}. Allowed: {allowed}."
        return FieldValueError(message, field=self.name, value=value, allowed=allowed)

    def _unresolved_error(self, pending: Unresolved) -> UnresolvedValueError:
        message = (
            f"{self.name or type(self).__name__} holds {shown(pending)}, which no server has settled yet."
        )
        hint = "Submit through a workflow, or give to_wire() a resolve function."
        return UnresolvedValueError(
            message, field=self.name, value=pending, allowed=self.allowed(), hint=hint
        )
