"""Logins, renewals and user administration on a server with several users.

It is an embedded one, and the real one that INVOKEAI_MULTIUSER_URL names.
"""

from __future__ import annotations

import logging
import os
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from ivk_core import Client, Request
from ivk_core.auth import LoginAuth, User
from ivk_core.errors import (
    APIError,
    AuthenticationError,
    ConnectionError,
    NotFoundError,
    PermissionDeniedError,
)
from ivk_core.events import Room
from ivk_devserver import DevServer

ADMIN = ("admin@example.com", "Adm1n-password")
PASSWORD = "Us3r-password-of-tests"
BOARDS = Request("GET", "/boards/", query={"all": True}, operation="list_boards")


@pytest.fixture(scope="module", params=["embedded", pytest.param("live", marks=pytest.mark.live)])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    if request.param == "embedded":
        with DevServer(multiuser=True) as server:
            Client(server.url).auth.setup(*ADMIN, display_name="Admin")
            yield server.url
    elif "INVOKEAI_MULTIUSER_URL" in os.environ:
        yield os.environ["INVOKEAI_MULTIUSER_URL"]
    else:
        pytest.skip("INVOKEAI_MULTIUSER_URL names no server")


@pytest.fixture
def admin(url: str) -> Iterator[Client]:
    with Client(url, auth=LoginAuth(*ADMIN)) as client:
        yield client


@pytest.fixture
def user(admin: Client) -> Iterator[User]:
    email = f"test-{uuid.uuid4().hex[:8]}@example.com"
    made = admin.auth.users.create(email, PASSWORD, display_name="A test")
    yield made
    admin.auth.users.delete(made.user_id)


def revoke(admin: Client, user: User) -> None:
    """End every token of a user, by setting the password that it has."""
    admin.auth.users.update(user.user_id, password=PASSWORD)


def logins(caplog: pytest.LogCaptureFixture) -> int:
    return sum("POST /auth/login ->" in record.getMessage() for record in caplog.records)


def test_a_login_tells_who_is_logged_in(admin: Client) -> None:
    me = admin.auth.login(*ADMIN, remember_me=True)
    assert me is not None
    assert (me.email, me.is_admin, admin.auth.me().user_id) == (ADMIN[0], True, me.user_id)


def test_the_server_says_that_it_has_accounts(url: str) -> None:
    status = Client(url).auth.status()
    assert (status.multiuser_enabled, status.setup_required) == (True, False)


def test_a_second_setup_is_refused(url: str) -> None:
    with pytest.raises(APIError, match="already"):
        Client(url).auth.setup("other@example.com", PASSWORD)


def test_without_a_login_the_server_answers_nothing(url: str) -> None:
    with pytest.raises(AuthenticationError):
        Client(url).send(BOARDS)


def test_a_wrong_password_is_refused(url: str) -> None:
    with pytest.raises(AuthenticationError, match="Incorrect email or password"):
        Client(url, auth=LoginAuth(ADMIN[0], "wrong")).send(BOARDS)


def test_a_write_slides_the_token(admin: Client) -> None:
    admin.send(BOARDS)
    before = admin.credentials.headers()
    time.sleep(1.1)  # tokens of the same second are the same
    board = admin.send(Request("POST", "/boards/", query={"board_name": "sliding"})).json
    admin.send(Request("DELETE", "/boards/{id}", path={"id": board["board_id"]}))
    assert admin.credentials.headers() != before


def test_twenty_threads_renew_a_revoked_token_once(
    admin: Client, user: User, caplog: pytest.LogCaptureFixture
) -> None:
    client = Client(str(admin.config.address), auth=LoginAuth(user.email, PASSWORD))
    client.send(BOARDS)
    revoke(admin, user)
    caplog.set_level(logging.DEBUG, "ivk.http")
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: client.send(BOARDS).status_code, range(40)))
    assert set(answers) == {200}
    assert logins(caplog) == 1


