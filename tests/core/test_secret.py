"""Secrets are not shown in a repr, an error, a traceback, a log or a pickle."""

import asyncio
import json
import logging
import pickle
import traceback
from typing import Any

import pytest

from ivk_core import AsyncClient, Client, ClientConfig, Request, ServerAddress
from ivk_core.auth import BasicAuth, BearerAuth, CallableAuth, HeaderAuth, LoginAuth
from ivk_core.errors import ConfigurationError, ConnectionError, InvokeAIError, ValidationError
from ivk_core.logs import hide_secrets
from ivk_core.secret import Secret, secrets_in, without_secrets

SECRET = "hush-hush"
LOGIN = {"token": SECRET, "user": {"user_id": "1", "email": "me@home"}, "expires_in": 60}
KINDS = [
    BearerAuth(SECRET),
    BasicAuth("me", SECRET),
    HeaderAuth({"X-Key": SECRET}),
    CallableAuth(lambda: SECRET),
    LoginAuth("me@home", SECRET),
]


def test_a_secret_shows_as_dots() -> None:
    assert (str(Secret(SECRET)), repr(Secret(SECRET)), f"{Secret(SECRET)}") == ("…", "Secret('…')", "…")


def test_a_secret_is_revealed_on_demand() -> None:
    assert Secret(Secret(SECRET)).reveal() == SECRET


def test_an_empty_secret_is_false() -> None:
    assert (bool(Secret()), bool(Secret(SECRET))) == (False, True)


def test_secrets_are_compared_by_their_text() -> None:
    assert Secret(SECRET) == Secret(SECRET) != Secret("other")
    assert len({Secret(SECRET), Secret(SECRET)}) == 1


def test_a_secret_is_not_pickled() -> None:
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(Secret(SECRET))


def test_nested_secrets_are_found_and_replaced() -> None:
    body = {"a": [1, Secret(SECRET)], "b": {"c": Secret("x")}, "d": Secret()}
    assert secrets_in(body) == [Secret(SECRET), Secret("x")]
    assert without_secrets(body) == {"a": [1, "…"], "b": {"c": "…"}, "d": ""}


@pytest.mark.parametrize("auth", KINDS, ids=lambda auth: type(auth).__name__)
def test_credentials_are_not_shown(auth: Any) -> None:
    assert SECRET not in repr(auth)


@pytest.mark.parametrize("auth", KINDS[:3], ids=lambda auth: type(auth).__name__)
def test_credentials_are_not_pickled(auth: Any) -> None:
    with pytest.raises(TypeError):
        pickle.dumps(auth)


def test_settings_do_not_show_secrets_and_are_not_pickled() -> None:
    config = ClientConfig(
        ServerAddress.parse(f"http://me:{SECRET}@host"),
        api_key=SECRET,
        email="me@home",
        password=SECRET,
        headers={"X-Key": SECRET},
        proxies={"http": f"http://me:{SECRET}@proxy"},
    )
    assert SECRET not in repr(config) + repr(Client(config=config))
    for thing in (config, config.address, Client(config=config)):
        with pytest.raises(TypeError, match="not pickled"):
            pickle.dumps(thing)


