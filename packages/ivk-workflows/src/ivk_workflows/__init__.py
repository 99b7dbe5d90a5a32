"""Run workflows designed in the InvokeAI GUI from Python."""

__version__ = "2.0.0a1"

__all__ = ["__version__"]
