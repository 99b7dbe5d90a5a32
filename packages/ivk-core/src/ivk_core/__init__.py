"""Talk to an InvokeAI server: addresses, auth, transports, events, errors, plugins."""

__version__ = "2.0.0a1"

__all__ = ["__version__"]
