"""The marks by which pluggy recognizes the functions that declare hooks, and those that implement them."""

from __future__ import annotations

import pluggy

__all__ = ["PROJECT", "hookimpl", "hookspec"]

PROJECT = "ivk"
"""The name under which pluggy keeps our hooks apart from those of others."""

hookspec = pluggy.HookspecMarker(PROJECT)
"""Marks a function that declares a hook."""

hookimpl = pluggy.HookimplMarker(PROJECT)
"""Marks a function that implements one."""
