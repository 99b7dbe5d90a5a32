"""The built-in field classes, registered through the same hook as those of plugins."""

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
    """Return the hook specifications of this package."""
    return [hookspecs]


@hookimpl(trylast=True)
def ivk_register_fields() -> Sequence[type[IvkField[Any]]]:
    """Return the built-in classes. They come last, so that classes of plugins have precedence."""
    return BUILTIN_FIELDS