async def test_the_async_client_renews_a_revoked_token(admin: Client, user: User) -> None:
    async with Client(str(admin.config.address), auth=LoginAuth(user.email, PASSWORD)).aio as client:
        await client.send(BOARDS)
        revoke(admin, user)
        assert (await client.auth.me()).user_id == user.user_id


def test_a_socket_without_a_token_is_refused(url: str) -> None:
    with (
        Client(url) as client,
        pytest.raises(ConnectionError),
        client.events.listening([Room.queue()]),
    ):
        pass


def test_a_socket_logs_in_by_itself(admin: Client) -> None:
    with admin.events.subscribe(lambda event: None, [Room.queue()]) as subscription:
        assert subscription.is_live


def test_the_token_of_a_socket_is_not_logged(admin: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(1, "ivk.socket")
    with admin.events.subscribe(lambda event: None, [Room.queue()]):
        token = admin.credentials.headers()["Authorization"].removeprefix("Bearer ")
    assert "Sending packet" in caplog.text
    assert token not in caplog.text


async def test_an_async_socket_logs_in_by_itself(admin: Client) -> None:
    async with admin.aio as client, client.events.listening([Room.queue()]):
        assert client.credentials.headers()


# The embedded server lets the sockets of a revoked token be.
@pytest.mark.parametrize("url", [pytest.param("live", marks=pytest.mark.live)], indirect=True)
def test_a_socket_comes_back_with_a_new_token(admin: Client, user: User) -> None:
    with Client(str(admin.config.address), auth=LoginAuth(user.email, PASSWORD)) as client:
        heard: list[str] = []
        with client.events.subscribe(lambda event: heard.append(event.name), [Room.queue()]) as subscription:
            assert subscription.is_live
            revoke(admin, user)
            deadline = time.monotonic() + 30
            while "connection_restored" not in heard and time.monotonic() < deadline:
                time.sleep(0.1)
            assert "connection_restored" in heard
            assert subscription.is_live


class TestUsers:
    def test_an_account_is_made_found_changed_and_deleted(self, admin: Client) -> None:
        users = admin.auth.users
        email = f"test-{uuid.uuid4().hex[:8]}@example.com"
        made = users.create(email, PASSWORD, display_name="First", is_admin=False)
        assert made.user_id in {user.user_id for user in users.list()}
        assert users.get(made.user_id).display_name == "First"
        changed = users.update(made.user_id, display_name="Second", is_active=False)
        assert (changed.display_name, changed.is_active) == ("Second", False)
        with pytest.raises(APIError):
            Client(str(admin.config.address), auth=LoginAuth(email, PASSWORD)).send(BOARDS)
        users.delete(made.user_id)
        with pytest.raises(NotFoundError):
            users.get(made.user_id)

    def test_others_may_not_administer(self, admin: Client, user: User) -> None:
        with pytest.raises(PermissionDeniedError):
            Client(str(admin.config.address), auth=LoginAuth(user.email, PASSWORD)).auth.users.list()

    def test_a_user_changes_their_own_password(self, admin: Client, user: User) -> None:
        client = Client(str(admin.config.address), auth=LoginAuth(user.email, PASSWORD))
        new = client.auth.generate_password() if admin.auth.me().is_admin else None
        assert new
        changed = client.auth.update_me(
            display_name="Me", current_password=PASSWORD, new_password=new.reveal() + "1aA!"
        )
        assert changed.display_name == "Me"
        assert client.auth.me().display_name == "Me"


@pytest.mark.live
def test_the_same_code_works_on_a_server_without_accounts() -> None:
    if "INVOKEAI_URL" not in os.environ:
        pytest.skip("INVOKEAI_URL names no server")
    client = Client(os.environ["INVOKEAI_URL"], auth=LoginAuth(*ADMIN))
    assert client.auth.login() is None
    assert client.send(BOARDS).status_code == 200
