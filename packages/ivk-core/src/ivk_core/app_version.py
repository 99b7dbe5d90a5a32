"""The one question that every InvokeAI answers without credentials: its version."""

from __future__ import annotations

from ivk_core.messages import Request

__all__ = ["APP_VERSION"]

APP_VERSION = Request("GET", "/app/version", operation="app_version")
"""Asks for the version; its answer also says what answers at an address, and what time it is there."""
