"""A misspelled attribute or argument of a client is an error that says what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ivk_core import AsyncClient, AsyncRepository, Client, ClientConfig, Repository, ServerAddress, Timeout
from ivk_core.errors import ArgumentError, InvokeAIError
from ivk_core.events import Room
from ivk_core.operations import Operation
from ivk_core.schemas import ServerData

CLIENTS = [Client, AsyncClient]


def assign(owner: object, name: str, value: object = 5) -> AttributeError:
    with pytest.raises(AttributeError) as caught:
        setattr(owner, name, value)
    assert isinstance(caught.value, InvokeAIError)
    return caught.value


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("timeout", 5, "client.with_options(timeout=5)"),
        ("timout", 5, "client.with_options(timeout=5)"),
        ("max_retires", 0, "client.with_options(max_retries=0)"),
        ("headers", {"Authorization": "hush"}, "client.with_options(headers=…)"),
        ("api_key", "hush", "Pass api_key to the constructor"),
        ("url", "http://host", "Pass url to the constructor"),
        ("closed", True, "Did you mean 'close'"),
        ("config", None, "client.with_options"),
        ("credentials", None, "client.auth.login"),
        ("session", None, "read-only"),
        ("events", None, "read-only"),
    ],
)
def test_an_attribute_of_a_client_cannot_be_assigned(kind: Any, name: str, value: Any, hint: str) -> None:
    error = assign(kind("http://host"), name, value)
    assert hint in str(error)
    assert "hush" not in str(error)


@pytest.mark.parametrize("kind", CLIENTS)
def test_the_parts_of_a_client_refuse_unknown_attributes(kind: Any) -> None:
    client = kind("http://host")
    repository = client.repository(Repository if kind is Client else AsyncRepository)
    for part in (client.server, client.auth, client.auth.users, client.events, repository):
        assign(part, "timeout")


def test_a_copy_with_other_settings_refuses_them_too() -> None:
    copy = Client("http://host").with_options(timeout=7)
    assert copy.config.timeout == 7
    assign(copy, "timeout")


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (ClientConfig(ServerAddress()), "timeout"),
        (ClientConfig(ServerAddress()), "timout"),
        (ServerAddress(), "port"),
        (Timeout(), "reed"),
        (Room.queue(), "name"),
        (Operation("a", "GET", "/a"), "name"),
        (ServerData.model_validate({"name": "a"}), "name"),
        (ServerData.model_validate({"name": "a"}), "nmae"),
    ],
)
def test_values_cannot_be_changed(owner: object, name: str) -> None:
    assert getattr(assign(owner, name), "hint", "")


class Special(Client):
    """A class of a program, with an attribute of its own."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.project = "seas"


def test_a_class_of_a_program_may_have_more_attributes() -> None:
    client = Special("http://host")
    client.project = "lakes"
    assert client.with_options(timeout=3).project == "lakes"


@pytest.mark.parametrize("name", ["timeout", "timout", "config", "repositry"])
def test_a_class_of_a_program_refuses_misspelled_names_all_the_same(name: str) -> None:
    assign(Special("http://host"), name)


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize(
    "make",
    [
        lambda kind: kind("http://host", timout=5),
        lambda kind: kind.from_url("http://host", timout=5),
        lambda kind: kind.from_env(timout=5),
        lambda kind: kind("http://host").with_options(timout=5),
        lambda kind: ClientConfig.find(timout=5),
        lambda kind: ClientConfig(ServerAddress()).with_options(timout=5),
    ],
)
def test_an_unknown_setting_is_refused_with_a_suggestion(kind: Any, make: Callable[[Any], object]) -> None:
    with pytest.raises(ArgumentError, match="Did you mean 'timeout'"):
        make(kind)


@pytest.mark.parametrize("kind", CLIENTS)
def test_a_copy_cannot_have_another_connection(kind: Any) -> None:
    with pytest.raises(ArgumentError, match=r"cannot change verify.*\n.*another client"):
        kind("http://host").with_options(verify=False)


@pytest.mark.parametrize("name", ["verify", "proxies", "max_connections", "cert"])
def test_a_setting_that_a_session_has_itself_is_refused_beside_it(name: str) -> None:
    import requests

    settings: dict[str, Any] = {"verify": False, "proxies": {}, "max_connections": 3, "cert": "a"}
    with requests.Session() as session, pytest.raises(ArgumentError, match=name):
        Client("http://host", session=session, **{name: settings[name]})


def test_a_setting_beside_a_config_is_refused() -> None:
    with pytest.raises(ArgumentError, match="timeout cannot be passed together with config"):
        Client(config=ClientConfig(ServerAddress()), timeout=3)


@pytest.mark.parametrize("kind", CLIENTS)
def test_a_session_of_another_library_is_refused(kind: Any) -> None:
    with pytest.raises(ValueError, match="session"):
        kind("http://host", session=object())
