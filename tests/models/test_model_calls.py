"""What is said about models, without a server."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ivk_core.flow import Flow, Request, Response
from ivk_core.transport.checking import error_for
from ivk_models import AmbiguousModelError, BaseModelEnum, DnnModel, ModelNotFoundError, ModelTypeEnum
from ivk_models.models import calls


def record(key: str, name: str, base: str = "sdxl", kind: str = "main", **more: object) -> dict[str, object]:
    return {"key": key, "hash": f"blake3:{key}", "name": name, "base": base, "type": kind, **more}


RECORDS = [
    record("k1", "juggernaut", format="diffusers", description=None),
    record("k2", "detail", kind="lora"),
    record("k3", "detail", base="sd-1", kind="lora"),
    record("k4", "nova", base="flux-9", kind="dreamer", format="quantum", wings=2),
]


def answer(flow: Flow[Any], records: list[dict[str, object]] = RECORDS) -> Any:
    """Answer a flow's request with models, and give what it returns."""
    next(flow)
    with pytest.raises(StopIteration) as end:
        flow.send(Response(200, json.dumps({"models": records}).encode()))
    return end.value.value


def keys(models: list[DnnModel]) -> list[str]:
    return [model.key for model in models]


def test_models_are_listed_under_the_second_version_of_the_api() -> None:
    request = next(calls.list_models(base="sdxl"))

    assert request == Request("GET", "/models/", operation="list_model_records", api="v2")


def test_a_model_of_a_base_type_and_format_that_are_new_is_read() -> None:
    nova = answer(calls.list_models())[3]

    assert nova.base == BaseModelEnum("flux-9")
    assert nova.type == ModelTypeEnum("dreamer")
    assert nova.format == "quantum"
    assert nova.wings == 2
    assert not nova.base.is_known


def test_a_model_may_have_no_description() -> None:
    assert answer(calls.list_models())[0].description is None


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, ["k1", "k2", "k3", "k4"]),
        ({"base": "sdxl"}, ["k1", "k2"]),
        ({"base": BaseModelEnum.SDXL, "type": ModelTypeEnum.LORA}, ["k2"]),
        ({"base": ["sd-1", "flux-9"]}, ["k3", "k4"]),
        ({"name": "detail"}, ["k2", "k3"]),
        ({"name": "det"}, []),
        ({"format": "diffusers"}, ["k1"]),
        ({"hash": "blake3:k3"}, ["k3"]),
        ({"base": None, "type": "lora"}, ["k2", "k3"]),
        ({"base": "from the future"}, []),
    ],
)
def test_models_are_chosen_by_what_they_are(wanted: Any, expected: list[str]) -> None:
    assert keys(answer(calls.list_models(**wanted))) == expected


def test_a_trait_that_models_do_not_have_is_refused() -> None:
    with pytest.raises(TypeError, match="'flavour' is not among base, format, hash, name, type"):
        next(calls.find_model(flavour="vanilla"))  # type: ignore[call-arg]


def test_a_model_is_found_by_its_name_and_base() -> None:
    assert answer(calls.find_model(name="detail", base="sd-1")).key == "k3"


def test_a_name_that_several_models_have_lists_them() -> None:
    with pytest.raises(AmbiguousModelError, match=r"'detail' \(sdxl lora\) with key k2; .* key k3") as caught:
        answer(calls.find_model(name="detail"))

    assert keys(caught.value.candidates) == ["k2", "k3"]


def test_a_name_that_no_model_has_suggests_one_like_it() -> None:
    with pytest.raises(
        ModelNotFoundError, match=r"name 'jugernaut' .*\nDid you mean 'juggernaut' \(sdxl main\)"
    ):
        answer(calls.resolve_model(name="jugernaut"))


def test_a_model_of_another_type_is_not_taken_for_it() -> None:
    assert answer(calls.find_model(name="detail", type="vae")) is None


def test_a_key_that_is_missing_names_it() -> None:
    flow = calls.get_model("k9")

    next(flow)
    with pytest.raises(ModelNotFoundError, match="key 'k9'"):
        flow.throw(error_for(Response(404, b'{"detail": "model not found"}')))


def test_a_model_says_how_a_workflow_names_it() -> None:
    assert DnnModel.model_validate(RECORDS[3]).identifier == {
        "key": "k4",
        "hash": "blake3:k4",
        "name": "nova",
        "base": "flux-9",
        "type": "dreamer",
    }
