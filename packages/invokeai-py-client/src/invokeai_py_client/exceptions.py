"""The errors of all packages. The docstring of `ivk_core.errors` shows their hierarchy."""

from ivk_boards import errors as of_boards
from ivk_boards.errors import *
from ivk_core import errors as of_core
from ivk_core import lookup as of_lookup
from ivk_core.attributes import UnknownAttributeError
from ivk_core.errors import *
from ivk_core.lookup import *
from ivk_fields.errors import FieldValueError, UnresolvedValueError
from ivk_workflows import errors as of_workflows
from ivk_workflows.check.errors import WorkflowCheckError
from ivk_workflows.errors import *
from ivk_workflows.jobs import errors as of_jobs
from ivk_workflows.jobs.errors import *
from ivk_workflows.library import errors as of_library
from ivk_workflows.library.errors import *
from ivk_workflows.outputs import errors as of_outputs
from ivk_workflows.outputs.errors import *

__all__ = ["FieldValueError", "UnknownAttributeError", "UnresolvedValueError", "WorkflowCheckError"]
__all__ += of_boards.__all__
__all__ += of_core.__all__
__all__ += of_jobs.__all__
__all__ += of_library.__all__
__all__ += of_lookup.__all__
__all__ += of_outputs.__all__
__all__ += of_workflows.__all__
