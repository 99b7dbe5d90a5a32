"""The kinds of model that an input takes."""

from __future__ import annotations

from typing import NamedTuple

from ivk_fields.values.models import ModelRef

__all__ = ["ANY_MODEL", "ModelLimits"]


class ModelLimits(NamedTuple):
    """The bases and types of the models that an input takes.

    Parameters
    ----------
    bases, types : tuple of str
        Bases and types; empty for any.
    """

    bases: tuple[str, ...] = ()
    types: tuple[str, ...] = ()

    def allow(self, base: str, kind: str) -> bool:
        """Return whether the input takes models of a base and a type; empty ones are unknown and allowed."""
        has_base = not base or not self.bases or base in self.bases or "any" in self.bases
        return has_base and (not kind or not self.types or kind in self.types)

    def check(self, model: ModelRef) -> None:
        """Check the base and the type of a model, as far as they are known.

        Raises
        ------
        ValueError
            If the input does not take such models.
        """
        if not self.allow(model.base, model.type):
            what = " ".join(part for part in (model.base, model.type) if part)
            name = model.name or model.identity
            raise ValueError(f"{name!r} is {_article(what)} {what} model, and the input takes {self}")

    def __str__(self) -> str:
        """Return the bases and types in words, such as ``sd-1 or sd-2, main``."""
        limits = (" or ".join(self.bases), " or ".join(self.types))
        return ", ".join(limit for limit in limits if limit) or "any model"


ANY_MODEL = ModelLimits()
"""The limits of an input that takes models of any base and type."""


def _article(words: str) -> str:
    # "sd-1" is read as "ess dee one".
    return "an" if words.startswith(("a", "e", "i", "o", "sd")) else "a"
