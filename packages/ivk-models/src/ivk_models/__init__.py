"""The neural-network models that an InvokeAI server has installed."""

__version__ = "2.0.0a1"

__all__ = ["__version__"]
