"""Resolve values that need the server: names of models, boards and other records, and local images.

Every name and every image is resolved once, even if several fields have it. A local image gets a placeholder
first, so that a workflow can be checked before anything is uploaded. `Resolver.upload` then uploads the
images, and `Resolver.with_uploads` replaces the placeholders in JSON values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias
from uuid import uuid4

from ivk_boards.boards.calls import KEPT_FOR as BOARDS_KEPT_FOR
from ivk_boards.boards.calls import resolve_board
from ivk_boards.images.pictures import picture_part
from ivk_boards.images.transfer_calls import upload_image
from ivk_core.errors import MissingPartError
from ivk_core.flow import Flow
from ivk_fields import IvkField
from ivk_fields.values.boards import BoardRef, SavedWorkflowRef, StylePresetRef, SystemPromptRef
from ivk_fields.values.images import ImageRef
from ivk_fields.values.local import LocalImage
from ivk_fields.values.lookup import LookupRecord
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

__all__ = ["Resolver", "reference_to"]

_Upload: TypeAlias = tuple[LocalImage, str]


class Resolver:
    """Resolves the values of fields, and uploads local images when they are needed.

    It is used for one submission, or for several that share images.
    """

    def __init__(self) -> None:
        # By identity, because equal references may mean different things in different inputs, such as a
        # name that both a main model and a LoRA have. The objects are kept, so that their identities are
        # not used again.
        self._resolved: dict[int, tuple[Unresolved, object]] = {}
        self._waiting: dict[object, _Upload] = {}
        self._uploaded: dict[str, str] = {}

    @property
    def placeholders(self) -> frozenset[str]:
        """The placeholders of images that are not uploaded yet."""
        return frozenset(name for _, name in self._waiting.values() if name not in self._uploaded)

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

    def upload(self) -> Flow[None]:
        """Upload the images that have a placeholder, each once (operation ``upload_image``)."""
        for picture, placeholder in self._waiting.values():
            if placeholder not in self._uploaded:
                part = picture_part(picture.to_upload(), picture.filename)
                image = yield from upload_image(part)
                self._uploaded[placeholder] = image.image_name

    def with_uploads(self, value: Any) -> Any:
        """Return a copy of a JSON value with the names of uploaded images instead of their placeholders."""
        if isinstance(value, Mapping):
            replaced = {key: self.with_uploads(part) for key, part in value.items()}
            name = replaced.get(ImageRef.name_key)
            if isinstance(name, str) and name in self._uploaded:
                replaced[ImageRef.name_key] = self._uploaded[name]
            return replaced
        return [self.with_uploads(item) for item in value] if isinstance(value, list) else value

    def _look_up(self, unresolved: Unresolved, field: IvkField[Any]) -> Flow[object]:
        if isinstance(unresolved, LocalImage):
            return self._placeholder_for(unresolved)
        if isinstance(unresolved, ModelRef):
            return (yield from _find_model(unresolved, field))
        if isinstance(unresolved, LookupRecord):
            return (yield from _find_record(unresolved))
        raise MissingPartError(
            f"{field.name} holds {unresolved}, and only images can be uploaded.",
            hint="Upload it in the GUI, and use its name on the server.",
        )

    def _placeholder_for(self, picture: LocalImage) -> ImageRef:
        # Two values with the same path are the same image; images in memory are compared by identity.
        source = picture.source if isinstance(picture.source, Path) else id(picture.source)
        _, placeholder = self._waiting.setdefault(source, (picture, f"{uuid4()}-{picture.filename}"))
        return ImageRef.of(self._uploaded.get(placeholder, placeholder))


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
    if isinstance(wanted, BoardRef):
        return _with_id(wanted, (yield from resolve_board(wanted.wanted, max_age=BOARDS_KEPT_FOR)).board_id)
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
