"""Resolve values that need the server: names of models, boards and other records, and local images.

Every name and every image is resolved once, even if several fields have it. A local image gets a placeholder
first, and so does a board that is to be created, so that a workflow can be checked before anything is changed
on the server. `Resolver.upload` then uploads the images and creates the boards, and `Resolver.with_uploads`
replaces the placeholders in JSON values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias
from uuid import uuid4

from ivk_boards.boards.calls import KEPT_FOR as BOARDS_KEPT_FOR
from ivk_boards.boards.calls import create_board, resolve_board
from ivk_boards.errors import BoardNotFoundError
from ivk_core.errors import MissingPartError
from ivk_core.flow import Flow
from ivk_fields import IvkField
from ivk_fields.values.boards import BoardRef, SavedWorkflowRef, StylePresetRef, SystemPromptRef
from ivk_fields.values.images import ImageRef
from ivk_fields.values.local import LocalImage
from ivk_fields.values.lookup import LookupRecord, looks_like_id
from ivk_fields.values.models import ModelRef
from ivk_fields.values.pending import Unresolved
from ivk_models.errors import ModelNotFoundError
from ivk_models.models.calls import KEPT_FOR as MODELS_KEPT_FOR
from ivk_models.models.calls import list_installed
from ivk_models.models.matching import match_any
from ivk_models.models.schemas import DnnModel
from ivk_workflows.library.calls import find_workflow_id
from ivk_workflows.resolving.calls import list_style_presets, list_system_prompts
from ivk_workflows.resolving.errors import ambiguous_name, name_not_found, naming_input
from ivk_workflows.resolving.uploads import KnownUploads, Uploads, upload_all

__all__ = ["Resolver", "reference_to"]

_Upload: TypeAlias = tuple[LocalImage, str]


class Resolver:
    """Resolves the values of fields, and uploads local images when they are needed.

    It is used for one submission, or for several that share images.

    Parameters
    ----------
    known : KnownUploads, optional
        The images that the client has uploaded before; none by default.
    uploads : {"asset", "intermediate"}
        How local images are uploaded.
    create_boards : bool
        Whether a board that no board of the server is named like is created, instead of raising an error.
    """

    def __init__(
        self,
        known: KnownUploads | None = None,
        *,
        uploads: Uploads = "asset",
        create_boards: bool = False,
    ) -> None:
        self._known = known or KnownUploads()
        self._kind: Uploads = uploads
        self._creates_boards = create_boards
        # By identity, because equal references may mean different things in different inputs, such as a
        # name that both a main model and a LoRA have. The objects are kept, so that their identities are
        # not used again.
        self._resolved: dict[int, tuple[Unresolved, object]] = {}
        self._waiting: dict[object, _Upload] = {}
        self._new_boards: dict[str, str] = {}
        self._made: dict[str, str] = {}

    @property
    def placeholders(self) -> frozenset[str]:
        """The placeholders of images that are not uploaded yet, and of boards that are not created yet."""
        names = (*(name for _, name in self._waiting.values()), *self._new_boards.values())
        return frozenset(name for name in names if name not in self._made)

    @property
    def made(self) -> frozenset[str]:
        """The placeholders of images that were uploaded, and of boards that were created."""
        return frozenset(self._made)

    def resolve(
        self, fields: Iterable[IvkField[Any]], *, labels: Mapping[int, str] = MappingProxyType({})
    ) -> Flow[None]:
        """Resolve everything in the values of some fields that needs the server.

        Parameters
        ----------
        fields : iterable of IvkField
            The fields that were set.
        labels : mapping of int to str, optional
            What users call the input of a field, by the id of the field; for messages.

        Raises
        ------
        NameNotFoundError, AmbiguousNameError
            If nothing on this server has a name, or several things have it.
        MissingPartError
            If a value is a local file of a kind that cannot be uploaded.
        """
        for field in fields:
            for unresolved in field.unresolved():
                if id(unresolved) not in self._resolved:
                    with naming_input(labels.get(id(field), "")):
                        found = yield from self._look_up(unresolved, field)
                    self._resolved[id(unresolved)] = unresolved, found

    def to_wire(self, field: IvkField[Any]) -> Any:
        """Return the JSON value of a field that was resolved."""
        return field.to_wire(lambda unresolved: self._resolved[id(unresolved)][1])

    def board_id(self, board: str) -> Flow[str]:
        """Return the id of a board with an id or a name, or the placeholder of a board to create.

        Raises
        ------
        BoardNotFoundError
            If no board has that id or name, and boards are not to be created.
        AmbiguousBoardError
            If several boards have that name.
        """
        try:
            return (yield from resolve_board(board, max_age=BOARDS_KEPT_FOR)).board_id
        except BoardNotFoundError:
            if not self._creates_boards or looks_like_id(board):
                raise
            placeholder = self._new_boards.setdefault(board, f"{uuid4()}-{board}")
            return self._made.get(placeholder, placeholder)

    def upload(self) -> Flow[None]:
        """Upload the images and create the boards that have a placeholder, each once.

        The operations are ``upload_image``, ``get_images_by_names`` and ``create_board``.
        """
        missing = self.placeholders
        pictures = {name: picture for picture, name in self._waiting.values() if name in missing}
        self._made |= yield from upload_all(pictures, self._kind, self._known)
        for board, placeholder in self._new_boards.items():
            if placeholder in missing:
                self._made[placeholder] = (yield from create_board(board)).board_id

    def with_uploads(self, value: Any) -> Any:
        """Return a copy of a JSON value with what was uploaded and created instead of the placeholders."""
        if isinstance(value, Mapping):
            return {key: self.with_uploads(part) for key, part in value.items()}
        if isinstance(value, str):
            return self._made.get(value, value)
        return [self.with_uploads(item) for item in value] if isinstance(value, list) else value

    def _look_up(self, unresolved: Unresolved, field: IvkField[Any]) -> Flow[object]:
        if isinstance(unresolved, LocalImage):
            return self._placeholder_for(unresolved)
        if isinstance(unresolved, ModelRef):
            return (yield from _find_model(unresolved, field))
        if isinstance(unresolved, LookupRecord):
            if isinstance(unresolved, BoardRef):
                return _with_id(unresolved, (yield from self.board_id(unresolved.wanted)))
            return (yield from _find_record(unresolved))
        raise MissingPartError(
            f"{field.name} holds {unresolved}, and only images can be uploaded.",
            hint="Upload it in the GUI, and use its name on the server.",
        )

    def _placeholder_for(self, picture: LocalImage) -> ImageRef:
        # Two values with the same path are the same image; images in memory are compared by identity.
        source = picture.source if isinstance(picture.source, Path) else id(picture.source)
        _, placeholder = self._waiting.setdefault(source, (picture, f"{uuid4()}-{picture.filename}"))
        return ImageRef.of(self._made.get(placeholder, placeholder))


def reference_to(model: DnnModel, submodel_type: str | None = None) -> ModelRef:
    """Return the value of an input for a model."""
    return ModelRef.parse(
        {
            "key": model.key,
            "hash": model.hash,
            "name": model.name,
            "base": model.base,
            "type": model.type,
            "submodel_type": submodel_type,
        }
    )


def _find_model(wanted: ModelRef, field: IvkField[Any]) -> Flow[ModelRef]:
    limits = field.model_limits()
    bases = (wanted.base,) if wanted.base else limits.bases
    types = (wanted.type,) if wanted.type else limits.types
    # Another server has other keys, so that only the name may be known here.
    identities = list(dict.fromkeys(filter(None, (wanted.wanted, wanted.name))))
    models = yield from list_installed(max_age=MODELS_KEPT_FOR)
    try:
        found = match_any(identities, models, bases=bases, types=types)
    except ModelNotFoundError:
        models = yield from list_installed(max_age=0.0)  # it may have been installed after the last listing
        found = match_any(identities, models, bases=bases, types=types)
    return reference_to(found, wanted.submodel_type)


def _find_record(wanted: LookupRecord) -> Flow[LookupRecord]:
    if isinstance(wanted, SavedWorkflowRef):
        return _with_id(wanted, (yield from find_workflow_id(wanted.wanted)))
    if isinstance(wanted, StylePresetRef):
        return _only_one(wanted, "style preset", (yield from list_style_presets()))
    if isinstance(wanted, SystemPromptRef):
        return _only_one(wanted, "system prompt", (yield from list_system_prompts()))
    raise name_not_found(type(wanted).__name__, wanted.wanted)


def _only_one(wanted: LookupRecord, kind: str, records: Iterable[Mapping[str, Any]]) -> LookupRecord:
    known = list(records)
    found = [each for each in known if wanted.wanted in (each.get("id"), each.get("name"))]
    if not found:
        raise name_not_found(kind, wanted.wanted, known=[str(each.get("name")) for each in known])
    if len(found) > 1:
        raise ambiguous_name(kind, wanted.wanted, [str(each.get("id")) for each in found])
    return _with_id(wanted, str(found[0]["id"]))


def _with_id(wanted: LookupRecord, found: str) -> LookupRecord:
    return type(wanted).model_validate({type(wanted).name_key: found})
