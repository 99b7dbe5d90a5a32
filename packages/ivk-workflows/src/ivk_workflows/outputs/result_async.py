"""The result of a job."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ivk_workflows.outputs.files_async import AsyncImageFile, AsyncVideoFile
from ivk_workflows.outputs.known_workflow import UNKNOWN_WORKFLOW, KnownWorkflow
from ivk_workflows.outputs.mappers import MapperTable
from ivk_workflows.outputs.result_base import JobResultBase
from ivk_workflows.outputs.saving import DEFAULT_NAME, reserved_paths, write_notes
from ivk_workflows.queue.schemas import QueueItem

if TYPE_CHECKING:
    from ivk_core.client_async import AsyncClient

__all__ = ["AsyncJobResult"]


class AsyncJobResult(JobResultBase[AsyncImageFile, AsyncVideoFile]):
    """The result of a job: its outputs, images and videos.

    Parameters
    ----------
    item : QueueItem
        The whole queue item.
    client : AsyncClient
        The client to download files with.
    mappers : MapperTable
        Converts the outputs to values.
    index : int
        Its position in its batch, in the order of the inputs.
    known : KnownWorkflow
        What is known of the workflow beside the item, for the names of inputs.
    node_seconds : mapping of str to float, optional
        The seconds that nodes took, by their names, as far as events said it.
    """

    _image_type = AsyncImageFile
    _video_type = AsyncVideoFile

    def __init__(
        self,
        item: QueueItem,
        client: AsyncClient,
        mappers: MapperTable,
        *,
        index: int = 0,
        known: KnownWorkflow = UNKNOWN_WORKFLOW,
        node_seconds: Mapping[str, float] | None = None,
    ) -> None:
        files = _AsyncFiles(client)
        super().__init__(item, files, mappers, index=index, known=known, node_seconds=node_seconds)
        self._client = client

    async def save_all(
        self, folder: str | os.PathLike[str], name: str = DEFAULT_NAME, *, notes: bool = True
    ) -> list[Path]:
        """Save all images into a folder (operation ``get_image_full``).

        Parameters
        ----------
        folder : path
            The folder; it is created if it does not exist.
        name : str
            A template for the file names, with `index` (the job's position in its batch), `image_index` (the
            image's position in the job), `seed`, `prompt`, `image_name`, `item_id` and `batch_id`, and any
            input of the job as in `inputs`: ``{CFG Scale}``, ``{cfg_scale}``, ``{Denoise.steps:03}``.
            Characters that are not valid in file names are left out, and a number is added to a name that
            exists.
        notes : bool
            Whether to write a JSON file of the same name beside each image, with its inputs by label, models,
            seed, versions, ids and times.

        Returns
        -------
        list of Path
            The image files.

        Raises
        ------
        ConfigurationError
            If the template names a value that does not exist; nothing was written.
        ImageNotFoundError
            If an image was deleted.
        """
        names = [image.name for image in self.images]
        version = await self._client.server.version() if notes else ""
        with reserved_paths(folder, name, self.item, names, self.index, self.inputs) as paths:
            for image, path in zip(self.images, paths, strict=True):
                await image.save(path)
                if notes:
                    write_notes(path, self.item, image.name, version, self.inputs)
        return paths


class _AsyncFiles:
    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def image(self, name: str) -> AsyncImageFile:
        return AsyncImageFile(name, self._client)

    def video(self, name: str) -> AsyncVideoFile:
        return AsyncVideoFile(name, self._client)
