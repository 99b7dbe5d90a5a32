"""The version, the settings, the client state, and unknown paths."""

import pytest


def test_the_server_has_a_version(api):
    assert api.json("GET", "/app/version") == {"version": "6.14.2"}


@pytest.mark.parametrize("path", ["/health", "/nothing/here", "/api/v3/x", "/api/v2/models/nope"])
def test_an_unknown_path_answers_the_page_of_the_gui(api, path):
    answer = api.request("GET", path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.text.lstrip().lower().startswith("<!doctype html>")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_an_unknown_operation_is_not_allowed(api, method):
    answer = api.request(method, "/nothing/here")
    assert (answer.status_code, answer.json()) == (405, {"detail": "Method Not Allowed"})


def test_a_server_without_accounts_needs_no_setup(api):
    status = api.json("GET", "/auth/status")
    assert status == {
        "setup_required": False,
        "multiuser_enabled": False,
        "strict_password_checking": False,
        "admin_email": None,
    }


def test_login_is_refused_without_accounts(api):
    answer = api.request("POST", "/auth/login", json={"email": "a@b.com", "password": "x"})
    assert answer.status_code == 403
    assert answer.json()["detail"].startswith("Multiuser mode is disabled.")


def test_the_runtime_config_has_the_queue_limit(api):
    assert isinstance(api.json("GET", "/app/runtime_config")["config"]["max_queue_size"], int)


def test_client_state_is_stored_until_it_is_deleted(api):
    key = api.destination
    assert api.json("GET", f"/client_state/default/get_by_key?key={key}") is None
    assert api.json("POST", f"/client_state/default/set_by_key?key={key}", json="text") == "text"
    assert api.json("GET", f"/client_state/default/get_by_key?key={key}") == "text"
    assert api.json("GET", f"/client_state/default/get_keys_by_prefix?prefix={key[:10]}") == [key]
    api.request("POST", f"/client_state/default/delete_by_key?key={key}")
    assert api.json("GET", f"/client_state/default/get_by_key?key={key}") is None
