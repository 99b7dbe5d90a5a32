"""What must not be seen is not seen: not in a repr, an error, a traceback, a log or a pickle."""

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

HUSH = "hush-hush"
LOGIN = {"token": HUSH, "user": {"user_id": "1", "email": "me@home"}, "expires_in": 60}
KINDS = [
    BearerAuth(HUSH),
    BasicAuth("me", HUSH),
    HeaderAuth({"X-Key": HUSH}),
    CallableAuth(lambda: HUSH),
    LoginAuth("me@home", HUSH),
]


def test_a_secret_shows_as_dots() -> None:
    assert (str(Secret(HUSH)), repr(Secret(HUSH)), f"{Secret(HUSH)}") == ("…", "Secret('…')", "…")


def test_a_secret_is_revealed_on_demand() -> None:
    assert Secret(Secret(HUSH)).reveal() == HUSH


def test_an_empty_secret_is_false() -> None:
    assert (bool(Secret()), bool(Secret(HUSH))) == (False, True)


def test_secrets_are_compared_by_what_they_hide() -> None:
    assert Secret(HUSH) == Secret(HUSH) != Secret("other")
    assert len({Secret(HUSH), Secret(HUSH)}) == 1


def test_a_secret_is_not_pickled() -> None:
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(Secret(HUSH))


def test_nested_secrets_are_found_and_dotted() -> None:
    body = {"a": [1, Secret(HUSH)], "b": {"c": Secret("x")}, "d": Secret()}
    assert secrets_in(body) == [Secret(HUSH), Secret("x")]
    assert without_secrets(body) == {"a": [1, "…"], "b": {"c": "…"}, "d": ""}


@pytest.mark.parametrize("auth", KINDS, ids=lambda auth: type(auth).__name__)
def test_credentials_are_not_shown(auth: Any) -> None:
    assert HUSH not in repr(auth)


@pytest.mark.parametrize("auth", KINDS[:3], ids=lambda auth: type(auth).__name__)
def test_credentials_are_not_pickled(auth: Any) -> None:
    with pytest.raises(TypeError):
        pickle.dumps(auth)


def test_settings_show_and_pickle_no_secrets() -> None:
    config = ClientConfig(
        ServerAddress.parse(f"http://me:{HUSH}@host"),
        api_key=HUSH,
        email="me@home",
        password=HUSH,
        headers={"X-Key": HUSH},
        proxies={"http": f"http://me:{HUSH}@proxy"},
    )
    assert HUSH not in repr(config) + repr(Client(config=config))
    for thing in (config, config.address, Client(config=config)):
        with pytest.raises(TypeError, match="not pickled"):
            pickle.dumps(thing)


