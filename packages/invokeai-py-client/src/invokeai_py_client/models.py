"""The data classes and enums of all packages: images, boards, models, jobs and the queue."""

from ivk_boards import Board, ImageCategory, IvkImage
from ivk_models import BaseModelEnum, IvkDnnModel, ModelTypeEnum
from ivk_workflows.queue import BatchStatus, JobStatus, QueueItem, QueueItemSummary, QueueState
from ivk_workflows.queue import QueueItem as IvkJob

__all__ = [
    "BaseModelEnum",
    "BatchStatus",
    "Board",
    "ImageCategory",
    "IvkDnnModel",
    "IvkImage",
    "IvkJob",
    "JobStatus",
    "ModelTypeEnum",
    "QueueItem",
    "QueueItemSummary",
    "QueueState",
]


def __dir__() -> list[str]:
    return sorted(__all__)
