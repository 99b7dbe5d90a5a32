"""What a server says about one node input, as plain data.

A workflow file holds values and no types. The types, limits, choices and flags of an input stand in the
server's schema; whoever reads that schema writes them down in an :class:`InputSpec`, and everything in this
package works from there. A form may narrow an input further (a smaller range, fewer choices):
:meth:`InputSpec.narrowed` gives the spec with both applied.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

__all__ = ["Cardinality", "Choice", "Connection", "FieldType", "InputSpec"]

Cardinality = Literal["SINGLE", "COLLECTION", "SINGLE_OR_COLLECTION"]
"""Whether an input takes one value, a list, or either."""

Connection = Literal["direct", "connection", "any"]
"""How an input gets its value: set by hand, fed by an edge, or either."""

Choice = str | int | float
"""One of the values that an input with choices takes."""


@dataclass(frozen=True)
class FieldType:
    """The type of an input in InvokeAI's own words.

    Parameters
    ----------
    name : str
        Type name such as ``"IntegerField"``, ``"ImageField"`` or whatever a node pack calls its own.
    cardinality : {"SINGLE", "COLLECTION", "SINGLE_OR_COLLECTION"}
        Whether the input takes one value, a list, or either.
    batch : bool
        True for the outputs of batch nodes.
    """

    name: str
    cardinality: Cardinality = "SINGLE"
    batch: bool = False

    def __str__(self) -> str:
        """Read as a person would say it: ``IntegerField``, ``list of ImageField``."""
        forms = {"SINGLE": "{}", "COLLECTION": "list of {}", "SINGLE_OR_COLLECTION": "{0} or list of {0}"}
        return forms[self.cardinality].format(self.name)


@dataclass(frozen=True, kw_only=True)
class _InputFlags:
    """The optional part of an input's description, every entry with the schema's own default."""

    title: str = ""
    description: str = ""
    required: bool = False
    default: Any = field(default=None, hash=False)
    has_default: bool = False
    connection: Connection = "any"
    minimum: float | None = None
    maximum: float | None = None
    exclusive_minimum: float | None = None
    exclusive_maximum: float | None = None
    multiple_of: float | None = None
    min_length: int | None = None
    max_length: int | None = None
    min_items: int | None = None
    max_items: int | None = None
    pattern: str | None = None
    choices: tuple[Choice, ...] | None = None
    choice_labels: Mapping[str, str] = field(default_factory=dict, hash=False)
    ui_hidden: bool = False
    ui_order: int | None = None
    ui_component: str | None = None
    ui_type: str | None = None
    ui_model_base: tuple[str, ...] = ()
    ui_model_type: tuple[str, ...] = ()
    ui_model_variant: tuple[str, ...] = ()
    ui_model_format: tuple[str, ...] = ()
    ui_choice_labels: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class InputSpec(_InputFlags):
    """One input of one node type: its name, its type, and everything a value of it must obey.

    Parameters
    ----------
    name : str
        The input's name on the node, e.g. ``"steps"``.
    type : FieldType
        What the input holds.

    Examples
    --------
    >>> spec = InputSpec("steps", FieldType("IntegerField"), minimum=1, maximum=100)
    >>> spec.narrowed(maximum=30).maximum
    30
    """

    name: str
    type: FieldType

    def narrowed(
        self,
        *,
        minimum: float | None = None,
        maximum: float | None = None,
        choices: tuple[Choice, ...] | None = None,
    ) -> InputSpec:
        """Give the spec with a form's own limits on top of the server's; the tighter one counts.

        Parameters
        ----------
        minimum, maximum : float, optional
            Inclusive limits that the form adds.
        choices : tuple, optional
            The choices that the form leaves; those that the server does not know are dropped.

        Returns
        -------
        InputSpec
            A new spec; this one is unchanged.
        """
        return replace(
            self,
            minimum=_larger(self.minimum, minimum),
            maximum=_smaller(self.maximum, maximum),
            choices=_common_choices(self.choices, choices),
        )

    def labels(self) -> Mapping[str, str]:
        """Names shown to people for the choices: those of the UI over those of the schema."""
        return {**self.choice_labels, **self.ui_choice_labels}


def _common_choices(
    known: tuple[Choice, ...] | None, wanted: tuple[Choice, ...] | None
) -> tuple[Choice, ...] | None:
    if known is None or wanted is None:
        return known if wanted is None else wanted
    return tuple(choice for choice in wanted if choice in known)


def _larger(first: float | None, second: float | None) -> float | None:
    """Return the larger of two lower limits; None means unlimited."""
    return max((limit for limit in (first, second) if limit is not None), default=None)


def _smaller(first: float | None, second: float | None) -> float | None:
    """Return the smaller of two upper limits; None means unlimited."""
    return min((limit for limit in (first, second) if limit is not None), default=None)
