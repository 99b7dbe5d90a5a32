"""The decorators for functions that declare hooks and for functions that implement them."""

from __future__ import annotations

import pluggy

__all__ = ["PROJECT", "hookimpl", "hookspec"]

PROJECT = "ivk"
"""The project name in pluggy, which distinguishes these hooks from those of other projects."""

hookspec = pluggy.HookspecMarker(PROJECT)
"""Marks a function that declares a hook."""

hookimpl = pluggy.HookimplMarker(PROJECT)
"""Marks a function that implements a hook."""
