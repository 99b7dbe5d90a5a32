"""The models that are installed on the server."""

from ivk_models import *
from ivk_models import __all__ as __all__
