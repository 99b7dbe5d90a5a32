"""Boards and images of an InvokeAI server."""

__version__ = "2.0.0a1"

__all__ = ["__version__"]
