"""What shall go wrong, and how: switches for tests of programs that must live with a bad network."""

from ivk_devserver.faults.faults import Faults
from ivk_devserver.faults.middleware import FaultMiddleware

__all__ = ["FaultMiddleware", "Faults"]
