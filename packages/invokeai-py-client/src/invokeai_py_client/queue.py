"""The queues of the server."""

from ivk_workflows.queue import *
from ivk_workflows.queue import __all__ as __all__