@pytest.mark.parametrize(
    "answer",
    [
        lambda exchange: exchange.reply(
            500, {"detail": f"cannot store {SECRET}"}, Set_Cookie=f"token={SECRET}"
        ),
        lambda exchange: exchange.reply(422, {"detail": [{"loc": ["body"], "msg": "no", "input": SECRET}]}),
        lambda exchange: exchange.drop_connection(),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_error_contains_no_secret(
    server: Any, connect: Any, caplog: pytest.LogCaptureFixture, answer: Any, method: str
) -> None:
    caplog.set_level(logging.DEBUG)
    server.respond_with(answer)
    client = connect(server.url, api_key=SECRET, headers={"X-Key": SECRET})
    request = Request(
        method,
        "/x",
        query={"access_token": Secret(SECRET)},
        json={"password": Secret(SECRET)},
        headers={"X-More": SECRET},
    )
    with pytest.raises(InvokeAIError) as caught:
        client.send(request)
    assert server.received[0].body == b'{"password": "hush-hush"}'
    shown = "".join(traceback.format_exception(caught.value))
    assert SECRET not in shown + repr(caught.value) + repr(vars(caught.value)) + caplog.text
    assert SECRET.encode() not in pickle.dumps(caught.value)


@pytest.mark.parametrize("password", ['pa"ss\\word', "Größe 火", "a/b", "tab\there"])
@pytest.mark.parametrize("is_ascii", [True, False])
def test_a_secret_that_json_escapes_is_removed_from_the_body_of_an_error(
    server: Any, password: str, is_ascii: bool
) -> None:
    body = json.dumps({"detail": [{"msg": "too weak", "input": password}]}, ensure_ascii=is_ascii).encode()
    server.respond_with(lambda exchange: exchange.reply(422, body))
    with pytest.raises(ValidationError) as caught:
        Client(server.url).send(Request("POST", "/auth/setup", json={"password": Secret(password)}))
    assert caught.value.body["detail"][0]["input"] == "..."
    assert password not in str(caught.value)


def reachable(error: BaseException | None) -> list[BaseException]:
    """Return an error and all errors that it refers to as cause or context."""
    return [error, *reachable(error.__cause__), *reachable(error.__context__)] if error else []


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_error_of_a_lost_connection_keeps_no_error_with_the_credentials(
    server: Any, connect: Any, unused_url: str, method: str
) -> None:
    server.respond_with(lambda exchange: exchange.drop_connection())
    for url in (server.url, unused_url):
        with pytest.raises(ConnectionError) as caught:
            connect(url, api_key=SECRET, max_retries=1).send(Request(method, "/x"))
        assert {type(error).__module__ for error in reachable(caught.value)} == {"ivk_core.errors"}


def test_the_error_of_an_invalid_address_keeps_no_error_with_its_password() -> None:
    with pytest.raises(InvokeAIError) as caught:
        ServerAddress.parse(f"http://me:{SECRET}/x@host")
    assert SECRET not in "".join(map(repr, reachable(caught.value)))


def test_the_error_of_a_failed_login_contains_no_secret(
    server: Any, connect: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.respond_with(lambda exchange: exchange.reply(401, {"detail": f"{SECRET} is wrong"}))
    with pytest.raises(InvokeAIError) as caught:
        connect(server.url, auth=LoginAuth("me@home", SECRET)).send(Request("GET", "/boards/"))
    shown = "".join(traceback.format_exception(caught.value))
    assert SECRET not in shown + caplog.text + repr(vars(caught.value))
    assert SECRET.encode() not in pickle.dumps(caught.value)


def test_urllib3_logs_no_secret_query(server: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "urllib3")
    server.respond_with_bodies({})
    Client(server.url).send(Request("POST", "/install", query={"source": "a", "access_token": SECRET}))
    assert SECRET not in caplog.text
    assert "source=a" in caplog.text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"Invalid header value: 'Bearer {SECRET}\n'", "Invalid header value: 'Bearer …\n'"),
        (f"{{'Authorization': 'Basic {SECRET}'}}", "{'Authorization': 'Basic …'}"),
        (f"Authorization: {SECRET}, Accept: */*", "Authorization: …, Accept: */*"),
        (f"/install?a=1&access_token={SECRET}", "/install?a=1&access_token=…"),
        (f'0{{"token":"{SECRET}"}}', '0{"token":"…"}'),
        ("Only basic authentication is supported", "Only basic authentication is supported"),
    ],
)
@pytest.mark.parametrize("kind", [str, ValueError])
def test_secrets_that_other_libraries_log_are_replaced_by_dots(
    text: str, shown: str, kind: Any, caplog: pytest.LogCaptureFixture
) -> None:
    logger = logging.getLogger("another.library")
    logger.addFilter(hide_secrets)
    logger.error("It failed: %s after %d tries", kind(text), 3)
    assert caplog.messages == [f"It failed: {shown} after 3 tries"]


@pytest.mark.parametrize("token", [f"{SECRET}\n", f"{SECRET}\r\nX-Injected: 1", f"{SECRET}…"])
def test_a_socket_does_not_send_or_show_an_invalid_header(
    server: Any, token: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.respond_with_bodies({})
    with (
        Client(server.url, api_key=token) as client,
        pytest.raises(ConfigurationError, match="'Authorization'") as caught,
        client.events.listening(),
    ):
        pass
    assert server.received == []
    assert SECRET not in "".join(traceback.format_exception(caught.value)) + caplog.text


async def test_an_async_socket_does_not_send_or_show_an_invalid_header(
    server: Any, caplog: pytest.LogCaptureFixture
) -> None:
    pytest.importorskip("aiohttp")
    caplog.set_level(logging.DEBUG)
    server.respond_with_bodies({})
    async with AsyncClient(server.url, api_key=f"{SECRET}\n") as client:
        with pytest.raises(ConfigurationError, match="'Authorization'") as caught:
            async with client.events.listening():
                pass
    assert server.received == []
    assert SECRET not in "".join(traceback.format_exception(caught.value)) + caplog.text


def test_the_token_of_a_login_is_not_shown(server: Any) -> None:
    server.respond_with_bodies(LOGIN, {})
    client = Client(server.url, auth=LoginAuth("me@home", "pass-word"))
    client.send(Request("GET", "/boards/"))
    auth: Any = client.credentials.current
    assert SECRET not in repr(auth) + repr(auth._session)
    asyncio.run(client.aio.close())
