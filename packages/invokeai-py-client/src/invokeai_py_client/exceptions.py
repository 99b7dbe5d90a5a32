"""Every error of every part; `ivk_core.errors` draws the tree that they hang in."""

from ivk_boards.errors import *
from ivk_boards.errors import __all__ as _boards
from ivk_core.errors import *
from ivk_core.errors import __all__ as _core
from ivk_fields.errors import FieldValueError, UnresolvedValueError
from ivk_models.errors import *
from ivk_models.errors import __all__ as _models
from ivk_workflows.errors import *
from ivk_workflows.errors import __all__ as _workflows
from ivk_workflows.jobs.errors import *
from ivk_workflows.jobs.errors import __all__ as _jobs
from ivk_workflows.library.errors import *
from ivk_workflows.library.errors import __all__ as _library
from ivk_workflows.resolving.errors import AmbiguousNameError, NameNotFoundError

__all__ = ["AmbiguousNameError", "FieldValueError", "NameNotFoundError", "UnresolvedValueError"]
__all__ += _boards
__all__ += _core
__all__ += _jobs
__all__ += _library
__all__ += _models
__all__ += _workflows
