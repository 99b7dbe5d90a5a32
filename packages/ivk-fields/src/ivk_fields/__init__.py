"""Typed values for the inputs of InvokeAI workflows."""

__version__ = "2.0.0a1"

__all__ = ["__version__"]
