"""The errors of all packages. The docstring of `ivk_core.errors` shows their hierarchy."""

from ivk_boards import errors as _boards
from ivk_boards.errors import *
from ivk_core import errors as _core
from ivk_core import lookup as _lookup
from ivk_core.attributes import UnknownAttributeError
from ivk_core.errors import *
from ivk_core.lookup import *
from ivk_fields.errors import FieldValueError, UnresolvedValueError
from ivk_workflows import errors as _workflows
from ivk_workflows.check.errors import WorkflowCheckError
from ivk_workflows.errors import *
from ivk_workflows.jobs import errors as _jobs
from ivk_workflows.jobs.errors import *
from ivk_workflows.jobs.refusals import BatchRefusedError
from ivk_workflows.library import errors as _library
from ivk_workflows.library.errors import *
from ivk_workflows.outputs import errors as _outputs
from ivk_workflows.outputs.errors import *

__all__ = [
    "BatchRefusedError",
    "FieldValueError",
    "UnknownAttributeError",
    "UnresolvedValueError",
    "WorkflowCheckError",
]
__all__ += _boards.__all__
__all__ += _core.__all__
__all__ += _jobs.__all__
__all__ += _library.__all__
__all__ += _lookup.__all__
__all__ += _outputs.__all__
__all__ += _workflows.__all__


def __dir__() -> list[str]:
    return sorted(__all__)
