"""A client logs in once, uses refreshed tokens, and renews an expired token once for all callers."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from ivk_core import Client, FilePart, Request, Response, hookimpl
from ivk_core.auth import BearerAuth, CallableAuth, LoginAuth, User
from ivk_core.auth.login import Session
from ivk_core.errors import AuthenticationError, ConfigurationError, ConnectionError
from ivk_core.flow import Flow, Pause
from ivk_core.single_flight import SingleFlight

BOARDS = Request("GET", "/boards/", operation="list_boards")


class Accounts:
    """A server in multi-user mode; a test can make its tokens invalid."""

    def __init__(self) -> None:
        self.valid: set[str] = set()
        self.logins = 0
        self.calls: Counter[str] = Counter()
        self.slow = 0.0
        self.slides = False
        self.multiuser = True
        self.lifetime = 86400
        self._lock = threading.Lock()

    def __call__(self, exchange: Any) -> None:
        path = exchange.path.removeprefix("/api/v1")
        with self._lock:
            self.calls[path] += 1
        if path == "/auth/login":
            self._login(exchange)
        elif self.multiuser and exchange.headers.get("Authorization", "")[7:] not in self.valid:
            exchange.reply(401, {"detail": "Invalid or expired authentication token"})
        elif self.slides and exchange.command != "GET":
            exchange.reply(200, {}, X_Refreshed_Token=self._new_token())
        else:
            exchange.reply(200, {"token": exchange.headers.get("Authorization")})

    def _login(self, exchange: Any) -> None:
        import json
        import time

        login = json.loads(exchange.body)
        time.sleep(self.slow)
        if not self.multiuser:
            exchange.reply(403, {"detail": "Multiuser mode is disabled. Authentication is not required."})
        elif login["password"] != "right":
            exchange.reply(401, {"detail": "Incorrect email or password"})
        else:
            user = {"user_id": "1", "email": login["email"], "is_admin": True}
            exchange.reply(200, {"token": self._new_token(), "user": user, "expires_in": self.lifetime})

    def _new_token(self) -> str:
        with self._lock:
            self.logins += 1
            token = f"token-{self.logins}"
            self.valid.add(token)
        return token


@pytest.fixture
def accounts(server: Any) -> Accounts:
    answers = Accounts()
    server.respond_with(answers)
    return answers


def test_the_first_request_logs_in(server: Any, accounts: Accounts, connect: Any) -> None:
    client = connect(server.url, auth=LoginAuth("me@home", "right"))
    for _ in range(3):
        assert client.send(BOARDS).json == {"token": "Bearer token-1"}
    assert accounts.logins == 1


def test_a_wrong_password_is_an_authentication_error(server: Any, accounts: Accounts, connect: Any) -> None:
    with pytest.raises(AuthenticationError, match="Incorrect email or password"):
        connect(server.url, auth=LoginAuth("me@home", "wrong")).send(BOARDS)
    assert accounts.calls["/boards/"] == 0


def test_an_expired_token_is_renewed(server: Any, accounts: Accounts, connect: Any) -> None:
    client = connect(server.url, auth=LoginAuth("me@home", "right"))
    client.send(BOARDS)
    accounts.valid.clear()
    assert client.send(BOARDS).json == {"token": "Bearer token-2"}
    assert accounts.logins == 2


def test_a_change_is_sent_again_with_the_new_token(server: Any, accounts: Accounts, connect: Any) -> None:
    client = connect(server.url, auth=LoginAuth("me@home", "right"))
    client.send(BOARDS)
    accounts.valid.clear()
    upload = Request("POST", "/images/upload", files={"file": FilePart(b"png", filename="a.png")})
    assert client.send(upload).status_code == 200


def test_a_stream_that_cannot_be_read_again_is_not_sent_again(server: Any, accounts: Accounts) -> None:
    import os

    read, write = os.pipe()
    with os.fdopen(write, "wb") as file:
        file.write(b"png")
    client = Client(server.url, auth=LoginAuth("me@home", "right"))
    client.send(BOARDS)
    accounts.valid.clear()
    with os.fdopen(read, "rb") as source:
        upload = Request("POST", "/images/upload", files={"file": FilePart(source, filename="a.png")})
        with pytest.raises(AuthenticationError):
            client.send(upload)
    assert accounts.calls["/images/upload"] == 1


def test_a_refreshed_token_replaces_the_current_one(server: Any, accounts: Accounts, connect: Any) -> None:
    accounts.slides = True
    client = connect(server.url, auth=LoginAuth("me@home", "right"))
    client.send(Request("POST", "/boards/"))
    assert client.send(BOARDS).json == {"token": "Bearer token-2"}
    assert accounts.calls["/auth/login"] == 1


def test_a_late_response_does_not_restore_an_old_token() -> None:
    auth = LoginAuth("me@home", "right")
    old = Session(login=1)
    auth._session = Session(login=2)
    auth._store_refreshed_token(old, Response(200, headers={"X-Refreshed-Token": "stale"}))
    assert not auth._session.token


def test_a_token_is_renewed_before_it_expires(server: Any, accounts: Accounts, connect: Any) -> None:
    auth = LoginAuth("me@home", "right")
    client = connect(server.url, auth=auth)
    client.send(BOARDS)
    assert auth._session is not None
    auth._session = Session(auth._session.token, lifetime=60, ends=0, login=1)
    client.send(BOARDS)
    assert (accounts.logins, accounts.calls["/boards/"]) == (2, 2)


def test_a_token_with_a_lifetime_of_seconds_is_used(server: Any, accounts: Accounts, connect: Any) -> None:
    accounts.lifetime = 9
    client = connect(server.url, auth=LoginAuth("me@home", "right"))
    for _ in range(3):
        client.send(BOARDS)
    assert accounts.logins == 1


def test_a_server_without_accounts_needs_no_login(server: Any, accounts: Accounts, connect: Any) -> None:
    accounts.multiuser = False
    client = connect(server.url, auth=LoginAuth("me@home", "right"))
    for _ in range(2):
        assert client.send(BOARDS).json == {"token": None}
    assert accounts.calls["/auth/login"] == 1


def test_the_client_logs_in_when_multiuser_mode_is_turned_on(
    server: Any, accounts: Accounts, connect: Any
) -> None:
    accounts.multiuser = False
    client = connect(server.url, auth=LoginAuth("me@home", "right"))
    client.send(BOARDS)
    accounts.multiuser = True
    assert client.send(BOARDS).json == {"token": "Bearer token-1"}


def test_twenty_threads_log_in_once_when_multiuser_mode_is_turned_on(server: Any, accounts: Accounts) -> None:
    accounts.multiuser = False
    client = Client(server.url, auth=LoginAuth("me@home", "right"))
    client.send(BOARDS)
    accounts.multiuser, accounts.slow = True, 0.2
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda _: client.send(BOARDS), range(20)))
    assert accounts.logins == 1


def test_twenty_threads_log_in_once(server: Any, accounts: Accounts) -> None:
    accounts.slow = 0.2
    client = Client(server.url, auth=LoginAuth("me@home", "right"))
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda _: client.send(BOARDS), range(20)))
        assert accounts.calls["/auth/login"] == 1
        accounts.valid.clear()
        answers = list(pool.map(lambda _: client.send(BOARDS).json["token"], range(40)))
    assert accounts.calls["/auth/login"] == 2
    assert set(answers) == {"Bearer token-2"}


async def test_threads_and_tasks_log_in_once_together(server: Any, accounts: Accounts) -> None:
    accounts.slow = 0.2
    client = Client(server.url, auth=LoginAuth("me@home", "right"))
    async with client.aio as aio:
        threads = [asyncio.to_thread(client.send, BOARDS) for _ in range(10)]
        tasks = [aio.send(BOARDS) for _ in range(10)]
        answers = await asyncio.gather(*threads, *tasks)
    assert {answer.json["token"] for answer in answers} == {"Bearer token-1"}
    assert accounts.calls["/auth/login"] == 1


async def test_another_task_logs_in_after_a_cancelled_login(server: Any, accounts: Accounts) -> None:
    accounts.slow = 0.2
    async with Client(server.url, auth=LoginAuth("me@home", "right")).aio as aio:
        leader = asyncio.create_task(aio.send(BOARDS))
        await asyncio.sleep(0.05)
        follower = asyncio.create_task(aio.send(BOARDS))
        await asyncio.sleep(0.05)
        leader.cancel()
        assert (await follower).status_code == 200


def test_all_threads_that_wait_for_a_login_get_its_error(server: Any, accounts: Accounts) -> None:
    accounts.slow = 0.3
    client = Client(server.url, auth=LoginAuth("me@home", "wrong"))

    def attempt(_: int) -> str:
        try:
            client.send(BOARDS)
        except AuthenticationError as error:
            return str(error)
        return "no error"

    with ThreadPoolExecutor(8) as pool:
        messages = set(pool.map(attempt, range(8)))
    assert len(messages) == 1
    assert "Incorrect" in messages.pop()
    assert accounts.calls["/auth/login"] == 1


def test_a_lost_leader_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ivk_core.single_flight._MAX_FLIGHT_SECONDS", -1.0)
    flight: SingleFlight[str] = SingleFlight()

    def work() -> Flow[str]:
        yield BOARDS
        return "done"

    stuck = flight.run(lambda: None, work)
    assert next(stuck) == BOARDS
    other = flight.run(lambda: None, work)
    assert next(other) == BOARDS


def test_a_follower_pauses_until_the_leader_is_done() -> None:
    flight: SingleFlight[str] = SingleFlight()

    def work() -> Flow[str]:
        yield BOARDS
        return "done"

    first, second = flight.run(lambda: None, work), flight.run(lambda: None, work)
    assert next(first) == BOARDS
    assert isinstance(next(second), Pause)
    for flow in (first, second):
        with pytest.raises(StopIteration) as end:
            flow.send(Response())
        assert end.value.value == "done"


def test_a_follower_gets_a_copy_of_the_leaders_error() -> None:
    flight: SingleFlight[str] = SingleFlight()

    def work() -> Flow[str]:
        yield BOARDS
        return "done"

    first, second = flight.run(lambda: None, work), flight.run(lambda: None, work)
    next(first), next(second)
    error = ConnectionError("gone")
    with pytest.raises(ConnectionError):
        first.throw(error)
    with pytest.raises(ConnectionError, match="gone") as caught:
        second.send(Response())
    assert caught.value is not error


class TestUserData:
    def test_unknown_keys_are_kept(self) -> None:
        assert User.model_validate({"user_id": "1", "badge": "gold"}).model_extra == {"badge": "gold"}

    def test_null_is_treated_as_absent(self) -> None:
        user = User.model_validate({"user_id": "1", "email": None, "is_admin": None, "is_active": None})
        assert (user.email, user.is_admin, user.is_active) == ("", False, True)


class TestHandle:
    def test_login_returns_the_user(self, server: Any, accounts: Accounts) -> None:
        client = Client(server.url)
        with pytest.raises(AuthenticationError):
            client.send(BOARDS)
        user = client.auth.login("me@home", "right")
        assert user is not None
        assert (user.email, client.send(BOARDS).status_code) == ("me@home", 200)

    def test_a_failed_login_keeps_the_credentials(self, server: Any, accounts: Accounts) -> None:
        client = Client(server.url, auth=LoginAuth("me@home", "right"))
        client.send(BOARDS)
        with pytest.raises(AuthenticationError):
            client.auth.login("me@home", "wrong")
        assert client.send(BOARDS).status_code == 200

    def test_after_a_logout_no_account_is_logged_in(self, server: Any, accounts: Accounts) -> None:
        client = Client(server.url, auth=LoginAuth("me@home", "right"))
        client.auth.login()
        client.auth.logout()
        with pytest.raises(AuthenticationError):
            client.send(BOARDS)
        client.auth.login()
        assert client.send(BOARDS).status_code == 200

    def test_a_logout_without_a_login_raises_no_error(self, server: Any, accounts: Accounts) -> None:
        Client(server.url).auth.logout()

    @pytest.mark.parametrize("arguments", [(), ("me@home",), ("other@home",)])
    def test_a_login_needs_a_password(self, server: Any, accounts: Any, arguments: Any) -> None:
        with pytest.raises(ConfigurationError, match="e-mail and a password"):
            Client(server.url).auth.login(*arguments)

    def test_copies_and_the_async_client_share_the_login(self, server: Any, accounts: Accounts) -> None:
        client = Client(server.url)
        copy = client.with_options(timeout=60)
        client.auth.login("me@home", "right")
        assert copy.send(BOARDS).status_code == 200
        with asyncio.Runner() as runner:
            assert runner.run(client.aio.send(BOARDS)).status_code == 200
            runner.run(client.aio.close())
        assert accounts.calls["/auth/login"] == 1

    async def test_the_async_handle_does_the_same(self, server: Any, accounts: Accounts) -> None:
        async with Client(server.url).aio as client:
            user = await client.auth.login("me@home", "right")
            assert user is not None
            assert (await client.send(BOARDS)).status_code == 200
            await client.auth.logout()
            with pytest.raises(AuthenticationError):
                await client.send(BOARDS)


class TestOtherCredentials:
    def test_a_callable_is_called_for_each_request(self, server: Any, connect: Any) -> None:
        server.respond_with_bodies({})
        tokens = iter(["a", "b"])
        client = connect(server.url, auth=CallableAuth(lambda: next(tokens)))
        client.send(BOARDS)
        client.send(BOARDS)
        assert [received.headers["Authorization"] for received in server.received] == ["Bearer a", "Bearer b"]

    def test_a_callable_may_return_headers(self, server: Any, connect: Any) -> None:
        server.respond_with_bodies({})
        connect(server.url, auth=CallableAuth(lambda: {"X-Key": "1"})).send(BOARDS)
        assert server.received[0].headers["X-Key"] == "1"

    def test_a_newer_token_of_a_callable_is_sent_after_a_401(self, server: Any, connect: Any) -> None:
        server.respond_with(lambda exchange: exchange.reply(401), lambda exchange: exchange.reply(200, {}))
        tokens = iter(["old", "new", "new"])
        connect(server.url, auth=CallableAuth(lambda: next(tokens))).send(BOARDS)
        assert [received.headers["Authorization"] for received in server.received] == [
            "Bearer old",
            "Bearer new",
        ]

    def test_the_same_token_of_a_callable_is_not_sent_again(self, server: Any, connect: Any) -> None:
        server.respond_with(lambda exchange: exchange.reply(401))
        with pytest.raises(AuthenticationError):
            connect(server.url, auth=CallableAuth(lambda: "same")).send(BOARDS)
        assert len(server.received) == 1

    def test_credentials_in_the_address_are_basic(self, server: Any, connect: Any) -> None:
        server.respond_with_bodies({})
        connect(server.url.replace("//", "//me:hush@")).send(BOARDS)
        assert server.received[0].headers["Authorization"] == "Basic bWU6aHVzaA=="

    def test_a_netrc_does_not_replace_our_credentials(
        self, server: Any, connect: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "netrc").write_text("default login x password y")
        monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
        server.respond_with_bodies({})
        connect(server.url, api_key="k").send(BOARDS)
        connect(server.url).send(BOARDS)
        assert [one.headers["Authorization"] for one in server.received] == ["Bearer k", "Basic eDp5"]


class Keyring:
    """A plugin that has secrets and records the calls."""

    def __init__(self, **secrets: str) -> None:
        self.secrets = secrets
        self.asked: list[tuple[str, str, str]] = []

    @hookimpl
    def ivk_find_secret(self, kind: str, url: str, username: str) -> str | None:
        self.asked.append((kind, url, username))
        return self.secrets.get(kind)


class TestSecretsOfPlugins:
    def test_a_server_without_accounts_needs_no_secret_of_a_plugin(self, server: Any) -> None:
        server.respond_with_bodies({})
        client, keyring = Client(server.url), Keyring()
        client.plugins.add(keyring)
        client.send(BOARDS)
        assert keyring.asked == []

    def test_an_api_key_is_found_when_the_server_asks_for_one(self, server: Any, accounts: Accounts) -> None:
        accounts.valid.add("from-keyring")
        client, keyring = Client(server.url), Keyring(api_key="from-keyring")
        client.plugins.add(keyring)
        for _ in range(2):
            assert client.send(BOARDS).json == {"token": "Bearer from-keyring"}
        assert keyring.asked == [("api_key", server.url, "")]

    def test_without_a_key_the_401_is_the_answer(self, server: Any, accounts: Accounts) -> None:
        client, keyring = Client(server.url), Keyring()
        client.plugins.add(keyring)
        for _ in range(2):
            with pytest.raises(AuthenticationError):
                client.send(BOARDS)
        assert len(keyring.asked) == 1

    def test_the_password_of_an_account_is_found(
        self, server: Any, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("INVOKEAI_EMAIL", "me@home")
        client, keyring = Client(server.url), Keyring(password="right")
        client.plugins.add(keyring)
        assert client.send(BOARDS).status_code == 200
        assert keyring.asked == [("password", server.url, "me@home")]

    def test_the_error_of_an_account_without_a_password_says_where_to_set_it(
        self, server: Any, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("INVOKEAI_EMAIL", "me@home")
        with pytest.raises(ConfigurationError, match="INVOKEAI_PASSWORD"):
            Client(server.url).send(BOARDS)


def test_a_header_of_a_request_takes_precedence_over_the_credentials(server: Any) -> None:
    server.respond_with_bodies({})
    Client(server.url, auth=BearerAuth("k")).send(Request("GET", "/x", headers={"Authorization": "Mine"}))
    assert server.received[0].headers.get_all("Authorization") == ["Mine"]
