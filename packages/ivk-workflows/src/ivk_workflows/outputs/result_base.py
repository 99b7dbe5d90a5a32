"""The common base of blocking and asynchronous results: outputs, images and videos of a queue item."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Generic, TypeVar

from ivk_core.attributes import StrictAttributes
from ivk_core.suggestions import did_you_mean
from ivk_workflows.outputs.errors import OutputNotFoundError
from ivk_workflows.outputs.file_ref import FileRef
from ivk_workflows.outputs.job_inputs import JobInputs
from ivk_workflows.outputs.known_workflow import UNKNOWN_WORKFLOW, KnownWorkflow
from ivk_workflows.outputs.mappers import FileMaker, MapperTable
from ivk_workflows.outputs.output import NodeOutput, Outputs
from ivk_workflows.outputs.provenance import metadata_of, prompt_of, seed_of
from ivk_workflows.outputs.reading import RawOutput, read_outputs
from ivk_workflows.outputs.timings import Timings, timings_of
from ivk_workflows.queue.schemas import JobStatus, QueueItem

__all__ = ["JobResultBase"]

FileT = TypeVar("FileT", bound=FileRef)
ImageT = TypeVar("ImageT", bound=FileRef)
VideoT = TypeVar("VideoT", bound=FileRef)


class JobResultBase(StrictAttributes, Generic[ImageT, VideoT]):
    """The result of a job: its outputs, images and videos.

    Parameters
    ----------
    item : QueueItem
        The whole queue item.
    files : FileMaker
        Creates the objects for files.
    mappers : MapperTable
        Converts the outputs to values.
    index : int
        Its position in its batch, in the order of the inputs.
    known : KnownWorkflow
        What is known of the workflow beside the item, for the names of inputs.
    node_seconds : mapping of str to float, optional
        The seconds that nodes took, by their names, as far as events said it.
    """

    item: QueueItem
    index: int
    outputs: Outputs
    intermediates: Outputs
    _image_type: type[ImageT]
    _video_type: type[VideoT]

    def __init__(
        self,
        item: QueueItem,
        files: FileMaker,
        mappers: MapperTable,
        *,
        index: int = 0,
        known: KnownWorkflow = UNKNOWN_WORKFLOW,
        node_seconds: Mapping[str, float] | None = None,
    ) -> None:
        self.item = item
        self._known = known
        self._node_seconds = node_seconds
        self.index = index
        everything = [NodeOutput(raw, mappers.value(raw.data, files)) for raw in read_outputs(item)]
        self.outputs = Outputs([output for output in everything if not output.is_intermediate])
        """The outputs of nodes that are not intermediate."""
        self.intermediates = Outputs([output for output in everything if output.is_intermediate])
        """The outputs of intermediate nodes."""

    @property
    def images(self) -> list[ImageT]:
        """The images that it made, each once."""
        return _files(self.outputs, self._image_type)

    @property
    def image(self) -> ImageT:
        """The last image that it made, which is the only one of most workflows.

        Raises
        ------
        OutputNotFoundError
            If it made none.
        """
        images = self.images
        if not images:
            raise OutputNotFoundError(f"Job {self.item.item_id} made no image.", hint=self._made_instead())
        return images[-1]

    @property
    def videos(self) -> list[VideoT]:
        """The videos that it made, each once."""
        return _files(self.outputs, self._video_type)

    @property
    def status(self) -> JobStatus:
        """The status of the job."""
        return self.item.status

    @cached_property
    def inputs(self) -> JobInputs:
        """The values that it ran with, by the labels of the form; see `JobInputs`."""
        return JobInputs(self.item, self._known)

    @property
    def seed(self) -> int | None:
        """The seed in the recorded metadata, else the first seed of a node; None if there is none."""
        return seed_of(self.item)

    @property
    def prompt(self) -> str:
        """The positive prompt; empty if there is none."""
        return prompt_of(self.item)

    @property
    def metadata(self) -> dict[str, Any]:
        """The metadata that the server recorded in its last image; empty if there is none.

        It is in the queue item, so there is no request. The image itself may have been changed since.
        """
        return metadata_of(self._recorded())

    @property
    def timings(self) -> Timings:
        """When it was queued, started and ended, and the seconds that its nodes took."""
        return timings_of(self.item, self._node_seconds)

    def _recorded(self) -> RawOutput | None:
        """Return the output that has the last image, else the last video or nothing."""
        name = next((file.name for file in (*self.images[-1:], *self.videos[-1:])), None)
        made = [one.raw for one in self.outputs if name is not None and _mentions(one.raw.data, name)]
        return made[-1] if made else None

    def get(self, key: str, default: Any = None) -> Any:
        """Return an attribute of the queue item by the server's name, such as ``"status"``."""
        return getattr(self.item, key, default)

    def __getitem__(self, key: str) -> Any:
        try:
            return getattr(self.item, key)
        except (AttributeError, TypeError):
            known = (*type(self.item).model_fields, *(self.item.model_extra or {}))
            raise OutputNotFoundError(
                f"A queue item has no {key!r}.",
                hint=did_you_mean(str(key), known) or "See .outputs for what the job made.",
            ) from None

    def _made_instead(self) -> str:
        if _files(self.intermediates, self._image_type):
            return "Its images are intermediate: see .intermediates."
        types = ", ".join(sorted({output.type for output in self.outputs}))
        return f"It made {types}." if types else ""

    def __repr__(self) -> str:
        made = f"{len(self.images)} images, {len(self.outputs)} outputs"
        return f"{type(self).__name__}(item_id={self.item.item_id}, {self.status}, {made})"


def _files(outputs: Outputs, kind: type[FileT]) -> list[FileT]:
    """Collect the files of a kind, without those that a node received as an input and only passed on."""
    found: dict[str, FileT] = {}
    for output in outputs:
        values = output.value if isinstance(output.value, list) else [output.value]
        for file in values:
            if isinstance(file, kind) and not _is_input(file.name, output.raw):
                found.setdefault(file.name, file)
    return list(found.values())


def _is_input(name: str, raw: RawOutput) -> bool:
    return any(_mentions(value, name) for value in raw.inputs.values())


def _mentions(value: Any, name: str) -> bool:
    if isinstance(value, Mapping):
        return any(_mentions(inner, name) for inner in value.values())
    if isinstance(value, list):
        return any(_mentions(inner, name) for inner in value)
    return bool(value == name)