@pytest.mark.parametrize(
    "answer",
    [
        lambda exchange: exchange.reply(500, {"detail": f"cannot store {HUSH}"}, Set_Cookie=f"token={HUSH}"),
        lambda exchange: exchange.reply(422, {"detail": [{"loc": ["body"], "msg": "no", "input": HUSH}]}),
        lambda exchange: exchange.hang_up(),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_secret_survives_a_failure(
    server: Any, connect: Any, caplog: pytest.LogCaptureFixture, answer: Any, method: str
) -> None:
    caplog.set_level(logging.DEBUG)
    server.will(answer)
    face = connect(server.url, api_key=HUSH, headers={"X-Key": HUSH})
    request = Request(
        method,
        "/x",
        query={"access_token": Secret(HUSH)},
        json={"password": Secret(HUSH)},
        headers={"X-More": HUSH},
    )
    with pytest.raises(InvokeAIError) as caught:
        face.send(request)
    assert server.heard[0].body == b'{"password": "hush-hush"}'
    told = "".join(traceback.format_exception(caught.value))
    assert HUSH not in told + repr(caught.value) + repr(vars(caught.value)) + caplog.text
    assert HUSH.encode() not in pickle.dumps(caught.value)


@pytest.mark.parametrize("password", ['pa"ss\\word', "Größe 火", "a/b", "tab\there"])
@pytest.mark.parametrize("is_ascii", [True, False])
def test_a_secret_that_json_escapes_is_taken_out_of_what_the_server_quotes(
    server: Any, password: str, is_ascii: bool
) -> None:
    body = json.dumps({"detail": [{"msg": "too weak", "input": password}]}, ensure_ascii=is_ascii).encode()
    server.will(lambda exchange: exchange.reply(422, body))
    with pytest.raises(ValidationError) as caught:
        Client(server.url).send(Request("POST", "/auth/setup", json={"password": Secret(password)}))
    assert caught.value.body["detail"][0]["input"] == "..."
    assert password not in str(caught.value)


def reachable(error: BaseException | None) -> list[BaseException]:
    """Go from an error to those that it keeps."""
    return [error, *reachable(error.__cause__), *reachable(error.__context__)] if error else []


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_connection_that_breaks_leaves_no_error_with_the_credentials(
    server: Any, connect: Any, nowhere: str, method: str
) -> None:
    server.will(lambda exchange: exchange.hang_up())
    for url in (server.url, nowhere):
        with pytest.raises(ConnectionError) as caught:
            connect(url, api_key=HUSH, max_retries=1).send(Request(method, "/x"))
        assert {type(error).__module__ for error in reachable(caught.value)} == {"ivk_core.errors"}


def test_an_address_that_cannot_be_read_leaves_no_error_with_its_password() -> None:
    with pytest.raises(InvokeAIError) as caught:
        ServerAddress.parse(f"http://me:{HUSH}/x@host")
    assert HUSH not in "".join(map(repr, reachable(caught.value)))


def test_a_failed_login_gives_nothing_away(
    server: Any, connect: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.will(lambda exchange: exchange.reply(401, {"detail": f"{HUSH} is wrong"}))
    with pytest.raises(InvokeAIError) as caught:
        connect(server.url, auth=LoginAuth("me@home", HUSH)).send(Request("GET", "/boards/"))
    told = "".join(traceback.format_exception(caught.value))
    assert HUSH not in told + caplog.text + repr(vars(caught.value))
    assert HUSH.encode() not in pickle.dumps(caught.value)


def test_urllib3_logs_no_secret_query(server: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "urllib3")
    server.will_say({})
    Client(server.url).send(Request("POST", "/install", query={"source": "a", "access_token": HUSH}))
    assert HUSH not in caplog.text
    assert "source=a" in caplog.text


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (f"Invalid header value: 'Bearer {HUSH}\n'", "Invalid header value: 'Bearer …\n'"),
        (f"{{'Authorization': 'Basic {HUSH}'}}", "{'Authorization': 'Basic …'}"),
        (f"Authorization: {HUSH}, Accept: */*", "Authorization: …, Accept: */*"),
        (f"/install?a=1&access_token={HUSH}", "/install?a=1&access_token=…"),
        (f'0{{"token":"{HUSH}"}}', '0{"token":"…"}'),
        ("Only basic authentication is supported", "Only basic authentication is supported"),
    ],
)
@pytest.mark.parametrize("kind", [str, ValueError])
def test_dots_take_the_place_of_secrets_that_other_libraries_log(
    told: str, shown: str, kind: Any, caplog: pytest.LogCaptureFixture
) -> None:
    logger = logging.getLogger("another.library")
    logger.addFilter(hide_secrets)
    logger.error("It failed: %s after %d tries", kind(told), 3)
    assert caplog.messages == [f"It failed: {shown} after 3 tries"]


@pytest.mark.parametrize("token", [f"{HUSH}\n", f"{HUSH}\r\nX-Injected: 1", f"{HUSH}…"])
def test_a_socket_sends_and_shows_no_header_that_cannot_be_sent(
    server: Any, token: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.will_say({})
    with (
        Client(server.url, api_key=token) as client,
        pytest.raises(ConfigurationError, match="'Authorization'") as caught,
        client.events.listening(),
    ):
        pass
    assert server.heard == []
    assert HUSH not in "".join(traceback.format_exception(caught.value)) + caplog.text


async def test_nor_does_an_async_socket(server: Any, caplog: pytest.LogCaptureFixture) -> None:
    pytest.importorskip("aiohttp")
    caplog.set_level(logging.DEBUG)
    server.will_say({})
    async with AsyncClient(server.url, api_key=f"{HUSH}\n") as client:
        with pytest.raises(ConfigurationError, match="'Authorization'") as caught:
            async with client.events.listening():
                pass
    assert server.heard == []
    assert HUSH not in "".join(traceback.format_exception(caught.value)) + caplog.text


def test_the_token_of_a_login_is_not_shown(server: Any) -> None:
    server.will_say(LOGIN, {})
    client = Client(server.url, auth=LoginAuth("me@home", "pass-word"))
    client.send(Request("GET", "/boards/"))
    auth: Any = client.credentials.current
    assert HUSH not in repr(auth) + repr(auth._session)
    asyncio.run(client.aio.close())
