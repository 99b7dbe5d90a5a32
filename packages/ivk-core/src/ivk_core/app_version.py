"""The request for the server's version, which every InvokeAI answers without credentials."""

from __future__ import annotations

from ivk_core.messages import Request

__all__ = ["APP_VERSION"]

APP_VERSION = Request("GET", "/app/version", operation="app_version")
"""Requests the version. The response also shows that the server is InvokeAI, and what its clock says."""
