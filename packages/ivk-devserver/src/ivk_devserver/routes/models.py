"""The operations on model records."""

from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Response
from pydantic import AfterValidator, BaseModel, WithJsonSchema
from pydantic_core import PydanticCustomError

from ivk_devserver.catalog.catalog import REF, load_catalog
from ivk_devserver.routes.auth_dependencies import AdminUserOrDefault, BackendDep, CurrentUserOrDefault
from ivk_devserver.routes.schemas import SQLiteDirection

__all__ = ["router"]

router = APIRouter(prefix="/v2/models", tags=["model_manager"])
Config = dict[str, Any]


def _member_of(enum_name: str) -> AfterValidator:
    """Return a validator for the members of an enum of the catalog."""
    members: list[str] = load_catalog().schemas[enum_name]["enum"]
    expected = " or ".join((", ".join(f"'{member}'" for member in members[:-1]), f"'{members[-1]}'"))

    def check(value: str) -> str:
        if value not in members:
            raise PydanticCustomError("enum", "Input should be {expected}", {"expected": expected})
        return value

    return AfterValidator(check)


BaseModelType = Annotated[str, _member_of("BaseModelType"), WithJsonSchema({"$ref": f"{REF}BaseModelType"})]
ModelType = Annotated[str, _member_of("ModelType"), WithJsonSchema({"$ref": f"{REF}ModelType"})]
ModelFormat = Annotated[str, _member_of("ModelFormat"), WithJsonSchema({"$ref": f"{REF}ModelFormat"})]


class ModelRecordOrderBy(StrEnum):
    """The orders of a listing of models."""

    DEFAULT = "default"
    TYPE = "type"
    BASE = "base"
    NAME = "name"
    FORMAT = "format"
    SIZE = "size"
    CREATED_AT = "created_at"
    UPDATED_AT = "updated_at"
    PATH = "path"


class ModelsList(BaseModel):
    """Model records."""

    models: list[Config]


@router.get("/", operation_id="list_model_records")
def list_model_records(
    *,
    backend: BackendDep,
    _: CurrentUserOrDefault,
    base_models: Annotated[list[BaseModelType] | None, Query()] = None,
    model_type: ModelType | None = None,
    model_name: str | None = None,
    model_format: ModelFormat | None = None,
    order_by: ModelRecordOrderBy = ModelRecordOrderBy.NAME,
    direction: SQLiteDirection = SQLiteDirection.ASCENDING,
) -> ModelsList:
    """Return model records."""
    equal = {"type": model_type, "name": model_name, "format": model_format}
    attributes = {key: value for key, value in equal.items() if value is not None}
    found = [config for config in backend.models.all() if _has(config, attributes)]
    if base_models:
        found = [config for config in found if config["base"] in base_models]
    found.sort(key=lambda config: _order(config, order_by), reverse=direction is SQLiteDirection.DESCENDING)
    return ModelsList(models=found)


@router.get("/missing", operation_id="list_missing_models")
def list_missing_models(_: CurrentUserOrDefault) -> ModelsList:
    """Return the models whose files are missing: there are none."""
    return ModelsList(models=[])


@router.get("/get_by_attrs", operation_id="get_model_records_by_attrs")
def get_model_records_by_attrs(
    backend: BackendDep,
    _: CurrentUserOrDefault,
    name: str,
    type: ModelType,  # noqa: A002 - the name in the query
    base: BaseModelType,
) -> Config:
    """Return a model record by name, type and base."""
    attributes = {"name": name, "type": type, "base": base}
    return _first(backend.models.all(), attributes, "No model found with these attributes")


@router.get("/get_by_hash", operation_id="get_model_records_by_hash")
def get_model_records_by_hash(backend: BackendDep, _: CurrentUserOrDefault, hash: str) -> Config:  # noqa: A002
    """Return a model record by its hash."""
    return _first(backend.models.all(), {"hash": hash}, "No model found with this hash")


@router.get("/i/{key}", operation_id="get_model_record")
def get_model_record(backend: BackendDep, _: CurrentUserOrDefault, key: str) -> Config:
    """Return a model record by its key."""
    return _first(backend.models.all(), {"key": key}, "model not found")


@router.delete("/i/{key}", operation_id="delete_model", status_code=204, response_class=Response)
def delete_model(backend: BackendDep, _: AdminUserOrDefault, key: str) -> None:
    """Delete a model record."""
    _first(backend.models.all(), {"key": key}, "model not found")
    backend.models.delete(key)


@router.get("/install", operation_id="list_model_installs")
def list_model_installs(_: CurrentUserOrDefault) -> list[Config]:
    """Return the install jobs: this server cannot install models."""
    return []


@router.get("/stats", operation_id="get_stats")
def get_stats(_: CurrentUserOrDefault) -> Config:
    """Return the statistics of the model cache, which is always empty."""
    counts = dict.fromkeys(("hits", "misses", "high_watermark", "in_cache", "cleared", "cache_size"), 0)
    return {**counts, "loaded_model_sizes": {}}


@router.get("/starter_models", operation_id="get_starter_models")
def get_starter_models(_: CurrentUserOrDefault) -> Config:
    """Return the starter models: this server has none."""
    return {"starter_models": [], "starter_bundles": {}}


@router.post("/empty_model_cache", operation_id="empty_model_cache")
def empty_model_cache(_: AdminUserOrDefault) -> None:
    """Do nothing: the model cache is always empty."""


@router.get("/hf_login", operation_id="get_hf_login_status")
def get_hf_login_status(_: CurrentUserOrDefault) -> str:
    """Return the status of the Hugging Face token: there is none."""
    return "invalid"


def _first(configs: list[Config], attributes: Config, detail: str) -> Config:
    found = next((config for config in configs if _has(config, attributes)), None)
    if found is None:
        raise HTTPException(404, detail)
    return found


def _has(config: Config, attributes: Config) -> bool:
    return all(config[key] == value for key, value in attributes.items())


def _order(config: Config, order_by: ModelRecordOrderBy) -> tuple[Any, ...]:
    columns = {"size": "file_size", "default": "type"}
    value = config.get(columns.get(order_by, order_by))
    return (value if isinstance(value, int) else str(value).lower(), config["name"].lower())
