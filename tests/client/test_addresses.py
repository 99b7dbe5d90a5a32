"""Every combination of the parameters for the address is the address that is meant, or an error."""

from __future__ import annotations

from typing import Any

import pytest

from invokeai_py_client import AsyncInvokeAIClient, InvokeAIClient
from ivk_core import ServerAddress
from ivk_core.errors import ArgumentError, ConfigurationError


@pytest.mark.parametrize("kind", [InvokeAIClient, AsyncInvokeAIClient])
@pytest.mark.parametrize(
    ("arguments", "settings", "root"),
    [
        ((), {}, "http://localhost:9090"),
        (("localhost",), {}, "http://localhost:9090"),
        (("localhost", 9601), {}, "http://localhost:9601"),
        (("http://localhost", 9601), {}, "http://localhost:9601"),
        (("https://host", 9601), {}, "https://host:9601"),
        (("http://localhost:9601", 9601), {}, "http://localhost:9601"),
        (("localhost:9601",), {}, "http://localhost:9601"),
        (("localhost:9601/invoke", 9601), {}, "http://localhost:9601/invoke"),
        (("::1", 9601), {}, "http://[::1]:9601"),
        (("[::1]:9601",), {}, "http://[::1]:9601"),
        ((), {"port": 9601}, "http://localhost:9601"),
        ((), {"host": "h", "port": 9, "use_https": True}, "https://h:9"),
        (("h",), {"use_https": True}, "https://h:9090"),
        (("https://h",), {"use_https": True}, "https://h"),
        (("h",), {"base_path": "/x/api/v1"}, "http://h:9090/x"),
        (("http://h:1/x",), {"base_path": "/api/v1"}, "http://h:1/x"),
        (("http://h:1",), {"base_path": "x"}, "http://h:1/x"),
        ((), {"base_url": "http://h:9"}, "http://h:9"),
        ((), {"base_url": "http://h", "port": 9}, "http://h:9"),
        ((), {"base_url": "h:9", "use_https": True}, "https://h:9"),
        ((), {"base_url": ServerAddress(host="h", port=9)}, "http://h:9"),
    ],
)
def test_an_address(kind: Any, arguments: Any, settings: Any, root: str) -> None:
    assert kind(*arguments, **settings).config.address.root == root


@pytest.mark.parametrize(
    ("arguments", "settings", "error"),
    [
        (("http://localhost:9601", 9090), {}, ArgumentError),
        (("localhost:9601", 9090), {}, ArgumentError),
        (("http://h",), {"use_https": True}, ArgumentError),
        (("https://h",), {"use_https": False}, ArgumentError),
        (("http://h/y",), {"base_path": "/x"}, ArgumentError),
        (("h",), {"base_url": "http://me:hush@h"}, ArgumentError),
        ((), {"base_url": "http://h:1", "port": 2}, ArgumentError),
        ((), {"verify": True, "verify_ssl": False}, ArgumentError),
        ((), {"base_url": ""}, ConfigurationError),
        (("",), {}, ConfigurationError),
        ((5,), {}, ConfigurationError),
        (("h", "9090"), {}, ConfigurationError),
        (("h", 0), {}, ConfigurationError),
        (("h", 65536), {}, ConfigurationError),
        (("h",), {"base_path": 5}, ConfigurationError),
        (("h",), {"use_https": "yes"}, ConfigurationError),
    ],
)
def test_contradictions_and_wrong_values_are_errors(arguments: Any, settings: Any, error: type) -> None:
    with pytest.raises(error) as caught:
        InvokeAIClient(*arguments, **settings)
    assert "hush" not in str(caught.value)


def test_the_user_in_an_address_without_a_scheme_is_kept() -> None:
    assert InvokeAIClient("me:hush@host").config.address.username == "me"


def test_arguments_for_the_address_win_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INVOKEAI_URL", "http://other:1")
    assert InvokeAIClient(port=9601).config.address.root == "http://localhost:9601"
    assert InvokeAIClient().config.address.root == "http://other:1"


@pytest.mark.parametrize("kind", [InvokeAIClient, AsyncInvokeAIClient])
def test_both_names_of_the_check_of_certificates_are_known(kind: Any) -> None:
    assert kind.from_url("h", verify=False).config.verify is False
    assert kind.from_url("h", verify_ssl=False).config.verify is False
    assert kind("h", verify_ssl=False).config.verify is False
