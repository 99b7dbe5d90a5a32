"""Talk to an InvokeAI server: addresses, auth, transports, events, errors, plugins."""

from ivk_core.plugins import hookimpl, hookspec

__version__ = "2.0.0a1"

__all__ = ["__version__", "hookimpl", "hookspec"]
