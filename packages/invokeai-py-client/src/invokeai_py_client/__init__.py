"""The Python SDK for InvokeAI: one client for workflows, boards, images and models."""

__version__ = "2.0.0a1"

__all__ = ["__version__"]
