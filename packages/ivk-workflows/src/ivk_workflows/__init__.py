"""Run workflows designed in the InvokeAI GUI from Python.

Start with `WorkflowRepository.create_workflow` for a workflow on a server, or with `Workflow` on paper.
"""

from ivk_workflows.definition import WorkflowDefinition
from ivk_workflows.diffing import Difference, diff
from ivk_workflows.drift import IndexDrift
from ivk_workflows.errors import (
    AmbiguousInputError,
    ApiGraphError,
    BatchError,
    InputConnectedError,
    InputFileError,
    InputLookupError,
    InputNotFoundError,
    NotSubmittedError,
    UnknownNodeError,
    UnresolvedNeedError,
    WorkflowCheckError,
    WorkflowError,
    WorkflowFileError,
    WorkflowVersionError,
    WorkflowVersionWarning,
)
from ivk_workflows.handle import WorkflowHandle
from ivk_workflows.inputs import WorkflowInput
from ivk_workflows.jobs import (
    BatchHandle,
    JobCanceledError,
    JobError,
    JobFailedError,
    JobGoneError,
    JobHandle,
    JobRepository,
    JobTimeoutError,
    NotOneJobError,
    OutOfMemoryError,
    Progress,
    QueueFullError,
    SubmissionUnknownError,
)
from ivk_workflows.node_view import NodeView
from ivk_workflows.output_node import OutputNode
from ivk_workflows.outputs import (
    AmbiguousOutputError,
    ImageFile,
    JobResult,
    NodeOutput,
    OutputLookupError,
    OutputMapper,
    OutputNotFoundError,
    Outputs,
    VideoFile,
)
from ivk_workflows.problems import Problem
from ivk_workflows.queue import JobStatus, QueueItem
from ivk_workflows.repository import WorkflowRepository
from ivk_workflows.resolving import (
    AmbiguousModelError,
    AmbiguousNameError,
    ModelNotFoundError,
    NameNotFoundError,
    ReboundModel,
)
from ivk_workflows.templates import NodeTemplate, TemplateCatalog, bundled_catalog
from ivk_workflows.workflow import Workflow

__version__ = "2.0.0a1"

__all__ = [
    "AmbiguousInputError",
    "AmbiguousModelError",
    "AmbiguousNameError",
    "AmbiguousOutputError",
    "ApiGraphError",
    "BatchError",
    "BatchHandle",
    "Difference",
    "ImageFile",
    "IndexDrift",
    "InputConnectedError",
    "InputFileError",
    "InputLookupError",
    "InputNotFoundError",
    "JobCanceledError",
    "JobError",
    "JobFailedError",
    "JobGoneError",
    "JobHandle",
    "JobRepository",
    "JobResult",
    "JobStatus",
    "JobTimeoutError",
    "ModelNotFoundError",
    "NameNotFoundError",
    "NodeOutput",
    "NodeTemplate",
    "NodeView",
    "NotOneJobError",
    "NotSubmittedError",
    "OutOfMemoryError",
    "OutputLookupError",
    "OutputMapper",
    "OutputNode",
    "OutputNotFoundError",
    "Outputs",
    "Problem",
    "Progress",
    "QueueFullError",
    "QueueItem",
    "ReboundModel",
    "SubmissionUnknownError",
    "TemplateCatalog",
    "UnknownNodeError",
    "UnresolvedNeedError",
    "VideoFile",
    "Workflow",
    "WorkflowCheckError",
    "WorkflowDefinition",
    "WorkflowError",
    "WorkflowFileError",
    "WorkflowHandle",
    "WorkflowInput",
    "WorkflowRepository",
    "WorkflowVersionError",
    "WorkflowVersionWarning",
    "__version__",
    "bundled_catalog",
    "diff",
]
