"""The workflow library."""

import io
from uuid import uuid4

import pytest
from PIL import Image

TEXTS = {"author": "", "description": "d", "version": "1", "contact": "", "notes": ""}
RECORD = {"workflow_id", "name", "created_at", "updated_at", "opened_at", "user_id", "is_public", "workflow"}
LISTED = {
    *("workflow_id", "name", "created_at", "updated_at", "opened_at", "user_id", "is_public"),
    *("description", "category", "tags", "thumbnail_url", "call_saved_workflow_compatibility"),
}


def workflow_named(name, **changes):
    meta = {"category": "user", "version": "4.0.0"}
    lists = {"exposedFields": [], "nodes": [], "edges": []}
    return {"name": name, **TEXTS, "tags": "ta, tb", **lists, "meta": meta, "form": None, **changes}


@pytest.fixture
def name():
    return f"test {uuid4()}"


@pytest.fixture
def record(api, name):
    record = api.json("POST", "/workflows/", json={"workflow": workflow_named(name)})
    yield record
    api.request("DELETE", f"/workflows/i/{record['workflow_id']}")


def test_a_new_workflow_gets_an_id(record, name):
    assert set(record) == RECORD
    assert record["workflow"] == {**workflow_named(name), "id": record["workflow_id"]}
    assert (record["user_id"], record["is_public"], record["opened_at"]) == ("system", True, None)


def test_a_workflow_has_a_thumbnail_url_and_its_call_compatibility(api, record):
    body = api.json("GET", f"/workflows/i/{record['workflow_id']}")
    assert set(body) == RECORD | {"thumbnail_url", "call_saved_workflow_compatibility"}
    assert body["thumbnail_url"] is None
    assert body["call_saved_workflow_compatibility"] == {
        "is_callable": False,
        "reason": "missing_workflow_return",
        "message": "The workflow must contain exactly one workflow_return node.",
    }


def test_creating_a_workflow_requires_an_object(api, name):
    answer = api.request("POST", "/workflows/", json=workflow_named(name))
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["body", "workflow"]


def test_an_invalid_schema_version_is_refused(api, name):
    meta = {"category": "user", "version": "x"}
    answer = api.request("POST", "/workflows/", json={"workflow": workflow_named(name, meta=meta)})
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["msg"] == "Value error, Invalid workflow meta version: x"


def test_a_workflow_needs_a_category(api, name):
    answer = api.request(
        "POST", "/workflows/", json={"workflow": workflow_named(name, meta={"version": "4.0.0"})}
    )
    assert answer.status_code == 422
    (problem,) = answer.json()["detail"]
    assert (problem["type"], problem["loc"]) == ("missing", ["body", "workflow", "meta", "category"])


@pytest.mark.parametrize("category", ["public", "", None])
def test_an_unknown_category_is_refused(api, name, category):
    meta = {"version": "4.0.0", "category": category}
    answer = api.request("POST", "/workflows/", json={"workflow": workflow_named(name, meta=meta)})
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["body", "workflow", "meta", "category"]


def test_a_default_workflow_cannot_be_created_or_updated(api, record, name):
    meta = {"version": "4.0.0", "category": "default"}
    created = api.request("POST", "/workflows/", json={"workflow": workflow_named(name, meta=meta)})
    assert (created.status_code, created.text) == (500, "Internal Server Error")
    changed = {**workflow_named(name, meta=meta), "id": record["workflow_id"]}
    updated = api.request("PATCH", f"/workflows/i/{record['workflow_id']}", json={"workflow": changed})
    assert (updated.status_code, updated.text) == (500, "Internal Server Error")


def test_a_workflow_is_replaced_by_the_one_in_the_body(api, record, name):
    changed = {**record["workflow"], "name": f"{name} changed"}
    body = api.json("PATCH", f"/workflows/i/{record['workflow_id']}", json={"workflow": changed})
    assert (body["name"], body["workflow"]) == (f"{name} changed", changed)


@pytest.mark.parametrize(("method", "suffix"), [("GET", ""), ("DELETE", ""), ("PUT", "/opened_at")])
def test_an_unknown_workflow_is_not_found(api, method, suffix):
    answer = api.request(method, f"/workflows/i/nope{suffix}")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Workflow not found"})


def test_the_library_can_be_searched(api, record, name):
    page = api.json("GET", "/workflows/", params={"query": name, "tags": "ta", "categories": "user"})
    assert (page["page"], page["pages"], page["per_page"], page["total"]) == (0, 1, 1, 1)
    (item,) = page["items"]
    assert set(item) == LISTED
    assert (item["name"], item["tags"], item["category"]) == (name, "ta, tb", "user")


def test_pages_of_the_library_are_counted_from_zero(api, record, name):
    api_query = {"query": name, "per_page": 1}
    first, second = (api.json("GET", "/workflows/", params={**api_query, "page": page}) for page in (0, 1))
    assert (len(first["items"]), len(second["items"]), second["pages"]) == (1, 0, 1)


def test_workflows_are_counted_by_tag_and_category(api, record):
    tags = api.json("GET", "/workflows/counts_by_tag?tags=ta&tags=zz&categories=user")
    kinds = api.json("GET", "/workflows/counts_by_category?categories=user")
    assert (tags["ta"] >= 1, tags["zz"], kinds["user"] >= 1) == (True, 0, True)
    assert {"ta", "tb"} <= set(api.json("GET", "/workflows/tags?categories=user"))


def test_the_opening_of_a_workflow_is_stored(api, record, name):
    assert api.json("PUT", f"/workflows/i/{record['workflow_id']}/opened_at") is None
    opened = api.json("GET", "/workflows/", params={"query": name, "has_been_opened": "true"})
    assert opened["items"][0]["opened_at"] is not None


def test_a_public_workflow_has_a_tag(api, record):
    path = f"/workflows/i/{record['workflow_id']}/is_public"
    shared = api.json("PATCH", path, json={"is_public": True})
    private = api.json("PATCH", path, json={"is_public": False})
    assert (shared["is_public"], shared["workflow"]["tags"]) == (True, "ta, tb, shared")
    assert (private["is_public"], private["workflow"]["tags"]) == (False, "ta, tb")


def test_a_workflow_thumbnail_is_reduced(api, record):
    target = io.BytesIO()
    Image.new("RGB", (600, 300)).save(target, "PNG")
    path = f"/workflows/i/{record['workflow_id']}/thumbnail"
    api.json("PUT", path, files={"image": ("a.png", target.getvalue(), "image/png")})
    answer = api.request("GET", path)
    url = api.json("GET", f"/workflows/i/{record['workflow_id']}")["thumbnail_url"]
    assert answer.headers["content-type"] == "image/png"
    assert max(Image.open(io.BytesIO(answer.content)).size) <= 256
    assert url.startswith(f"api/v1/workflows/i/{record['workflow_id']}/thumbnail?")
