"""The flows of models: their requests, and what they return for a response. No server is needed."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest

from ivk_core.errors import UnknownChoiceError
from ivk_core.flow import Flow, Request, Response
from ivk_core.transport.checking import error_for
from ivk_models import (
    AmbiguousModelError,
    BaseModelEnum,
    BaseName,
    DnnModel,
    FormatName,
    ModelFormatEnum,
    ModelNotFoundError,
    ModelTypeEnum,
    TypeName,
)
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
    """Send a listing of models to a flow, and return the result of the flow."""
    next(flow)
    with pytest.raises(StopIteration) as end:
        flow.send(Response(200, json.dumps({"models": records}).encode()))
    return end.value.value


def keys(models: list[DnnModel]) -> list[str]:
    return [model.key for model in models]


def test_models_are_listed_with_version_2_of_the_api() -> None:
    request = next(calls.list_models(base="sdxl"))

    assert request == Request("GET", "/models/", operation="list_model_records", api="v2")


def test_unknown_bases_types_formats_and_keys_of_a_model_are_kept() -> None:
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
        ({"base": "flux-9", "format": "quantum"}, ["k4"]),
    ],
)
def test_models_are_listed_by_traits(wanted: Any, expected: list[str]) -> None:
    assert keys(answer(calls.list_models(**wanted))) == expected


def test_an_unknown_trait_raises() -> None:
    with pytest.raises(TypeError, match="'flavour' is not among base, format, hash, name, type"):
        next(calls.find_model(flavour="vanilla"))  # type: ignore[call-arg]


def test_a_model_is_found_by_its_name_and_base() -> None:
    assert answer(calls.find_model(name="detail", base="sd-1")).key == "k3"


def test_the_error_for_an_ambiguous_name_lists_the_models() -> None:
    with pytest.raises(AmbiguousModelError, match=r"'detail' \(sdxl lora\) with key k2; .* key k3") as caught:
        answer(calls.find_model(name="detail"))

    assert keys(caught.value.candidates) == ["k2", "k3"]


def test_the_error_for_an_unknown_name_suggests_a_similar_one() -> None:
    with pytest.raises(
        ModelNotFoundError, match=r"name 'jugernaut' .*\nDid you mean 'juggernaut' \(sdxl main\)"
    ):
        answer(calls.resolve_model(name="jugernaut"))


def test_find_model_ignores_models_of_another_type() -> None:
    assert answer(calls.find_model(name="detail", type="vae")) is None


def test_the_error_for_an_unknown_key_names_it() -> None:
    flow = calls.get_model("k9")

    next(flow)
    with pytest.raises(ModelNotFoundError, match="key 'k9'"):
        flow.throw(error_for(Response(404, b'{"detail": "model not found"}')))


def test_the_identifier_of_a_model_has_the_keys_that_workflows_contain() -> None:
    assert DnnModel.model_validate(RECORDS[3]).identifier == {
        "key": "k4",
        "hash": "blake3:k4",
        "name": "nova",
        "base": "flux-9",
        "type": "dreamer",
    }


@pytest.mark.parametrize("flow", [calls.list_models, calls.resolve_model, calls.find_model])
@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"base": "sdxll"}, "no base 'sdxll'"),
        ({"base": ["sdxl", "sd1"]}, "no base 'sd1'"),
        ({"type": "lorra"}, "no type 'lorra'"),
        ({"format": "diffuser"}, "no format 'diffuser'"),
    ],
)
def test_an_unknown_value_is_refused_if_the_server_does_not_know_it_either(
    flow: Any, wanted: Any, message: str
) -> None:
    with pytest.raises(UnknownChoiceError, match=message) as raised:
        served(flow(**wanted), enum=["of the server"])
    assert "Did you mean" in raised.value.hint


def test_a_value_of_a_newer_server_selects_no_model_until_one_is_installed() -> None:
    assert served(calls.list_models(base="of the server"), enum=["of the server"]) == []


def served(flow: Flow[Any], *, enum: list[str]) -> Any:
    """Answer the listing of models, and then the request for the OpenAPI document."""
    next(flow)
    asked = flow.send(Response(200, json.dumps({"models": RECORDS}).encode()))
    assert asked == Request("GET", "/openapi.json", api="")
    schemas = {name: {"enum": enum} for name in ("BaseModelType", "ModelType", "ModelFormat")}
    with pytest.raises(StopIteration) as end:
        flow.send(Response(200, json.dumps({"components": {"schemas": schemas}}).encode()))
    return end.value.value


def test_the_literals_are_the_members_of_the_enums() -> None:
    for alias, members in (
        (BaseName, BaseModelEnum),
        (TypeName, ModelTypeEnum),
        (FormatName, ModelFormatEnum),
    ):
        literal, other = get_args(alias)
        assert set(get_args(literal)) == {str(member) for member in members}
        assert other is str


def test_a_list_of_models_prints_as_a_table() -> None:
    models = answer(calls.list_models(type="lora"))
    assert isinstance(models, list)
    lines = repr(models).splitlines()
    assert lines[0].split() == ["name", "base", "type", "format", "size", "key"]
    assert lines[1].split()[:3] == ["detail", "sdxl", "lora"]
    assert "<td>detail</td>" in models._repr_html_()
    assert len(repr(models[0])) < 80
