"""Logins, token renewal and user administration on servers with several users.

The tests run on an embedded server, and on the real one at ``INVOKEAI_MULTIUSER_URL``.
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
        pytest.skip("INVOKEAI_MULTIUSER_URL is not set")


@pytest.fixture
def admin(url: str) -> Iterator[Client]:
    with Client(url, auth=LoginAuth(*ADMIN)) as client:
        yield client


@pytest.fixture
def user(admin: Client) -> Iterator[User]:
    email = f"test-{uuid.uuid4().hex[:8]}@example.com"
    user = admin.auth.users.create(email, PASSWORD, display_name="A test")
    yield user
    admin.auth.users.delete(user.user_id)


def revoke(admin: Client, user: User) -> None:
    """Revoke all tokens of a user, by setting the same password again."""
    admin.auth.users.update(user.user_id, password=PASSWORD)


def count_logins(caplog: pytest.LogCaptureFixture) -> int:
    return sum("POST /auth/login ->" in record.getMessage() for record in caplog.records)


def test_login_returns_the_user(admin: Client) -> None:
    me = admin.auth.login(*ADMIN, remember_me=True)
    assert me is not None
    assert (me.email, me.is_admin, admin.auth.me().user_id) == (ADMIN[0], True, me.user_id)


def test_the_status_shows_that_the_server_has_accounts(url: str) -> None:
    status = Client(url).auth.status()
    assert (status.multiuser_enabled, status.setup_required) == (True, False)


def test_a_second_setup_is_rejected(url: str) -> None:
    with pytest.raises(APIError, match="already"):
        Client(url).auth.setup("other@example.com", PASSWORD)


def test_a_request_without_a_login_is_rejected(url: str) -> None:
    with pytest.raises(AuthenticationError):
        Client(url).send(BOARDS)


def test_a_wrong_password_is_rejected(url: str) -> None:
    with pytest.raises(AuthenticationError, match="Incorrect email or password"):
        Client(url, auth=LoginAuth(ADMIN[0], "wrong")).send(BOARDS)


def test_a_write_extends_the_token(admin: Client) -> None:
    admin.send(BOARDS)
    before = admin.credentials.headers()
    time.sleep(1.1)  # tokens from the same second are equal
    board = admin.send(Request("POST", "/boards/", query={"board_name": "test"})).json
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
    assert count_logins(caplog) == 1


async def test_the_asynchronous_client_renews_a_revoked_token(admin: Client, user: User) -> None:
    async with Client(str(admin.config.address), auth=LoginAuth(user.email, PASSWORD)).aio as client:
        await client.send(BOARDS)
        revoke(admin, user)
        assert (await client.auth.me()).user_id == user.user_id


def test_a_socket_without_a_token_is_rejected(url: str) -> None:
    with (
        Client(url) as client,
        pytest.raises(ConnectionError),
        client.events.listening([Room.queue()]),
    ):
        pass


def test_a_subscription_logs_in(admin: Client) -> None:
    with admin.events.subscribe(lambda event: None, [Room.queue()]) as subscription:
        assert subscription.is_live


def test_the_token_of_a_socket_is_not_logged(admin: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(1, "ivk.socket")
    with admin.events.subscribe(lambda event: None, [Room.queue()]):
        token = admin.credentials.headers()["Authorization"].removeprefix("Bearer ")
    assert "Sending packet" in caplog.text
    assert token not in caplog.text


async def test_an_asynchronous_subscription_logs_in(admin: Client) -> None:
    async with admin.aio as client, client.events.listening([Room.queue()]):
        assert client.credentials.headers()


# Only the real server closes the sockets of a revoked token.
@pytest.mark.parametrize("url", [pytest.param("live", marks=pytest.mark.live)], indirect=True)
def test_a_socket_reconnects_with_a_new_token(admin: Client, user: User) -> None:
    with Client(str(admin.config.address), auth=LoginAuth(user.email, PASSWORD)) as client:
        names: list[str] = []
        with client.events.subscribe(lambda event: names.append(event.name), [Room.queue()]) as subscription:
            assert subscription.is_live
            revoke(admin, user)
            deadline = time.monotonic() + 30  # far more than a reconnect needs
            while "connection_restored" not in names and time.monotonic() < deadline:
                time.sleep(0.1)
            assert "connection_restored" in names
            assert subscription.is_live


class TestUsers:
    def test_an_account_is_created_found_changed_and_deleted(self, admin: Client) -> None:
        users = admin.auth.users
        email = f"test-{uuid.uuid4().hex[:8]}@example.com"
        created = users.create(email, PASSWORD, display_name="First", is_admin=False)
        assert created.user_id in {user.user_id for user in users.list()}
        assert users.get(created.user_id).display_name == "First"
        changed = users.update(created.user_id, display_name="Second", is_active=False)
        assert (changed.display_name, changed.is_active) == ("Second", False)
        with pytest.raises(APIError):
            Client(str(admin.config.address), auth=LoginAuth(email, PASSWORD)).send(BOARDS)
        users.delete(created.user_id)
        with pytest.raises(NotFoundError):
            users.get(created.user_id)

    def test_only_administrators_may_list_users(self, admin: Client, user: User) -> None:
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
def test_a_login_is_not_needed_on_a_server_without_accounts() -> None:
    if "INVOKEAI_URL" not in os.environ:
        pytest.skip("INVOKEAI_URL is not set")
    client = Client(os.environ["INVOKEAI_URL"], auth=LoginAuth(*ADMIN))
    assert client.auth.login() is None
    assert client.send(BOARDS).status_code == 200
