"""Objects that refuse unknown attributes, so that a misspelled assignment is an error and not lost.

Python adds an attribute to any object that has no ``__slots__``: ``client.timeuot = 5`` would change nothing
and say nothing. A class that derives from `StrictAttributes` refuses it::

    class Client(StrictAttributes):
        timeout: float  # declared, because __init__ sets it

        def __init__(self) -> None:
            self.timeout = 30.0
            self._address = ""  # private names need no declaration
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from ivk_core.errors import InvokeAIError
from ivk_core.suggestions import did_you_mean

__all__ = ["StrictAttributes", "UnknownAttributeError", "declared_attributes", "unknown_attribute"]

# The names of the packages of this project begin with these.
_PROJECT = ("ivk_", "invokeai_py_client")


class UnknownAttributeError(InvokeAIError, AttributeError):
    """A program assigns to an attribute that an object does not have, or that cannot be assigned."""


class StrictAttributes:
    """Base of classes whose objects take only the attributes that the class declares.

    A class declares an attribute by an annotation in its body, a property with a setter, or a slot. Names
    that begin with an underscore are not checked. Methods can still be replaced on an object, as tests do.

    A class of a program or plugin that derives from a class of this project may set more attributes, as any
    Python class; only names that are similar to a declared one are then refused.
    """

    __slots__ = ()

    if not TYPE_CHECKING:  # type checkers take a class with this method for one that has any attribute

        def __setattr__(self, name: str, value: object) -> None:
            """Set a declared attribute.

            Raises
            ------
            UnknownAttributeError
                If the class does not declare it, or it is read-only.
            """
            if not name.startswith("_") and not _is_assignable(type(self), name):
                hint = self._attribute_hint(name, value)
                if hint or not _is_new(type(self), name):
                    raise unknown_attribute(self, name, hint=hint)
            super().__setattr__(name, value)

    def _attribute_hint(self, name: str, value: object) -> str:
        """Return what to do instead of an assignment that is refused; empty to suggest similar names."""
        del name, value
        return ""


def unknown_attribute(owner: object, name: str, *, hint: str = "") -> UnknownAttributeError:
    """Return the error for an assignment to an attribute that an object does not have.

    Parameters
    ----------
    owner : object
        The object.
    name : str
        Name of the attribute.
    hint : str
        What to do instead; similar names by default.
    """
    kind = type(owner)
    if name in declared_attributes(kind):
        message = f"The attribute {name!r} of {kind.__name__} cannot be assigned."
        return UnknownAttributeError(message, hint=hint or "It is read-only.")
    message = f"{kind.__name__} has no attribute {name!r} to assign."
    public = sorted(each for each in declared_attributes(kind) if not each.startswith("_"))
    return UnknownAttributeError(message, hint=hint or did_you_mean(name, public))


def declared_attributes(kind: type) -> frozenset[str]:
    """Return the names that a class and its bases define or annotate."""
    found = _DECLARED.get(kind)
    if found is None:
        bases = [base for base in kind.__mro__ if base is not object]
        defined = (name for base in bases for name in vars(base))
        annotated = (name for base in bases for name in inspect.get_annotations(base))
        found = _DECLARED[kind] = frozenset((*defined, *annotated))
    return found


# Looking the names up takes time at each assignment. The classes are not kept alive.
_DECLARED: WeakKeyDictionary[type, frozenset[str]] = WeakKeyDictionary()


def _is_assignable(kind: type, name: str) -> bool:
    found = inspect.getattr_static(kind, name, None)
    read_only = isinstance(found, property) and found.fset is None
    return name in declared_attributes(kind) and not read_only


def _is_new(kind: type, name: str) -> bool:
    """Whether an attribute belongs to a program's subclass: undeclared, and not similar to a declared one."""
    declared = declared_attributes(kind)
    return _is_of_program(kind) and name not in declared and not did_you_mean(name, declared)


def _is_of_program(kind: type) -> bool:
    strict = [
        base for base in kind.__mro__ if issubclass(base, StrictAttributes) and base is not StrictAttributes
    ]
    return not _is_ours(kind) and any(_is_ours(base) for base in strict)


def _is_ours(kind: type) -> bool:
    return kind.__module__.startswith(_PROJECT)
