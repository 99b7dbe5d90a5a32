"""Models of a server: the same behaviour on the embedded one and on a real one."""

from __future__ import annotations

import asyncio

import pytest

from ivk_core import Client
from ivk_models import AsyncDnnModelRepository, DnnModelRepository, ModelNotFoundError

pytestmark = pytest.mark.parametrize(
    "server_url", ["embedded", pytest.param("live", marks=pytest.mark.live)], indirect=True
)


@pytest.fixture
def models(client: Client) -> DnnModelRepository:
    return client.repository(DnnModelRepository)


def test_the_main_models_are_listed(models: DnnModelRepository) -> None:
    mains = models.list_models(type="main")

    assert mains
    assert {model.type for model in mains} == {"main"}
    assert len(mains) == len({model.key for model in mains})


def test_get_returns_each_listed_model_by_its_key(models: DnnModelRepository) -> None:
    for model in models.list():
        assert models.get_model(model.key) == model


def test_a_model_is_found_by_name_and_traits_and_by_hash(models: DnnModelRepository) -> None:
    model = models.list(type="main")[0]

    by_name = models.get_by_name(model.name, base=model.base, type=model.type)
    by_hash = models.find_model(hash=model.hash)

    assert by_name == by_hash == model


def test_get_raises_and_find_returns_none_for_an_unknown_model(models: DnnModelRepository) -> None:
    with pytest.raises(ModelNotFoundError):
        models.get("no-such-key")
    with pytest.raises(ModelNotFoundError):
        models.get_by_name("no such model")

    assert models.find(name="no such model") is None


def test_the_asynchronous_repository_returns_the_same_models(
    models: DnnModelRepository, server_url: str
) -> None:
    pytest.importorskip("aiohttp")
    from ivk_core import AsyncClient

    async def listed() -> object:
        async with AsyncClient(server_url) as client:
            repository = client.repository(AsyncDnnModelRepository)
            return [await repository.get(model.key) for model in await repository.list()]

    assert asyncio.run(listed()) == models.list()
