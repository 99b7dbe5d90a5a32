"""Saving all that a job made: what goes where is decided here, and fetched by either face."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ivk_workflows.outputs.facts import notes_of, prompt_of, seed_of
from ivk_workflows.outputs.naming import relative_path, reserve
from ivk_workflows.queue.schemas import QueueItem

__all__ = ["DEFAULT_NAME", "reserved_paths", "write_notes"]

_SUFFIXES = {".png", ".jpg", ".jpeg", ".webp"}

DEFAULT_NAME = "{index:04}_{seed}_{prompt:.40}.png"


@contextmanager
def reserved_paths(
    folder: str | os.PathLike[str], template: str, item: QueueItem, names: Sequence[str], index: int
) -> Iterator[list[Path]]:
    """Decide where the images of a job go, and make the folders and empty files.

    The files are there before the images, so that two who save into one folder at the same time never take
    the same name. Those that are still empty when the block fails are removed.

    Parameters
    ----------
    folder : path
        Where to; made when it does not exist.
    template : str
        The file name; `index`, `image_index`, `seed`, `prompt`, `image_name`, `item_id` and `batch_id`
        may stand in it.
    item : QueueItem
        The job.
    names : sequence of str
        The server's names of the images.
    index : int
        Which job of its batch.

    Yields
    ------
    list of Path
        One for each image; none existed, and no two are equal.
    """
    paths: list[Path] = []
    try:
        for wanted in _wanted_paths(template, item, names, index):
            path = Path(folder) / wanted
            path.parent.mkdir(parents=True, exist_ok=True)
            paths.append(reserve(path))
        yield paths
    except BaseException:
        for path in paths:
            if path.exists() and path.stat().st_size == 0:
                path.unlink()
        raise


def _wanted_paths(template: str, item: QueueItem, names: Sequence[str], index: int) -> Iterator[Path]:
    facts = {"index": index, "seed": seed_of(item), "prompt": prompt_of(item)}
    facts |= {"item_id": item.item_id, "batch_id": item.batch_id}
    for image_index, name in enumerate(names):
        values = {**facts, "image_index": image_index, "image_name": Path(name).stem}
        yield _as_picture(relative_path(template, values), name)


def _as_picture(path: Path, image_name: str) -> Path:
    """Give a path the suffix of an image, for the notes stand beside it under the same name as JSON."""
    if path.suffix.lower() in _SUFFIXES:
        return path
    return path.parent / f"{path.name or '_'}{Path(image_name).suffix or '.png'}"


def write_notes(path: Path, item: QueueItem, image_name: str, server_version: str) -> Path:
    """Write what went into an image beside it, as JSON under the same name."""
    notes: dict[str, Any] = {
        "image_name": image_name,
        "file": path.name,
        **notes_of(item, server_version=server_version),
    }
    target = path.with_suffix(".json")
    target.write_text(json.dumps(notes, indent=2, ensure_ascii=False), encoding="utf-8")
    return target
