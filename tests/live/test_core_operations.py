"""Every operation of a real server is reached: each is called with arguments made up from its schema."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from ivk_core import Client
from ivk_core.auth import LoginAuth
from ivk_core.errors import APIError
from ivk_core.operations import Operation

pytestmark = pytest.mark.live

ACCOUNT = ("admin@example.com", "Adm1n-password")
# What would change or end the work of others is sent to a server of our own alone.
FOR_ALL = {
    "cancel_all_except_current", "delete_all_except_current", "clear", "prune", "pause", "resume",
    "clear_intermediates", "delete_uncategorized_images", "delete_uncategorized_videos", "empty_model_cache",
    "clear_invocation_cache", "enable_invocation_cache", "disable_invocation_cache", "set_log_level",
    "update_runtime_config", "reload_custom_nodes", "start_image_move", "start_image_move_recovery",
    "prune_model_install_jobs", "reset_hf_token", "do_hf_login", "delete_client_state",
    "update_recall_parameters", "set_client_state",
}  # fmt: skip
# A server that fails inside an answer closes the connection; the next call must not be its victim.
ONE_BY_ONE: dict[str, Any] = {"max_retries": 0, "headers": {"Connection": "close"}}
# What 6.14.2 answers with 5xx where 404 would be right, one operation that it lists and does not have, and
# one that asks another server, which cannot be reached from here.
FAULTY = {
    "get_model_image",
    "install_hugging_face_model",
    "remove_image_from_board",
    "create_image_upload_entry",
    "get_hugging_face_models",
}
SHAPE_ERRORS = ("missing", "extra_forbidden", "_type", "_parsing", "json_invalid")
# What would reach out of this machine is pointed at a port where nobody answers.
CHOSEN = {"install_custom_node_pack": {"source": "http://127.0.0.1:9/none.git"}}
REACHING_OUT = {"get_hugging_face_models", "install_custom_node_pack"}
# Has tests of its own, for it would end the login that the other operations need.
ABOUT_THE_LOGIN = ("logout", "setup_admin", "update_current_user")


class MadeUp:
    """Makes values that a JSON schema accepts."""

    def __init__(self, openapi: Mapping[str, Any]) -> None:
        self._openapi = openapi

    def value(self, schema: Mapping[str, Any], depth: int = 0) -> Any:
        schema = self._resolved(schema)
        for key in ("const", "default"):
            if key in schema and schema[key] is not None:
                return schema[key]
        if "enum" in schema:
            return schema["enum"][0]
        for key in ("anyOf", "oneOf", "allOf"):
            if key in schema:
                return self._of_any(schema[key], depth)
        return self._of_type(schema, depth)

    def _resolved(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        while "$ref" in schema:
            schema = self._openapi["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return schema

    def _of_any(self, choices: list[Mapping[str, Any]], depth: int) -> Any:
        return None if {"type": "null"} in choices else self.value(choices[0], depth + 1)

    def _of_type(self, schema: Mapping[str, Any], depth: int) -> Any:
        kind = schema.get("type", "object" if "properties" in schema else None)
        if kind == "object":
            needed = schema.get("required", ())
            return {
                n: self.value(s, depth + 1) for n, s in schema.get("properties", {}).items() if n in needed
            }
        if kind == "array":
            return [self.value(schema["items"], depth + 1)] * schema.get("minItems", 1)
        if kind in {"integer", "number"}:
            return max(schema.get("minimum", 0), schema.get("exclusiveMinimum", -1) + 1)
        return {"boolean": False, "string": self._text(schema), None: None, "null": None}[kind]

    def _text(self, schema: Mapping[str, Any]) -> str:
        known = {
            "uuid": "00000000-0000-0000-0000-000000000000",
            "date-time": "2026-01-01T00:00:00Z",
            "date": "2026-01-01",
            "uri": "http://127.0.0.1:9/x",
        }
        return known.get(schema.get("format", ""), "made-up")


def arguments_for(operation: Operation, made_up: MadeUp) -> dict[str, Any]:
    arguments: dict[str, Any] = {}
    for argument in operation.arguments:
        if argument.is_required:
            arguments[argument.argument] = b"made up" if argument.is_file else made_up.value(argument.schema)
    if operation.body and operation.body.is_required and not operation.body.fields:
        arguments["body"] = made_up.value(operation.body.schema)
    return arguments


def shape_errors(error: APIError) -> list[Any]:
    detail = error.body.get("detail") if isinstance(error.body, dict) else None
    problems = detail if error.status_code == 422 and isinstance(detail, list) else []
    return [each for each in problems if str(each.get("type", "")).endswith(SHAPE_ERRORS)]


def walked(client: Client, *, own_server: bool) -> Iterator[tuple[str, str]]:
    """Call every operation; give the name of each and what is wrong with its answer."""
    made_up = MadeUp(client.server.openapi)
    for operation in client.operations():
        is_for_all = operation.name in FOR_ALL | REACHING_OUT
        if operation.name.startswith(ABOUT_THE_LOGIN) or (is_for_all and not own_server):
            continue
        arguments = {**arguments_for(operation, made_up), **CHOSEN.get(operation.name, {})}
        yield operation.name, _wrong_with(client, operation, arguments)


def _wrong_with(client: Client, operation: Operation, arguments: dict[str, Any]) -> str:
    try:
        client.call(operation.name, timeout=60, **arguments)
    except APIError as error:
        is_servers_fault = error.status_code >= 500 and operation.name not in FAULTY
        if error.status_code in {401, 405} or is_servers_fault or shape_errors(error):
            return str(error)
    return ""


# How to list what the walk makes, and how to delete it: by which parameter, from which member.
MADE: list[tuple[str, dict[str, Any], str, str, str]] = [
    ("list_boards", {"all": True, "include_archived": True}, "delete_board", "board_id", "board_id"),
    ("list_style_presets", {}, "delete_style_preset", "style_preset_id", "id"),
    ("list_system_prompts", {}, "delete_system_prompt", "system_prompt_id", "id"),
    ("list_workflows", {}, "delete_workflow", "workflow_id", "workflow_id"),
]


def made(client: Client) -> set[tuple[str, str, str]]:
    """Give how to delete each thing that a walk can make: by which operation, which parameter, which id."""
    found = set()
    for listing, options, delete, parameter, member in MADE:
        answer = client.call(listing, **options)
        things = answer["items"] if isinstance(answer, dict) else answer
        found |= {(delete, parameter, each[member]) for each in things}
    return found


@contextmanager
def left_as_found(client: Client) -> Iterator[None]:
    """Delete what a block made."""
    before = made(client)
    yield
    for delete, parameter, new in made(client) - before:
        client.call(delete, **{parameter: new})


def complaints(client: Client, *, own_server: bool) -> dict[str, str]:
    return {name: wrong for name, wrong in walked(client, own_server=own_server) if wrong}


def test_a_shared_server_has_every_operation_reached_but_those_for_all() -> None:
    if "INVOKEAI_URL" not in os.environ:
        pytest.skip("INVOKEAI_URL names no server")
    with Client(os.environ["INVOKEAI_URL"], **ONE_BY_ONE) as client:
        assert len(client.operations()) >= 191
        with left_as_found(client):
            found = complaints(client, own_server=False)
        needs_accounts = {name for name in found if "_api_v1_auth_" in name}
        assert found.keys() == needs_accounts, found


def test_a_server_of_our_own_has_every_operation_reached() -> None:
    if "INVOKEAI_MULTIUSER_URL" not in os.environ:
        pytest.skip("INVOKEAI_MULTIUSER_URL names no server")
    account = LoginAuth(*ACCOUNT)
    with Client(os.environ["INVOKEAI_MULTIUSER_URL"], auth=account, **ONE_BY_ONE) as client:
        with left_as_found(client):
            wrong_with = dict(walked(client, own_server=True))
        client.call("resume", queue_id="default")
        left = {operation.name for operation in client.operations()} - wrong_with.keys()

    assert {name: wrong for name, wrong in wrong_with.items() if wrong} == {}
    assert all(name.startswith(ABOUT_THE_LOGIN) for name in left)
    assert len(wrong_with) + len(left) >= 191
