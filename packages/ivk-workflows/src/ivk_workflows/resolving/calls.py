"""What is asked of the server before a workflow is enqueued."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ivk_core.errors import NotFoundError
from ivk_core.flow import Flow, Request
from ivk_workflows.compile.needs import BoardImages, DynamicPrompts, Need
from ivk_workflows.compile.unavailable import NamedResource, Unavailable
from ivk_workflows.resolving.models import ModelRecord

__all__ = ["answer_needs", "find_unavailable", "list_boards", "list_models", "list_named"]


def list_models() -> Flow[list[ModelRecord]]:
    """List the models of the server (operation ``list_model_records``)."""
    response = yield Request("GET", "/models/", api="v2", operation="list_model_records")
    return list(response.json.get("models", []))


def list_boards() -> Flow[list[dict[str, Any]]]:
    """List the boards of the server, archived ones too (operation ``list_boards``)."""
    query = {"all": True, "include_archived": True}
    response = yield Request("GET", "/boards/", query=query, operation="list_boards")
    return list(response.json)


def list_named(route: str, operation: str) -> Flow[list[dict[str, Any]]]:
    """List a small library of the server, such as its style presets."""
    response = yield Request("GET", route, operation=operation)
    return list(response.json)


def find_unavailable(resources: Iterable[NamedResource]) -> Flow[Unavailable]:
    """Find out which of the things that a workflow names the server does not have.

    Models, boards and images are asked for at once, videos one by one (operations ``list_model_records``,
    ``list_boards``, ``get_images_by_names``, ``get_video_dto``).
    """
    names: dict[str, set[str]] = {"image": set(), "video": set(), "board": set(), "model": set()}
    for resource in resources:
        names[resource.kind].add(resource.name)
    models = (yield from list_models()) if names["model"] else []
    boards = (yield from list_boards()) if names["board"] else []
    return Unavailable(
        images=(yield from _missing_images(names["image"])),
        videos=(yield from _missing("/videos/i/{name}", "get_video_dto", names["video"])),
        boards=frozenset(names["board"] - {str(board.get("board_id")) for board in boards}),
        models=frozenset(names["model"] - {str(model.get("key")) for model in models}),
    )


def answer_needs(needs: Iterable[Need]) -> Flow[dict[Need, Sequence[Any]]]:
    """Ask the server what compiling needs to know."""
    answers: dict[Need, Sequence[Any]] = {}
    for need in needs:
        answers[need] = yield from _answer(need)
    return answers


def _answer(need: Need) -> Flow[Sequence[Any]]:
    if isinstance(need, DynamicPrompts):
        return (yield from _expand_prompts(need))
    return (yield from _list_board_images(need))


def _expand_prompts(need: DynamicPrompts) -> Flow[Sequence[str]]:
    body = {"prompt": need.prompt, "max_prompts": need.max_prompts, "combinatorial": need.combinatorial}
    if need.seed is not None:
        body["seed"] = need.seed
    response = yield Request(
        "POST", "/utilities/dynamicprompts", json=body, is_read=True, operation="parse_dynamicprompts"
    )
    answer = response.json
    return [] if answer.get("error") else list(answer.get("prompts", []))


def _list_board_images(need: BoardImages) -> Flow[Sequence[str]]:
    request = Request(
        "GET",
        "/boards/{board_id}/image_names",
        path={"board_id": need.board_id},
        query={"categories": list(need.categories), "is_intermediate": False},
        operation="list_all_board_image_names",
    )
    try:
        return list((yield request).json)
    except NotFoundError:
        return []


def _missing_images(names: set[str]) -> Flow[frozenset[str]]:
    if not names:
        return frozenset()
    response = yield Request(
        "POST",
        "/images/images_by_names",
        json={"image_names": sorted(names)},
        is_read=True,
        operation="get_images_by_names",
    )
    return frozenset(names - {str(image.get("image_name")) for image in response.json})


def _missing(route: str, operation: str, names: set[str]) -> Flow[frozenset[str]]:
    missing = set()
    for name in sorted(names):
        try:
            yield Request("GET", route, path={"name": name}, operation=operation)
        except NotFoundError:
            missing.add(name)
    return frozenset(missing)
