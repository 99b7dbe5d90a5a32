"""Model records."""

import pytest

MAIN = {
    *("key", "hash", "path", "file_size", "name", "description", "source", "source_type", "cover_image"),
    *("source_api_response", "source_url", "type", "trigger_phrases", "default_settings", "format"),
    *("repo_variant", "prediction_type", "variant", "base"),
}


@pytest.mark.parametrize("base", ["sd-1", "sdxl"])
def test_there_is_a_main_model_for_each_supported_base(api, base):
    query = {"base_models": base, "model_type": "main"}
    models = api.json("GET", "/api/v2/models/", params=query)["models"]
    assert models
    assert all(set(model) == MAIN for model in models)
    assert {(model["base"], model["type"]) for model in models} == {(base, "main")}


def test_a_model_is_found_by_key_and_by_attributes(api):
    model = api.json("GET", "/api/v2/models/")["models"][0]
    attributes = {key: model[key] for key in ("name", "type", "base")}
    assert api.json("GET", f"/api/v2/models/i/{model['key']}") == model
    assert api.json("GET", "/api/v2/models/get_by_attrs", params=attributes) == model
    assert api.json("GET", "/api/v2/models/get_by_hash", params={"hash": model["hash"]}) == model


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("/api/v2/models/i/nope", "model not found"),
        ("/api/v2/models/get_by_attrs?name=n&type=main&base=sdxl", "No model found with these attributes"),
        ("/api/v2/models/get_by_hash?hash=nope", "No model found with this hash"),
    ],
)
def test_an_unknown_model_is_not_found(api, path, detail):
    answer = api.request("GET", path)
    assert (answer.status_code, answer.json()) == (404, {"detail": detail})


def test_an_unknown_model_type_is_refused(api):
    answer = api.request("GET", "/api/v2/models/?model_type=zzz")
    (problem,) = answer.json()["detail"]
    assert (answer.status_code, problem["type"], problem["loc"]) == (422, "enum", ["query", "model_type"])
    assert problem["msg"].startswith("Input should be 'onnx', 'main', 'vae', 'lora'")
