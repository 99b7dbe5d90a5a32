"""The outputs of jobs: values, files, and saving them."""

from ivk_workflows.outputs.errors import AmbiguousOutputError, OutputLookupError, OutputNotFoundError
from ivk_workflows.outputs.files import ImageFile, VideoFile
from ivk_workflows.outputs.files_async import AsyncImageFile, AsyncVideoFile
from ivk_workflows.outputs.images import map_outputs_to_images
from ivk_workflows.outputs.job_inputs import JobInputs
from ivk_workflows.outputs.mappers import FileMaker, OutputMapper
from ivk_workflows.outputs.output import NodeOutput, Outputs
from ivk_workflows.outputs.result import JobResult
from ivk_workflows.outputs.result_async import AsyncJobResult
from ivk_workflows.outputs.timings import Timings

__all__ = [
    "AmbiguousOutputError",
    "AsyncImageFile",
    "AsyncJobResult",
    "AsyncVideoFile",
    "FileMaker",
    "ImageFile",
    "JobInputs",
    "JobResult",
    "NodeOutput",
    "OutputLookupError",
    "OutputMapper",
    "OutputNotFoundError",
    "Outputs",
    "Timings",
    "VideoFile",
    "map_outputs_to_images",
]
