"""The neural-network models that the server has installed."""

from ivk_models import *
from ivk_models import __all__ as __all__
