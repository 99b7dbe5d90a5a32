"""The server's operations on images by their names, as flows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from ivk_boards.errors import ImageNotFoundError, ImagesLeftOutError
from ivk_boards.images.schemas import ImageCategory, ImageWorkflow, IvkImage
from ivk_core.choices import check_choice
from ivk_core.errors import APIError, NotFoundError
from ivk_core.flow import Flow, Request, Response

__all__ = [
    "check_none_left_out",
    "delete_images",
    "find_image",
    "get_image",
    "get_image_metadata",
    "get_image_workflow",
    "get_images_by_names",
    "send_for_image",
    "star_images",
    "update_image",
]


def get_image(image_name: str) -> Flow[IvkImage]:
    """Return the record of an image (operation ``get_image_dto``).

    Raises
    ------
    ImageNotFoundError
        If no image has that name.
    """
    request = Request(
        "GET", "/images/i/{image_name}", path={"image_name": image_name}, operation="get_image_dto"
    )
    response = yield from send_for_image(image_name, request)
    return IvkImage.model_validate(response.json)


def find_image(image_name: str) -> Flow[IvkImage | None]:
    """Return the record of an image, or None if no image has that name (operation ``get_image_dto``)."""
    try:
        return (yield from get_image(image_name))
    except ImageNotFoundError:
        return None


def get_images_by_names(image_names: Sequence[str]) -> Flow[list[IvkImage]]:
    """Return the records of many images (operation ``get_images_by_names``).

    Returns
    -------
    Flow of list of IvkImage
        In the order of the names. Images that do not exist are left out.
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
    """Return the metadata of an image (operation ``get_image_metadata``).

    Returns
    -------
    Flow of dict or None
        None if the image has no metadata.

    Raises
    ------
    ImageNotFoundError
        If no image has that name.
    """
    request = Request(
        "GET",
        "/images/i/{image_name}/metadata",
        path={"image_name": image_name},
        operation="get_image_metadata",
    )
    response = yield from send_for_image(image_name, request)
    return None if response.json is None else dict(response.json)


def get_image_workflow(image_name: str) -> Flow[ImageWorkflow]:
    """Return the workflow and the graph that made an image (operation ``get_image_workflow``).

    Raises
    ------
    ImageNotFoundError
        If no image has that name.
    """
    request = Request(
        "GET",
        "/images/i/{image_name}/workflow",
        path={"image_name": image_name},
        operation="get_image_workflow",
    )
    response = yield from send_for_image(image_name, request)
    return ImageWorkflow.model_validate(response.json)


def update_image(
    image_name: str, *, image_category: str | None = None, is_intermediate: bool | None = None
) -> Flow[IvkImage]:
    """Change the category of an image, or whether the GUI hides it (operation ``update_image``).

    Parameters
    ----------
    image_name : str
        The server's name for the image.
    image_category : str, optional
        The new category; unchanged by default.
    is_intermediate : bool, optional
        Whether the GUI hides the image; unchanged by default.

    Raises
    ------
    ImageNotFoundError
        If no image has that name.
    """
    yield from check_choice("category", image_category, ImageCategory, schema="ImageCategory")
    try:
        response = yield Request(
            "PATCH",
            "/images/i/{image_name}",
            path={"image_name": image_name},
            json=_without_none(image_category=image_category, is_intermediate=is_intermediate),
            operation="update_image",
        )
    except APIError as error:
        if error.status_code == 400:
            # The server answers 400 to every failure. This read raises if the reason is an unknown name.
            yield from get_image(image_name)
        raise
    return IvkImage.model_validate(response.json)


def star_images(image_names: Sequence[str], *, starred: bool = True) -> Flow[None]:
    """Star or unstar images (operation ``star_images_in_list`` or ``unstar_images_in_list``).

    Raises
    ------
    ImagesLeftOutError
        If some of the images do not exist. The others are changed.
    """
    verb = "star" if starred else "unstar"
    response = yield Request(
        "POST",
        f"/images/{verb}",
        json={"image_names": list(image_names)},
        operation=f"{verb}_images_in_list",
    )
    check_none_left_out(verb, image_names, response.json[f"{verb}red_images"])


def delete_images(image_names: Sequence[str]) -> Flow[None]:
    """Delete images (operation ``delete_images_from_list``).

    Raises
    ------
    ImagesLeftOutError
        If some of the images do not exist. The others are deleted.
    """
    response = yield Request(
        "POST",
        "/images/delete",
        json={"image_names": list(image_names)},
        operation="delete_images_from_list",
    )
    check_none_left_out("delete", image_names, response.json["deleted_images"])


def check_none_left_out(doing: str, requested: Sequence[str], done: Collection[str]) -> None:
    """Check that the server changed all requested images: it leaves out the others without an error.

    Parameters
    ----------
    doing : str
        The operation as a verb, for the error.
    requested : sequence of str
        The names in the request.
    done : collection of str
        The names in the response.

    Raises
    ------
    ImagesLeftOutError
        If the response lacks some of the requested names.
    """
    changed = set(done)
    left_out = [name for name in requested if name not in changed]
    if left_out:
        raise ImagesLeftOutError(
            doing, left_out=left_out, done=[name for name in requested if name in changed]
        )


def send_for_image(image_name: str, request: Request) -> Flow[Response]:
    """Send a request that names one image, and translate status 404.

    Raises
    ------
    ImageNotFoundError
        If the server answers with 404.
    """
    try:
        return (yield request)
    except NotFoundError as error:
        raise ImageNotFoundError(image_name) from error


def _without_none(**values: object) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None}
