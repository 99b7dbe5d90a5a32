"""System prompts."""

import pytest

RECORD = {"id", "name", "content", "user_id", "is_public", "created_at", "updated_at"}


def at(prompt):
    return f"/system_prompts/i/{prompt['id']}"


@pytest.fixture
def prompt(api):
    prompt = api.json(
        "POST", "/system_prompts/", json={"name": "a harbour Poet", "content": "Speak of ships."}
    )
    yield prompt
    api.request("DELETE", at(prompt))


def test_a_system_prompt_has_a_record(api, prompt):
    assert set(prompt) == RECORD
    assert (prompt["name"], prompt["content"]) == ("a harbour Poet", "Speak of ships.")
    assert prompt["is_public"] is True
    assert "T" in prompt["created_at"]
    assert api.json("GET", at(prompt)) == prompt


def test_system_prompts_are_ordered_by_name_ignoring_case(api, prompt):
    listed = api.json("GET", "/system_prompts/")
    names = [each["name"].lower() for each in listed]

    assert prompt in listed
    assert names == sorted(names)


def test_updating_keeps_the_other_fields(api, prompt):
    changed = api.json("PATCH", at(prompt), json={"content": "Speak of tides."})

    assert (changed["name"], changed["content"]) == (prompt["name"], "Speak of tides.")
    assert api.json("GET", at(prompt)) == changed


def test_a_deleted_system_prompt_is_not_found(api, prompt):
    assert api.json("DELETE", at(prompt)) is None

    for method, body in [("GET", None), ("PATCH", {"name": "x"}), ("DELETE", None)]:
        answer = api.request(method, at(prompt), json=body)
        assert (answer.status_code, answer.json()) == (404, {"detail": "System prompt not found"})


@pytest.mark.parametrize(
    ("body", "kind", "place"),
    [
        ({"name": "", "content": "x"}, "string_too_short", "name"),
        ({"name": "x"}, "missing", "content"),
        ({"name": "x", "content": "x", "tone": "calm"}, "extra_forbidden", "tone"),
    ],
)
def test_a_system_prompt_requires_exactly_a_name_and_a_content(api, body, kind, place):
    answer = api.request("POST", "/system_prompts/", json=body)
    (problem,) = answer.json()["detail"]

    assert (answer.status_code, problem["type"], problem["loc"]) == (422, kind, ["body", place])
