"""A server with accounts: authentication, and the access of users to the data of others."""

import time
from datetime import timedelta

import pytest
import socketio

from ivk_devserver import DevServer, Settings

ADMIN = {"email": "admin@example.com", "password": "Adm1n-password"}
USER = {"email": "user@example.com", "password": "Us3r-password"}


@pytest.fixture(scope="module")
def server():
    with DevServer(multiuser=True) as server:
        yield server


@pytest.fixture(scope="module")
def accounts(server):
    """Create two accounts, and return their tokens."""
    import requests

    auth = f"{server.url}/api/v1/auth"
    requests.post(f"{auth}/setup", json=ADMIN, timeout=60).raise_for_status()
    admin = requests.post(f"{auth}/login", json=ADMIN, timeout=60).json()["token"]
    header = {"Authorization": f"Bearer {admin}"}
    requests.post(f"{auth}/users", json=USER, headers=header, timeout=60).raise_for_status()
    user = requests.post(f"{auth}/login", json=USER, timeout=60).json()["token"]
    return {"admin": admin, "user": user}


@pytest.fixture
def anonymous(server, api_for):
    return api_for(server.url)


@pytest.fixture
def admin(server, api_for, accounts):
    return api_for(server.url, accounts["admin"])


@pytest.fixture
def user(server, api_for, accounts):
    return api_for(server.url, accounts["user"])


def test_a_new_server_requires_the_setup_of_an_account(api_for):
    with DevServer(multiuser=True) as server:
        api = api_for(server.url)
        before = api.json("GET", "/auth/status")
        api.json("POST", "/auth/setup", json=ADMIN)
        again = api.request("POST", "/auth/setup", json=ADMIN)
        after = api.json("GET", "/auth/status")
    assert (before["setup_required"], before["multiuser_enabled"]) == (True, True)
    assert (after["setup_required"], after["multiuser_enabled"]) == (False, True)
    assert (again.status_code, again.json()["detail"]) == (400, "Administrator account already configured")


@pytest.mark.parametrize("path", ["/boards/?all=true", "/queue/default/status", "/api/v2/models/"])
def test_requests_without_a_token_are_refused(anonymous, path):
    answer = anonymous.request("GET", path)
    assert (answer.status_code, answer.json()) == (401, {"detail": "Authentication required"})


def test_the_version_needs_no_token(anonymous, accounts):
    assert anonymous.json("GET", "/app/version") == {"version": "6.14.2"}


def test_an_invalid_token_is_refused(server, api_for, accounts):
    answer = api_for(server.url, "not.a.token").request("GET", "/boards/?all=true")
    assert (answer.status_code, answer.json()) == (401, {"detail": "Invalid or expired token"})


def test_a_wrong_password_is_refused(anonymous, accounts):
    answer = anonymous.request("POST", "/auth/login", json={**ADMIN, "password": "wrong"})
    assert (answer.status_code, answer.json()) == (401, {"detail": "Incorrect email or password"})


@pytest.mark.parametrize(("remember_me", "seconds"), [(False, 86_400), (True, 604_800)])
def test_a_token_is_valid_for_a_day_or_a_week(anonymous, accounts, remember_me, seconds):
    login = anonymous.json("POST", "/auth/login", json={**ADMIN, "remember_me": remember_me})
    assert login["expires_in"] == seconds
    assert login["user"]["email"] == ADMIN["email"]


def test_a_change_is_answered_with_a_refreshed_token(admin, api_for):
    answer = admin.request("POST", "/boards/", params={"board_name": "b"})
    refreshed = answer.headers["X-Refreshed-Token"]
    assert api_for(admin.url, refreshed).request("GET", "/auth/me").status_code == 200
    assert "X-Refreshed-Token" not in admin.request("GET", "/boards/?all=true").headers


def test_a_token_expires(api_for):
    short = Settings(multiuser=True, token_lifetime=timedelta(seconds=2))
    with DevServer(settings=short) as server:
        api = api_for(server.url)
        api.json("POST", "/auth/setup", json=ADMIN)
        token = api.json("POST", "/auth/login", json=ADMIN)["token"]
        fresh = api_for(server.url, token).request("GET", "/boards/?all=true")
        time.sleep(2)
        old = api_for(server.url, token).request("GET", "/boards/?all=true")
    assert (fresh.status_code, old.status_code) == (200, 401)


def test_a_new_password_invalidates_earlier_tokens(admin, anonymous, api_for):
    account = {"email": "changing@example.com", "password": "first-Passw0rd"}
    admin.json("POST", "/auth/users", json=account)
    token = anonymous.json("POST", "/auth/login", json=account)["token"]
    own = api_for(anonymous.url, token)
    change = {"current_password": account["password"], "new_password": "second-Passw0rd"}
    refreshed = own.request("PATCH", "/auth/me", json=change).headers["X-Refreshed-Token"]
    assert own.request("GET", "/auth/me").status_code == 401
    assert api_for(anonymous.url, refreshed).request("GET", "/auth/me").status_code == 200


