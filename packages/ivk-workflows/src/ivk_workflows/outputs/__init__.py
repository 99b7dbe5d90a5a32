"""What jobs made: outputs, files, and how to keep them."""

from ivk_workflows.outputs.errors import AmbiguousOutputError, OutputLookupError, OutputNotFoundError
from ivk_workflows.outputs.files import AsyncImageFile, AsyncVideoFile, ImageFile, VideoFile
from ivk_workflows.outputs.images import map_outputs_to_images
from ivk_workflows.outputs.mappers import FileMaker, OutputMapper
from ivk_workflows.outputs.output import NodeOutput, Outputs
from ivk_workflows.outputs.result import AsyncJobResult, JobResult

__all__ = [
    "AmbiguousOutputError",
    "AsyncImageFile",
    "AsyncJobResult",
    "AsyncVideoFile",
    "FileMaker",
    "ImageFile",
    "JobResult",
    "NodeOutput",
    "OutputLookupError",
    "OutputMapper",
    "OutputNotFoundError",
    "Outputs",
    "VideoFile",
    "map_outputs_to_images",
]
