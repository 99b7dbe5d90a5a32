"""The typed values of workflow inputs."""

from ivk_fields import *
from ivk_fields import __all__ as __all__
