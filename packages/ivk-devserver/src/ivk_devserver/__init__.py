"""An embedded server with the API of InvokeAI, for development and tests."""

from ivk_devserver.faults.faults import Faults
from ivk_devserver.server import DevServer
from ivk_devserver.settings import Settings

__version__ = "2.0.0a1"

__all__ = ["DevServer", "Faults", "Settings", "__version__"]
