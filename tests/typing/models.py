"""The types of models. mypy and pyright read this file; it is never run."""

from typing import Any, assert_type

from ivk_core import AsyncClient, Client
from ivk_models import (
    AsyncDnnModelRepository,
    BaseModelEnum,
    DnnModel,
    DnnModelRepository,
    IvkDnnModel,
    ModelFormatEnum,
    ModelTypeEnum,
)


def model_repository(client: Client) -> None:
    models = client.repository(DnnModelRepository)
    assert_type(models, DnnModelRepository)
    assert_type(models.list(base="sdxl", type=["main", "lora"]), list[DnnModel])
    assert_type(models.list_models(base=BaseModelEnum.SDXL), list[IvkDnnModel])
    assert_type(models.get("key"), DnnModel)
    assert_type(models.get_by_name("juggernaut", type=ModelTypeEnum.MAIN), DnnModel)
    assert_type(models.find(name="juggernaut", hash="blake3:…"), DnnModel | None)


def dnn_model(model: DnnModel) -> None:
    assert_type(model.base, BaseModelEnum)
    assert_type(model.type, ModelTypeEnum)
    assert_type(model.format, ModelFormatEnum | None)
    assert_type(model.description, str | None)
    assert_type(model.default_settings, dict[str, Any] | None)
    assert_type(model.identifier, dict[str, str | None])


def rejected(models: DnnModelRepository) -> None:
    models.list(flavour="vanilla")  # type: ignore[call-arg]
    models.find(base=7)  # type: ignore[arg-type]


async def asynchronous_repository(client: AsyncClient) -> None:
    models = client.repository(AsyncDnnModelRepository)
    assert_type(models, AsyncDnnModelRepository)
    assert_type(await models.list(), list[DnnModel])
    assert_type(await models.find(name="juggernaut"), DnnModel | None)
