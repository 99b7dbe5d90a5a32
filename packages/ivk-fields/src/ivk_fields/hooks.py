"""Our own field classes, brought in by the plugin door."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ivk_core.plugins import hookimpl
from ivk_fields import hookspecs
from ivk_fields.base import IvkField
from ivk_fields.builtin import BUILTIN_FIELDS

__all__ = ["ivk_register_fields", "ivk_register_hookspecs"]


@hookimpl
def ivk_register_hookspecs() -> Sequence[object]:
    """Announce this part's hooks."""
    return [hookspecs]


@hookimpl(trylast=True)
def ivk_register_fields() -> Sequence[type[IvkField[Any]]]:
    """Bring in the built-in classes, after everybody else's."""
    return BUILTIN_FIELDS
