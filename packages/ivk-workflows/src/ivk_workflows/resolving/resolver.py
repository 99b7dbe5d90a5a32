"""Turning what somebody gave (a path, a name) into what the server calls it, as flows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from ivk_core.errors import MissingPartError, PluginError
from ivk_core.flow import Flow
from ivk_core.plugins import PluginManager
from ivk_fields import IvkField
from ivk_fields.values.boards import BoardRef, SavedWorkflowRef, StylePresetRef, SystemPromptRef
from ivk_fields.values.images import ImageRef
from ivk_fields.values.local import LocalImage
from ivk_fields.values.lookup import LookupRecord
from ivk_fields.values.models import ModelRef
from ivk_fields.values.pending import Unresolved
from ivk_workflows.library.calls import find_workflow_id
from ivk_workflows.resolving.calls import list_boards, list_models, list_named
from ivk_workflows.resolving.errors import ambiguous_name, name_not_found
from ivk_workflows.resolving.models import match_model

__all__ = ["FieldsByInput", "Resolver", "Uploaded"]

FieldsByInput: TypeAlias = Mapping[tuple[str, str], IvkField[Any]]
Uploaded: TypeAlias = dict[object, tuple[LocalImage, ImageRef]]
"""Pictures and their names on the server; the pictures are held, so that no other takes their identity."""


def _lookup(found: Mapping[int, object], unresolved: Unresolved) -> object:
    return found[id(unresolved)]


class Resolver:
    """Settles what fields leave open.

    It asks for each listing once, and uploads each picture once, however many fields need it.

    Parameters
    ----------
    plugins : PluginManager
        Where the hook ``ivk_upload_image`` is called for local pictures.
    uploads : bool
        Whether to upload local files. If not, names are made up for them, and kept in `pretended`.
    uploaded : dict, optional
        What was uploaded before; what is uploaded now is added.
    """

    def __init__(self, plugins: PluginManager, *, uploads: bool, uploaded: Uploaded | None = None) -> None:
        self._plugins = plugins
        self._uploads = uploads
        self._uploaded: Uploaded = {} if uploaded is None else uploaded
        self._listings: dict[str, Sequence[Mapping[str, Any]]] = {}
        self.pretended: set[str] = set()

    @property
    def has_pretended(self) -> bool:
        """Whether anything is left to be uploaded."""
        return bool(self.pretended)

    def wire_values(self, fields: FieldsByInput) -> Flow[dict[tuple[str, str], Any]]:
        """Write fields for the wire, after asking the server for all that they leave open.

        Parameters
        ----------
        fields : mapping of (node id, field name) to IvkField
            What was set.

        Returns
        -------
        Flow of dict
            The JSON values.

        Raises
        ------
        NameNotFoundError, AmbiguousNameError
            If a name means nothing, or several things, on this server.
        MissingPartError
            If a local file is to be uploaded and the part that can do it is not installed.
        """
        values = {}
        for place, field in fields.items():
            values[place] = yield from self.wire_value(field)
        return values

    def wire_value(self, field: IvkField[Any]) -> Flow[Any]:
        """Write one field for the wire; see `wire_values`."""
        found: dict[int, object] = {}
        for unresolved in field.unresolved():
            found[id(unresolved)] = yield from self._resolve(unresolved, field)
        return field.to_wire(partial(_lookup, found))

    def _resolve(self, unresolved: Unresolved, field: IvkField[Any]) -> Flow[object]:
        if isinstance(unresolved, LocalImage):
            return (yield from self._upload(unresolved))
        if isinstance(unresolved, ModelRef):
            return (yield from self._model(unresolved, field))
        if isinstance(unresolved, LookupRecord):
            return (yield from self._looked_up(unresolved))
        raise MissingPartError(
            f"{field.name} holds {unresolved}, and no installed part can upload it.",
            hint="Upload it in the GUI, and give its name on the server.",
        )

    def _model(self, wanted: ModelRef, field: IvkField[Any]) -> Flow[ModelRef]:
        models = yield from self._listed("model", list_models())
        bases, types = getattr(field, "bases", ()), getattr(field, "types", ())
        return match_model(wanted, models, bases=bases, types=types)

    def _upload(self, picture: LocalImage) -> Flow[ImageRef]:
        if not self._plugins.hook.ivk_upload_image.get_hookimpls():
            raise MissingPartError(
                f"The local picture {picture.filename!r} cannot be uploaded: ivk-boards is not installed.",
                hint="pip install ivk-boards",
            )
        key = _identity(picture)
        if key not in self._uploaded:
            send = self._send(picture) if self._uploads else self._pretend(picture)
            self._uploaded[key] = picture, (yield from send)
        return self._uploaded[key][1]

    def _send(self, picture: LocalImage) -> Flow[ImageRef]:
        source = picture.to_upload()
        flow = self._plugins.hook.ivk_upload_image(source=source, filename=picture.filename)
        if flow is None:
            raise PluginError(f"No installed plugin takes {picture.filename!r} to upload it.")
        image_name: str = yield from flow
        return ImageRef.of(image_name)

    def _pretend(self, picture: LocalImage) -> Flow[ImageRef]:
        name = f"local-{len(self.pretended)}-{picture.filename}"
        self.pretended.add(name)
        yield from ()
        return ImageRef.of(name)

    def _looked_up(self, wanted: LookupRecord) -> Flow[LookupRecord]:
        if isinstance(wanted, SavedWorkflowRef):
            return type(wanted).of((yield from find_workflow_id(wanted.wanted)))
        if isinstance(wanted, BoardRef):
            boards = yield from self._listed("board", list_boards())
            return _the_one(wanted, "board", boards, "board_id", "board_name")
        if isinstance(wanted, StylePresetRef):
            presets = list_named("/style_presets/", "list_style_presets")
            return _the_one(
                wanted, "style preset", (yield from self._listed("preset", presets)), "id", "name"
            )
        if isinstance(wanted, SystemPromptRef):
            prompts = list_named("/system_prompts/", "list_system_prompts")
            return _the_one(
                wanted, "system prompt", (yield from self._listed("prompt", prompts)), "id", "name"
            )
        raise name_not_found(type(wanted).__name__, wanted.wanted)

    def _listed(
        self, what: str, listing: Flow[Sequence[Mapping[str, Any]]]
    ) -> Flow[Sequence[Mapping[str, Any]]]:
        if what not in self._listings:
            self._listings[what] = yield from listing
        return self._listings[what]


def _identity(picture: LocalImage) -> object:
    """Tell one picture from another: a path by its name, what is in memory by being the same object."""
    return picture.source if isinstance(picture.source, Path) else id(picture.source)


def _the_one(
    wanted: LookupRecord, what: str, records: Iterable[Mapping[str, Any]], id_key: str, name_key: str
) -> LookupRecord:
    known = list(records)
    found = [each for each in known if wanted.wanted in (each.get(id_key), each.get(name_key))]
    if not found:
        raise name_not_found(what, wanted.wanted, known=[str(each.get(name_key)) for each in known])
    if len(found) > 1:
        raise ambiguous_name(what, wanted.wanted, [str(each.get(id_key)) for each in found])
    return type(wanted).model_validate({type(wanted).name_key: str(found[0][id_key])})
