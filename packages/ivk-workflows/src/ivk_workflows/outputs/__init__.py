"""What jobs made: outputs, files, and how to keep them."""

from ivk_workflows.outputs.files import AsyncImageFile, AsyncVideoFile, ImageFile, VideoFile
from ivk_workflows.outputs.images import map_outputs_to_images
from ivk_workflows.outputs.mappers import FileMaker, OutputMapper
from ivk_workflows.outputs.output import NodeOutput, Outputs
from ivk_workflows.outputs.result import AsyncJobResult, JobResult

__all__ = [
    "AsyncImageFile",
    "AsyncJobResult",
    "AsyncVideoFile",
    "FileMaker",
    "ImageFile",
    "JobResult",
    "NodeOutput",
    "OutputMapper",
    "Outputs",
    "VideoFile",
    "map_outputs_to_images",
]