def test_a_disabled_user_loses_access_at_once(admin, anonymous, api_for):
    account = {"email": "leaving@example.com", "password": "some-Passw0rd"}
    user_id = admin.json("POST", "/auth/users", json=account)["user_id"]
    token = anonymous.json("POST", "/auth/login", json=account)["token"]
    admin.json("PATCH", f"/auth/users/{user_id}", json={"is_active": False})
    assert api_for(anonymous.url, token).request("GET", "/boards/?all=true").status_code == 401
    assert anonymous.request("POST", "/auth/login", json=account).status_code == 403


def test_only_administrators_list_users(user):
    answer = user.request("GET", "/auth/users")
    assert (answer.status_code, answer.json()) == (403, {"detail": "Admin privileges required"})


def test_the_last_administrator_cannot_be_deleted(admin):
    mine = admin.json("GET", "/auth/me")["user_id"]
    assert admin.request("DELETE", f"/auth/users/{mine}").status_code == 400


def test_a_private_board_is_readable_by_its_owner_only(admin, user):
    board = admin.json("POST", "/boards/", params={"board_name": "private"})["board_id"]
    refused = user.request("GET", f"/boards/{board}")
    admin.json("PATCH", f"/boards/{board}", json={"board_visibility": "shared"})
    assert (refused.status_code, refused.json()) == (403, {"detail": "Not authorized to access this board"})
    assert user.request("GET", f"/boards/{board}").status_code == 200


def test_a_system_prompt_is_readable_by_others_when_it_is_public(admin, user):
    prompt = admin.json("POST", "/system_prompts/", json={"name": "Poet", "content": "Speak of ships."})
    path = f"/system_prompts/i/{prompt['id']}"
    assert prompt not in user.json("GET", "/system_prompts/")
    assert user.request("GET", path).json()["detail"] == "Not authorized to access this system prompt"

    public = admin.json("PATCH", path, json={"is_public": True})

    assert user.json("GET", path) == public
    assert user.request("PATCH", path, json={"name": "mine"}).status_code == 403
    assert user.request("DELETE", path).status_code == 403


def test_an_image_is_readable_by_its_owner_only(admin, user):
    name = admin.upload()["image_name"]
    assert user.request("GET", f"/images/i/{name}").status_code == 403
    assert user.json("POST", "/images/images_by_names", json={"image_names": [name]}) == []
    assert user.json("GET", "/images/names")["image_names"] == []


def test_other_users_see_redacted_items(admin, user, addition):
    (item,) = admin.run(addition)
    item = user.json("GET", f"/queue/default/i/{item['item_id']}")
    assert (item["status"], item["user_id"], item["batch_id"]) == ("completed", "redacted", "redacted")
    assert item["session"]["graph"]["nodes"] == {}
    assert "field_values" not in item


def test_other_users_cannot_cancel_or_delete_an_item(admin, user, addition):
    (item,) = admin.run(addition)
    cancelled = user.request("PUT", f"/queue/default/i/{item['item_id']}/cancel")
    deleted = user.request("DELETE", f"/queue/default/i/{item['item_id']}")
    assert (cancelled.status_code, deleted.status_code) == (403, 403)
    assert user.json("DELETE", f"/queue/default/d/{admin.destination}") == {"deleted": 0}


def subscribe(server, **options):
    received = []
    client = socketio.Client(reconnection=False)
    client.on("*", lambda name, data: received.append((name, data)))
    client.connect(server.url, socketio_path="/ws/socket.io", transports=["websocket"], **options)
    client.emit("subscribe_queue", {"queue_id": "default"})
    time.sleep(0.2)
    return client, received


@pytest.mark.parametrize("auth", [None, {"token": "not.a.token"}])
def test_a_socket_without_a_valid_token_is_refused(server, accounts, auth):
    with pytest.raises(socketio.exceptions.ConnectionError):
        subscribe(server, auth=auth)


def test_a_socket_can_send_its_token_in_a_header(server, accounts):
    client, _ = subscribe(server, headers={"Authorization": f"Bearer {accounts['user']}"})
    assert client.connected
    client.disconnect()


def test_other_users_receive_redacted_events(server, accounts, admin, addition):
    client, received = subscribe(server, auth={"token": accounts["user"]})
    admin.run(addition)
    time.sleep(0.3)
    client.disconnect()
    names = {name for name, _ in received}
    assert names == {"batch_enqueued", "queue_item_status_changed"}
    assert {data["batch_id"] for _, data in received} == {"redacted"}
    assert {data["user_id"] for _, data in received} == {"redacted"}


def test_users_take_turns(admin, user, addition):
    admin.json("PUT", "/queue/default/processor/pause")
    mine = sorted(admin.enqueue(addition, runs=3).json()["item_ids"])
    theirs = sorted(user.enqueue(addition, runs=2).json()["item_ids"])
    admin.json("PUT", "/queue/default/processor/resume")
    items = sorted(admin.wait([*mine, *theirs]), key=lambda item: item["started_at"])
    owners = ["mine" if item["item_id"] in mine else "theirs" for item in items]
    assert owners.index("theirs") < 2
    assert owners != ["mine"] * 3 + ["theirs"] * 2
