"""Records of models."""

from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Response
from pydantic import AfterValidator, BaseModel, WithJsonSchema
from pydantic_core import PydanticCustomError

from ivk_devserver.catalog.catalog import REF, load_catalog
from ivk_devserver.routes.dependencies import AdminCaller, BackendDep, Caller
from ivk_devserver.routes.schemas import Direction

__all__ = ["router"]

router = APIRouter(prefix="/v2/models", tags=["model_manager"])
Config = dict[str, Any]


def _word(kind: str) -> AfterValidator:
    """Give the check of a word that must be one of those that the catalog has under a name."""
    words: list[str] = load_catalog().schemas[kind]["enum"]
    expected = " or ".join((", ".join(f"'{word}'" for word in words[:-1]), f"'{words[-1]}'"))

    def check(word: str) -> str:
        if word not in words:
            raise PydanticCustomError("enum", "Input should be {expected}", {"expected": expected})
        return word

    return AfterValidator(check)


BaseModelType = Annotated[str, _word("BaseModelType"), WithJsonSchema({"$ref": f"{REF}BaseModelType"})]
ModelType = Annotated[str, _word("ModelType"), WithJsonSchema({"$ref": f"{REF}ModelType"})]
ModelFormat = Annotated[str, _word("ModelFormat"), WithJsonSchema({"$ref": f"{REF}ModelFormat"})]


class ModelOrderBy(StrEnum):
    """What models may be ordered by."""

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
    """Records of models."""

    models: list[Config]


@router.get("/", operation_id="list_model_records")
def list_model_records(
    *,
    backend: BackendDep,
    _: Caller,
    base_models: Annotated[list[BaseModelType] | None, Query()] = None,
    model_type: ModelType | None = None,
    model_name: str | None = None,
    model_format: ModelFormat | None = None,
    order_by: ModelOrderBy = ModelOrderBy.NAME,
    direction: Direction = Direction.ASCENDING,
) -> ModelsList:
    """List records."""
    equal = {"type": model_type, "name": model_name, "format": model_format}
    wanted = {key: value for key, value in equal.items() if value is not None}
    found = [config for config in backend.models.all() if _has(config, wanted)]
    if base_models:
        found = [config for config in found if config["base"] in base_models]
    found.sort(key=lambda config: _order(config, order_by), reverse=direction is Direction.DESCENDING)
    return ModelsList(models=found)


@router.get("/missing", operation_id="list_missing_models")
def list_missing_models(_: Caller) -> ModelsList:
    """List the models whose files are gone: none are."""
    return ModelsList(models=[])


@router.get("/get_by_attrs", operation_id="get_model_records_by_attrs")
def get_model_records_by_attrs(
    backend: BackendDep,
    _: Caller,
    name: str,
    type: ModelType,  # noqa: A002 - the wire's name
    base: BaseModelType,
) -> Config:
    """Give the record of a model by name, type and base."""
    wanted = {"name": name, "type": type, "base": base}
    return _first(backend.models.all(), wanted, "No model found with these attributes")


@router.get("/get_by_hash", operation_id="get_model_records_by_hash")
def get_model_records_by_hash(backend: BackendDep, _: Caller, hash: str) -> Config:  # noqa: A002
    """Give the record of a model by its hash."""
    return _first(backend.models.all(), {"hash": hash}, "No model found with this hash")


@router.get("/i/{key}", operation_id="get_model_record")
def get_model_record(backend: BackendDep, _: Caller, key: str) -> Config:
    """Give the record of a model by its key."""
    return _first(backend.models.all(), {"key": key}, "model not found")


@router.delete("/i/{key}", operation_id="delete_model", status_code=204, response_class=Response)
def delete_model(backend: BackendDep, _: AdminCaller, key: str) -> None:
    """Remove a model's record."""
    _first(backend.models.all(), {"key": key}, "model not found")
    backend.models.delete(key)


@router.get("/install", operation_id="list_model_installs")
def list_model_installs(_: Caller) -> list[Config]:
    """List install jobs: this server installs nothing."""
    return []


@router.get("/stats", operation_id="get_stats")
def get_stats(_: Caller) -> Config:
    """Give the model cache's counts: nothing is loaded."""
    counts = dict.fromkeys(("hits", "misses", "high_watermark", "in_cache", "cleared", "cache_size"), 0)
    return {**counts, "loaded_model_sizes": {}}


@router.get("/starter_models", operation_id="get_starter_models")
def get_starter_models(_: Caller) -> Config:
    """List models to start with: this server offers none."""
    return {"starter_models": [], "starter_bundles": {}}


@router.post("/empty_model_cache", operation_id="empty_model_cache")
def empty_model_cache(_: AdminCaller) -> None:
    """Do nothing: nothing is loaded."""


@router.get("/hf_login", operation_id="get_hf_login_status")
def get_hf_login_status(_: Caller) -> str:
    """Say whether there is a Hugging Face token: there is none."""
    return "invalid"


def _first(configs: list[Config], wanted: Config, refusal: str) -> Config:
    found = next((config for config in configs if _has(config, wanted)), None)
    if found is None:
        raise HTTPException(404, refusal)
    return found


def _has(config: Config, wanted: Config) -> bool:
    return all(config[key] == value for key, value in wanted.items())


def _order(config: Config, order_by: ModelOrderBy) -> tuple[Any, ...]:
    columns = {"size": "file_size", "default": "type"}
    value = config.get(columns.get(order_by, order_by))
    return (value if isinstance(value, int) else str(value).lower(), config["name"].lower())
