"""What the server's schema says about one node input, as plain data.

A workflow file has values without types. The types, limits, choices and flags of the inputs are in the
server's schema. An :class:`InputSpec` holds them for one input, and everything in this package works from it.
A form can narrow an input further (a smaller range, fewer choices): :meth:`InputSpec.narrowed` returns a spec
with both applied.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

__all__ = ["Cardinality", "Choice", "Connection", "FieldType", "InputSpec"]

Cardinality = Literal["SINGLE", "COLLECTION", "SINGLE_OR_COLLECTION"]
"""Whether an input takes one value, a list, or either."""

Connection = Literal["direct", "connection", "any"]
"""How an input gets its value: set directly, from an edge, or either."""

Choice = str | int | float
"""One of the values that an input with choices takes."""


@dataclass(frozen=True)
class FieldType:
    """The type of an input, in InvokeAI's terms.

    Parameters
    ----------
    name : str
        Name of the type, such as ``"IntegerField"``, ``"ImageField"`` or a type of a node pack.
    cardinality : {"SINGLE", "COLLECTION", "SINGLE_OR_COLLECTION"}
        Whether the input takes one value, a list, or either.
    batch : bool
        True for the outputs of batch nodes.
    """

    name: str
    cardinality: Cardinality = "SINGLE"
    batch: bool = False

    def __str__(self) -> str:
        """Return the type in words: ``IntegerField``, ``list of ImageField``."""
        forms = {"SINGLE": "{}", "COLLECTION": "list of {}", "SINGLE_OR_COLLECTION": "{0} or list of {0}"}
        return forms[self.cardinality].format(self.name)


@dataclass(frozen=True, kw_only=True)
class _InputFlags:
    """The optional attributes of a spec, with the defaults of the server's schema.

    The last ones come from the workflow: `options` are the labels and values of a dropdown on its form,
    `random_range` has the least and the greatest number that may be drawn for the input, and `is_seed` is
    True if the number is the seed of a node.
    """

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
    choice_labels: Mapping[str, str] = field(default_factory=dict[str, str], hash=False)
    ui_hidden: bool = False
    ui_order: int | None = None
    ui_component: str | None = None
    ui_type: str | None = None
    ui_model_base: tuple[str, ...] = ()
    ui_model_type: tuple[str, ...] = ()
    ui_model_variant: tuple[str, ...] = ()
    ui_model_format: tuple[str, ...] = ()
    ui_choice_labels: Mapping[str, str] = field(default_factory=dict[str, str], hash=False)
    options: tuple[tuple[str, str], ...] | None = None
    random_range: tuple[int, int] | None = None
    is_seed: bool = False


@dataclass(frozen=True)
class InputSpec(_InputFlags):
    """One input of one node type: its name, its type, and the limits of its value.

    Parameters
    ----------
    name : str
        The input's name on the node, e.g. ``"steps"``.
    type : FieldType
        Type of the input.

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
        """Return a spec with the limits of a form added to those of the server; the tighter limit counts.

        Parameters
        ----------
        minimum, maximum : float, optional
            Inclusive limits that the form adds.
        choices : tuple, optional
            The choices that the form keeps. Choices that the server does not have are dropped.

        Returns
        -------
        InputSpec
            A new spec.
        """
        return replace(
            self,
            minimum=_larger(self.minimum, minimum),
            maximum=_smaller(self.maximum, maximum),
            choices=_common_choices(self.choices, choices),
        )

    @property
    def nullable(self) -> bool:
        """Whether the input may be without a value: its default, if it has one, is null."""
        return not self.has_default or self.default is None

    def labels(self) -> Mapping[str, str]:
        """Return the label of each choice that has one; labels of the UI replace those of the schema."""
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
