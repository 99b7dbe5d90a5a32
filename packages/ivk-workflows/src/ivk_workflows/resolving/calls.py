"""Requests before a workflow is enqueued: which resources are missing, and what compiling needs to know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ivk_boards.boards.calls import find_missing_boards, list_board_image_names
from ivk_boards.errors import BoardNotFoundError
from ivk_boards.images.calls import get_images_by_names
from ivk_boards.videos.calls import find_video
from ivk_core.flow import Flow, Request
from ivk_models.models.calls import find_missing_models
from ivk_workflows.compile.needs import Answer, BoardImages, DynamicPrompts, Need, RefusedNeed
from ivk_workflows.compile.unavailable import NamedResource, Unavailable

__all__ = ["answer_needs", "find_unavailable", "list_style_presets", "list_system_prompts"]


def list_style_presets() -> Flow[list[dict[str, Any]]]:
    """List the style presets (operation ``list_style_presets``)."""
    response = yield Request("GET", "/style_presets/", operation="list_style_presets")
    return list(response.json)


def list_system_prompts() -> Flow[list[dict[str, Any]]]:
    """List the system prompts (operation ``list_system_prompts``)."""
    response = yield Request("GET", "/system_prompts/", operation="list_system_prompts")
    return list(response.json)


def find_unavailable(resources: Iterable[NamedResource]) -> Flow[Unavailable]:
    """Find the resources of a workflow that the server does not have.

    Models and boards are looked up in listings, images in one request, videos one by one (operations
    ``list_model_records``, ``list_boards``, ``get_images_by_names``, ``get_video_dto``).

    Parameters
    ----------
    resources : iterable of NamedResource
        The resources that the workflow names; they may be repeated.
    """
    names: dict[str, set[str]] = {"image": set(), "video": set(), "board": set(), "model": set()}
    for resource in resources:
        names[resource.kind].add(resource.name)
    return Unavailable(
        images=(yield from _missing_images(names["image"])),
        videos=(yield from _missing_videos(names["video"])),
        boards=(yield from find_missing_boards(names["board"])),
        models=(yield from find_missing_models(names["model"])),
    )


def _missing_images(names: set[str]) -> Flow[frozenset[str]]:
    if not names:
        return frozenset()
    images = yield from get_images_by_names(sorted(names))
    return frozenset(names - {image.image_name for image in images})


def _missing_videos(names: set[str]) -> Flow[frozenset[str]]:
    missing = set()
    for name in sorted(names):
        if (yield from find_video(name)) is None:
            missing.add(name)
    return frozenset(missing)


def answer_needs(needs: Iterable[Need]) -> Flow[dict[Need, Answer]]:
    """Ask the server for the answers to needs.

    The operations are ``parse_dynamicprompts`` and ``list_all_board_image_names``.
    """
    answers: dict[Need, Answer] = {}
    for need in needs:
        answers[need] = yield from _answer(need)
    return answers


def _answer(need: Need) -> Flow[Answer]:
    if isinstance(need, DynamicPrompts):
        return (yield from _expand_prompts(need))
    return (yield from _list_images_of_board(need))


def _expand_prompts(need: DynamicPrompts) -> Flow[Answer]:
    body = {"prompt": need.prompt, "max_prompts": need.max_prompts, "combinatorial": need.combinatorial}
    if need.seed is not None:
        body["seed"] = need.seed
    response = yield Request(
        "POST", "/utilities/dynamicprompts", json=body, is_read=True, operation="parse_dynamicprompts"
    )
    answer = response.json
    error = answer.get("error")
    return RefusedNeed(str(error)) if error else list(answer.get("prompts", []))


def _list_images_of_board(need: BoardImages) -> Flow[Sequence[str]]:
    try:
        return (yield from list_board_image_names(need.board_id, need.categories))
    except BoardNotFoundError:
        return []  # the GUI treats a missing board like one without images
