"""An embedded server that speaks the API of InvokeAI, for trying and for testing."""

__version__ = "2.0.0a1"

__all__ = ["__version__"]
