"""Calls of every operation of a real server, with arguments generated from its schema."""

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
# Operations that affect all users of a server. They are only called on the server for tests.
GLOBAL = {
    "cancel_all_except_current", "delete_all_except_current", "clear", "prune", "pause", "resume",
    "clear_intermediates", "delete_uncategorized_images", "delete_uncategorized_videos", "empty_model_cache",
    "clear_invocation_cache", "enable_invocation_cache", "disable_invocation_cache", "set_log_level",
    "update_runtime_config", "reload_custom_nodes", "start_image_move", "start_image_move_recovery",
    "prune_model_install_jobs", "reset_hf_token", "do_hf_login", "delete_client_state",
    "update_recall_parameters", "set_client_state",
}  # fmt: skip
# When the server fails while it sends a response, it closes the connection. A connection for each call keeps
# such a failure from affecting the next call, and without retries each failure is seen.
ISOLATED_CALLS: dict[str, Any] = {"max_retries": 0, "headers": {"Connection": "close"}}
# Operations that InvokeAI 6.14.2 answers with 5xx: some instead of 404, one that it lists but does not
# implement, and one that requests another server, which cannot be reached in the test environment.
FAULTY = {
    "get_model_image",
    "install_hugging_face_model",
    "remove_image_from_board",
    "create_image_upload_entry",
    "get_hugging_face_models",
}
# The kinds of validation errors that show that the client sent an argument in the wrong place or form.
SHAPE_ERRORS = ("missing", "extra_forbidden", "_type", "_parsing", "json_invalid")
# Port 9 is closed: the server must not download anything.
FIXED_ARGUMENTS = {"install_custom_node_pack": {"source": "http://127.0.0.1:9/none.git"}}
USES_THE_INTERNET = {"get_hugging_face_models", "install_custom_node_pack"}
# These operations would end the login that the others need. Other tests cover them.
LOGIN_OPERATIONS = ("logout", "setup_admin", "update_current_user")


class ValueGenerator:
    """Generates values that a JSON schema accepts."""

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
        return known.get(schema.get("format", ""), "generated")


def arguments_for(operation: Operation, generator: ValueGenerator) -> dict[str, Any]:
    arguments: dict[str, Any] = {}
    for argument in operation.arguments:
        if argument.is_required:
            value = b"generated" if argument.is_file else generator.value(argument.schema)
            # Some schemas allow null in a path, where nothing can stand for it.
            is_in_path = argument.place == "path"
            arguments[argument.argument] = "generated" if value is None and is_in_path else value
    if operation.body and operation.body.is_required and not operation.body.fields:
        arguments["body"] = generator.value(operation.body.schema)
    return arguments


def shape_errors(error: APIError) -> list[Any]:
    detail = error.body.get("detail") if isinstance(error.body, dict) else None
    problems = detail if error.status_code == 422 and isinstance(detail, list) else []
    return [each for each in problems if str(each.get("type", "")).endswith(SHAPE_ERRORS)]


def call_all(client: Client, *, is_test_server: bool) -> Iterator[tuple[str, str]]:
    """Call every operation; yield its name and the error message, which is empty on success."""
    generator = ValueGenerator(client.server.openapi)
    for operation in client.operations():
        needs_test_server = operation.name in GLOBAL | USES_THE_INTERNET
        if operation.name.startswith(LOGIN_OPERATIONS) or (needs_test_server and not is_test_server):
            continue
        arguments = {**arguments_for(operation, generator), **FIXED_ARGUMENTS.get(operation.name, {})}
        yield operation.name, _error_of(client, operation, arguments)


def _error_of(client: Client, operation: Operation, arguments: dict[str, Any]) -> str:
    try:
        client.call(operation.name, timeout=60, **arguments)
    except APIError as error:
        is_unexpected = error.status_code >= 500 and operation.name not in FAULTY
        if error.status_code in {401, 405} or is_unexpected or shape_errors(error):
            return str(error)
    return ""


# What the calls create: the listing operation with its arguments, the deleting operation, its parameter, and
# the key of the id in the listing.
CREATED: list[tuple[str, dict[str, Any], str, str, str]] = [
    ("list_boards", {"all": True, "include_archived": True}, "delete_board", "board_id", "board_id"),
    ("list_style_presets", {}, "delete_style_preset", "style_preset_id", "id"),
    ("list_system_prompts", {}, "delete_system_prompt", "system_prompt_id", "id"),
    ("list_workflows", {}, "delete_workflow", "workflow_id", "workflow_id"),
]


def created(client: Client) -> set[tuple[str, str, str]]:
    """Return the existing things of the kinds in `CREATED`: deleting operation, its parameter, and id."""
    found = set()
    for listing, options, delete, parameter, key in CREATED:
        response = client.call(listing, **options)
        items = response["items"] if isinstance(response, dict) else response
        found |= {(delete, parameter, each[key]) for each in items}
    return found


@contextmanager
def cleanup(client: Client) -> Iterator[None]:
    """Delete what the block created."""
    before = created(client)
    yield
    for delete, parameter, new_id in created(client) - before:
        client.call(delete, **{parameter: new_id})


def failures(client: Client, *, is_test_server: bool) -> dict[str, str]:
    return {name: error for name, error in call_all(client, is_test_server=is_test_server) if error}


def test_every_operation_without_global_effects_works_on_a_shared_server() -> None:
    if "INVOKEAI_URL" not in os.environ:
        pytest.skip("INVOKEAI_URL is not set")
    with Client(os.environ["INVOKEAI_URL"], **ISOLATED_CALLS) as client:
        assert len(client.operations()) >= 191
        with cleanup(client):
            found = failures(client, is_test_server=False)
        needs_accounts = {name for name in found if "_api_v1_auth_" in name}
        assert found.keys() == needs_accounts, found


def test_every_operation_works_on_the_server_for_tests() -> None:
    if "INVOKEAI_MULTIUSER_URL" not in os.environ:
        pytest.skip("INVOKEAI_MULTIUSER_URL is not set")
    account = LoginAuth(*ACCOUNT)
    with Client(os.environ["INVOKEAI_MULTIUSER_URL"], auth=account, **ISOLATED_CALLS) as client:
        with cleanup(client):
            errors = dict(call_all(client, is_test_server=True))
        client.call("resume", queue_id="default")
        not_called = {operation.name for operation in client.operations()} - errors.keys()

    assert {name: error for name, error in errors.items() if error} == {}
    assert all(name.startswith(LOGIN_OPERATIONS) for name in not_called)
    assert len(errors) + len(not_called) >= 191
