"""What is said about single images, and about several that are named."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from ivk_boards.errors import ImageNotFoundError, ImagesLeftOutError
from ivk_boards.images.schemas import ImageWorkflow, IvkImage
from ivk_core.errors import APIError, NotFoundError
from ivk_core.flow import Flow, Request, Response

__all__ = [
    "ask_of_image",
    "check_none_left_out",
    "delete_images",
    "find_image",
    "get_image",
    "get_image_metadata",
    "get_image_workflow",
    "get_images_by_names",
    "star_images",
    "update_image",
]


def get_image(image_name: str) -> Flow[IvkImage]:
    """Ask about one image (operation ``get_image_dto``).

    Raises
    ------
    ImageNotFoundError
        If there is no such image.
    """
    request = Request(
        "GET", "/images/i/{image_name}", path={"image_name": image_name}, operation="get_image_dto"
    )
    response = yield from ask_of_image(image_name, request)
    return IvkImage.model_validate(response.json)


def find_image(image_name: str) -> Flow[IvkImage | None]:
    """Ask about one image that need not exist (operation ``get_image_dto``)."""
    try:
        return (yield from get_image(image_name))
    except ImageNotFoundError:
        return None


def get_images_by_names(image_names: Sequence[str]) -> Flow[list[IvkImage]]:
    """Ask about many images at once (operation ``get_images_by_names``).

    Returns
    -------
    Flow of list of IvkImage
        In the order of the names; those that do not exist are left out.
    """
    response = yield Request(
        "POST",
        "/images/images_by_names",
        json={"image_names": list(image_names)},
        operation="get_images_by_names",
        is_read=True,
    )
    return [IvkImage.model_validate(item) for item in response.json]


def get_image_metadata(image_name: str) -> Flow[dict[str, Any] | None]:
    """Fetch what was noted when an image was made (operation ``get_image_metadata``).

    Returns
    -------
    Flow of dict or None
        None when nothing was noted.

    Raises
    ------
    ImageNotFoundError
        If there is no such image.
    """
    request = Request(
        "GET",
        "/images/i/{image_name}/metadata",
        path={"image_name": image_name},
        operation="get_image_metadata",
    )
    response = yield from ask_of_image(image_name, request)
    return None if response.json is None else dict(response.json)


def get_image_workflow(image_name: str) -> Flow[ImageWorkflow]:
    """Fetch the workflow and the graph that made an image (operation ``get_image_workflow``).

    Raises
    ------
    ImageNotFoundError
        If there is no such image.
    """
    request = Request(
        "GET",
        "/images/i/{image_name}/workflow",
        path={"image_name": image_name},
        operation="get_image_workflow",
    )
    response = yield from ask_of_image(image_name, request)
    return ImageWorkflow.model_validate(response.json)


def update_image(
    image_name: str, *, image_category: str | None = None, is_intermediate: bool | None = None
) -> Flow[IvkImage]:
    """Change what an image is for, or whether the GUI hides it (operation ``update_image``).

    Raises
    ------
    ImageNotFoundError
        If there is no such image.
    """
    try:
        response = yield Request(
            "PATCH",
            "/images/i/{image_name}",
            path={"image_name": image_name},
            json=_said(image_category=image_category, is_intermediate=is_intermediate),
            operation="update_image",
        )
    except APIError as error:
        if error.status_code == 400:  # the answer whatever the reason, an unknown name among them
            yield from get_image(image_name)
        raise
    return IvkImage.model_validate(response.json)


def star_images(image_names: Sequence[str], *, starred: bool = True) -> Flow[None]:
    """Give images a star, or take it away (operation ``star_images_in_list`` or its opposite).

    Raises
    ------
    ImagesLeftOutError
        If some of them do not exist; the others are changed.
    """
    word = "star" if starred else "unstar"
    response = yield Request(
        "POST",
        f"/images/{word}",
        json={"image_names": list(image_names)},
        operation=f"{word}_images_in_list",
    )
    check_none_left_out(word, image_names, response.json[f"{word}red_images"])


def delete_images(image_names: Sequence[str]) -> Flow[None]:
    """Delete many images at once (operation ``delete_images_from_list``).

    Raises
    ------
    ImagesLeftOutError
        If some of them do not exist; the others are deleted.
    """
    response = yield Request(
        "POST",
        "/images/delete",
        json={"image_names": list(image_names)},
        operation="delete_images_from_list",
    )
    check_none_left_out("delete", image_names, response.json["deleted_images"])


def check_none_left_out(doing: str, asked: Sequence[str], done: Collection[str]) -> None:
    """Compare what was asked with what the server says it did; it is silent about the rest.

    Raises
    ------
    ImagesLeftOutError
        If they differ.
    """
    finished = set(done)
    left_out = [name for name in asked if name not in finished]
    if left_out:
        raise ImagesLeftOutError(doing, left_out=left_out, done=[name for name in asked if name in finished])


def ask_of_image(image_name: str, request: Request) -> Flow[Response]:
    """Send a request that is about one image.

    Raises
    ------
    ImageNotFoundError
        If there is no such image.
    """
    try:
        return (yield request)
    except NotFoundError as error:
        raise ImageNotFoundError(image_name) from error


def _said(**values: object) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None}
