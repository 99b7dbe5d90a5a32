"""The Python SDK for InvokeAI: one client for workflows, boards, images and models.

The errors of all packages can be imported from here too: ``from invokeai_py_client import JobFailedError``.
Their packages are imported when a program first uses one of them.
"""

from typing import TYPE_CHECKING, Any

from invokeai_py_client.client import InvokeAIClient
from invokeai_py_client.client_async import AsyncInvokeAIClient
from invokeai_py_client.shipped import shipped_workflow, shipped_workflows
from ivk_core import errors as _errors
from ivk_core import lookup as _lookup
from ivk_core.auth import Auth, BasicAuth, BearerAuth, CallableAuth, HeaderAuth, LoginAuth
from ivk_core.errors import InvokeAIError
from ivk_core.secret import Secret
from ivk_core.timeouts import Timeout

if TYPE_CHECKING:
    from invokeai_py_client.exceptions import (
        AmbiguousBoardError,
        AmbiguousInputError,
        AmbiguousModelError,
        AmbiguousNameError,
        AmbiguousOutputError,
        AmbiguousWorkflowError,
        APIError,
        ApiGraphError,
        ArgumentError,
        AuthenticationError,
        BatchError,
        BatchRefusedError,
        BoardError,
        BoardNotFoundError,
        ConfigurationError,
        ConflictError,
        ConnectionError,
        FieldValueError,
        ForeignWorkflowError,
        ImageNotFoundError,
        ImagesLeftOutError,
        InputConnectedError,
        InputFileError,
        InputLookupError,
        InputNotFoundError,
        JobCanceledError,
        JobError,
        JobFailedError,
        JobGoneError,
        JobTimeoutError,
        MissingFileError,
        MissingPartError,
        ModelNotFoundError,
        NameNotFoundError,
        NotAnInvokeAIError,
        NotFoundError,
        NotOneJobError,
        NotSubmittedError,
        NoWorkflowInImageError,
        OutcomeUnknownError,
        OutcomeUnknownTimeoutError,
        OutOfMemoryError,
        OutputLookupError,
        OutputNotFoundError,
        PermissionDeniedError,
        PluginError,
        QueueFullError,
        RateLimitError,
        ServerError,
        ServerLostError,
        SubmissionUnknownError,
        TimeoutError,
        TransferError,
        UnknownAttributeError,
        UnknownChoiceError,
        UnknownNodeError,
        UnreadableFileError,
        UnreadableImageError,
        UnresolvedNeedError,
        UnresolvedValueError,
        UnsupportedCapabilityError,
        ValidationError,
        VideoNotFoundError,
        WorkflowCheckError,
        WorkflowError,
        WorkflowFileError,
        WorkflowImageNotFoundError,
        WorkflowNotFoundError,
        WorkflowReadOnlyError,
        WorkflowVersionError,
        WorkflowVersionWarning,
    )

__version__ = "2.0.0a1"

__all__ = [
    "APIError",
    "AmbiguousBoardError",
    "AmbiguousInputError",
    "AmbiguousModelError",
    "AmbiguousNameError",
    "AmbiguousOutputError",
    "AmbiguousWorkflowError",
    "ApiGraphError",
    "ArgumentError",
    "AsyncInvokeAIClient",
    "Auth",
    "AuthenticationError",
    "BasicAuth",
    "BatchError",
    "BatchRefusedError",
    "BearerAuth",
    "BoardError",
    "BoardNotFoundError",
    "CallableAuth",
    "ConfigurationError",
    "ConflictError",
    "ConnectionError",
    "FieldValueError",
    "ForeignWorkflowError",
    "HeaderAuth",
    "ImageNotFoundError",
    "ImagesLeftOutError",
    "InputConnectedError",
    "InputFileError",
    "InputLookupError",
    "InputNotFoundError",
    "InvokeAIClient",
    "InvokeAIError",
    "JobCanceledError",
    "JobError",
    "JobFailedError",
    "JobGoneError",
    "JobTimeoutError",
    "LoginAuth",
    "MissingFileError",
    "MissingPartError",
    "ModelNotFoundError",
    "NameNotFoundError",
    "NoWorkflowInImageError",
    "NotAnInvokeAIError",
    "NotFoundError",
    "NotOneJobError",
    "NotSubmittedError",
    "OutOfMemoryError",
    "OutcomeUnknownError",
    "OutcomeUnknownTimeoutError",
    "OutputLookupError",
    "OutputNotFoundError",
    "PermissionDeniedError",
    "PluginError",
    "QueueFullError",
    "RateLimitError",
    "Secret",
    "ServerError",
    "ServerLostError",
    "SubmissionUnknownError",
    "Timeout",
    "TimeoutError",
    "TransferError",
    "UnknownAttributeError",
    "UnknownChoiceError",
    "UnknownNodeError",
    "UnreadableFileError",
    "UnreadableImageError",
    "UnresolvedNeedError",
    "UnresolvedValueError",
    "UnsupportedCapabilityError",
    "ValidationError",
    "VideoNotFoundError",
    "WorkflowCheckError",
    "WorkflowError",
    "WorkflowFileError",
    "WorkflowImageNotFoundError",
    "WorkflowNotFoundError",
    "WorkflowReadOnlyError",
    "WorkflowVersionError",
    "WorkflowVersionWarning",
    "__version__",
    "shipped_workflow",
    "shipped_workflows",
]

if not TYPE_CHECKING:  # type checkers would take every name for one of this module

    def __getattr__(name: str) -> Any:
        # The errors of the core are imported already; those of the other packages take longer.
        for module in (_errors, _lookup):
            if name in module.__all__:
                return getattr(module, name)
        if name in __all__:
            from invokeai_py_client import exceptions

            return getattr(exceptions, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
