"""A server with users: who gets in, and who sees what."""

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
    """Make two accounts and give their tokens."""
    import requests

    auth = f"{server.url}/api/v1/auth"
    requests.post(f"{auth}/setup", json=ADMIN, timeout=60).raise_for_status()
    admin = requests.post(f"{auth}/login", json=ADMIN, timeout=60).json()["token"]
    header = {"Authorization": f"Bearer {admin}"}
    requests.post(f"{auth}/users", json=USER, headers=header, timeout=60).raise_for_status()
    user = requests.post(f"{auth}/login", json=USER, timeout=60).json()["token"]
    return {"admin": admin, "user": user}


@pytest.fixture
def stranger(server, api_for):
    return api_for(server.url)


@pytest.fixture
def admin(server, api_for, accounts):
    return api_for(server.url, accounts["admin"])


@pytest.fixture
def user(server, api_for, accounts):
    return api_for(server.url, accounts["user"])


def test_a_new_server_asks_for_its_first_account(api_for):
    with DevServer(multiuser=True) as server:
        api = api_for(server.url)
        before = api.json("GET", "/auth/status")
        api.json("POST", "/auth/setup", json=ADMIN)
        again = api.ask("POST", "/auth/setup", json=ADMIN)
        after = api.json("GET", "/auth/status")
    assert (before["setup_required"], before["multiuser_enabled"]) == (True, True)
    assert (after["setup_required"], after["multiuser_enabled"]) == (False, True)
    assert (again.status_code, again.json()["detail"]) == (400, "Administrator account already configured")


@pytest.mark.parametrize("path", ["/boards/?all=true", "/queue/default/status", "/api/v2/models/"])
def test_without_a_token_nobody_gets_in(stranger, path):
    answer = stranger.ask("GET", path)
    assert (answer.status_code, answer.json()) == (401, {"detail": "Authentication required"})


def test_the_release_is_told_to_everybody(stranger, accounts):
    assert stranger.json("GET", "/app/version") == {"version": "6.14.2"}


def test_a_token_that_is_not_ours_is_refused(server, api_for, accounts):
    answer = api_for(server.url, "not.a.token").ask("GET", "/boards/?all=true")
    assert (answer.status_code, answer.json()) == (401, {"detail": "Invalid or expired token"})


def test_a_wrong_password_is_refused(stranger, accounts):
    answer = stranger.ask("POST", "/auth/login", json={**ADMIN, "password": "wrong"})
    assert (answer.status_code, answer.json()) == (401, {"detail": "Incorrect email or password"})


@pytest.mark.parametrize(("remember_me", "seconds"), [(False, 86_400), (True, 604_800)])
def test_a_token_is_good_for_a_day_or_a_week(stranger, accounts, remember_me, seconds):
    told = stranger.json("POST", "/auth/login", json={**ADMIN, "remember_me": remember_me})
    assert told["expires_in"] == seconds
    assert told["user"]["email"] == ADMIN["email"]


def test_a_change_is_answered_with_a_younger_token(admin, api_for):
    answer = admin.ask("POST", "/boards/", params={"board_name": "b"})
    younger = answer.headers["X-Refreshed-Token"]
    assert api_for(admin.url, younger).ask("GET", "/auth/me").status_code == 200
    assert "X-Refreshed-Token" not in admin.ask("GET", "/boards/?all=true").headers


def test_a_token_grows_old(api_for):
    short = Settings(multiuser=True, token_lifetime=timedelta(seconds=2))
    with DevServer(settings=short) as server:
        api = api_for(server.url)
        api.json("POST", "/auth/setup", json=ADMIN)
        token = api.json("POST", "/auth/login", json=ADMIN)["token"]
        fresh = api_for(server.url, token).ask("GET", "/boards/?all=true")
        time.sleep(2)
        old = api_for(server.url, token).ask("GET", "/boards/?all=true")
    assert (fresh.status_code, old.status_code) == (200, 401)


def test_a_new_password_ends_other_sessions(admin, stranger, api_for):
    account = {"email": "changing@example.com", "password": "first-Passw0rd"}
    admin.json("POST", "/auth/users", json=account)
    token = stranger.json("POST", "/auth/login", json=account)["token"]
    mine = api_for(stranger.url, token)
    change = {"current_password": account["password"], "new_password": "second-Passw0rd"}
    younger = mine.ask("PATCH", "/auth/me", json=change).headers["X-Refreshed-Token"]
    assert mine.ask("GET", "/auth/me").status_code == 401
    assert api_for(stranger.url, younger).ask("GET", "/auth/me").status_code == 200


def test_a_disabled_user_is_out_at_once(admin, stranger, api_for):
    account = {"email": "leaving@example.com", "password": "some-Passw0rd"}
    user_id = admin.json("POST", "/auth/users", json=account)["user_id"]
    token = stranger.json("POST", "/auth/login", json=account)["token"]
    admin.json("PATCH", f"/auth/users/{user_id}", json={"is_active": False})
    assert api_for(stranger.url, token).ask("GET", "/boards/?all=true").status_code == 401
    assert stranger.ask("POST", "/auth/login", json=account).status_code == 403


def test_users_are_an_administrators_matter(user):
    answer = user.ask("GET", "/auth/users")
    assert (answer.status_code, answer.json()) == (403, {"detail": "Admin privileges required"})


def test_the_last_administrator_stays(admin):
    mine = admin.json("GET", "/auth/me")["user_id"]
    assert admin.ask("DELETE", f"/auth/users/{mine}").status_code == 400


def test_a_private_board_is_its_owners(admin, user):
    board = admin.json("POST", "/boards/", params={"board_name": "private"})["board_id"]
    refused = user.ask("GET", f"/boards/{board}")
    admin.json("PATCH", f"/boards/{board}", json={"board_visibility": "shared"})
    assert (refused.status_code, refused.json()) == (403, {"detail": "Not authorized to access this board"})
    assert user.ask("GET", f"/boards/{board}").status_code == 200


def test_a_system_prompt_is_its_owners_until_it_is_public(admin, user):
    prompt = admin.json("POST", "/system_prompts/", json={"name": "Poet", "content": "Speak of ships."})
    path = f"/system_prompts/i/{prompt['id']}"
    assert prompt not in user.json("GET", "/system_prompts/")
    assert user.ask("GET", path).json()["detail"] == "Not authorized to access this system prompt"

    public = admin.json("PATCH", path, json={"is_public": True})

    assert user.json("GET", path) == public
    assert user.ask("PATCH", path, json={"name": "mine"}).status_code == 403
    assert user.ask("DELETE", path).status_code == 403


def test_an_image_is_its_owners(admin, user):
    name = admin.upload()["image_name"]
    assert user.ask("GET", f"/images/i/{name}").status_code == 403
    assert user.json("POST", "/images/images_by_names", json={"image_names": [name]}) == []
    assert user.json("GET", "/images/names")["image_names"] == []


def test_others_see_that_an_item_is_there_but_not_what_it_is(admin, user, addition):
    (item,) = admin.run(addition)
    told = user.json("GET", f"/queue/default/i/{item['item_id']}")
    assert (told["status"], told["user_id"], told["batch_id"]) == ("completed", "redacted", "redacted")
    assert told["session"]["graph"]["nodes"] == {}
    assert "field_values" not in told


def test_others_cannot_cancel_or_delete_an_item(admin, user, addition):
    (item,) = admin.run(addition)
    cancelled = user.ask("PUT", f"/queue/default/i/{item['item_id']}/cancel")
    deleted = user.ask("DELETE", f"/queue/default/i/{item['item_id']}")
    assert (cancelled.status_code, deleted.status_code) == (403, 403)
    assert user.json("DELETE", f"/queue/default/d/{admin.destination}") == {"deleted": 0}


def listen(server, **options):
    heard = []
    client = socketio.Client(reconnection=False)
    client.on("*", lambda name, data: heard.append((name, data)))
    client.connect(server.url, socketio_path="/ws/socket.io", transports=["websocket"], **options)
    client.emit("subscribe_queue", {"queue_id": "default"})
    time.sleep(0.2)
    return client, heard


@pytest.mark.parametrize("auth", [None, {"token": "not.a.token"}])
def test_a_socket_without_a_good_token_is_refused(server, accounts, auth):
    with pytest.raises(socketio.exceptions.ConnectionError):
        listen(server, auth=auth)


def test_a_token_may_come_in_the_header_of_a_socket(server, accounts):
    client, _ = listen(server, headers={"Authorization": f"Bearer {accounts['user']}"})
    assert client.connected
    client.disconnect()


def test_others_hear_that_something_happens_but_not_what(server, accounts, admin, addition):
    client, heard = listen(server, auth={"token": accounts["user"]})
    admin.run(addition)
    time.sleep(0.3)
    client.disconnect()
    names = {name for name, _ in heard}
    assert names == {"batch_enqueued", "queue_item_status_changed"}
    assert {data["batch_id"] for _, data in heard} == {"redacted"}
    assert {data["user_id"] for _, data in heard} == {"redacted"}


def test_users_take_turns(admin, user, addition):
    admin.json("PUT", "/queue/default/processor/pause")
    mine = sorted(admin.enqueue(addition, runs=3).json()["item_ids"])
    theirs = sorted(user.enqueue(addition, runs=2).json()["item_ids"])
    admin.json("PUT", "/queue/default/processor/resume")
    items = sorted(admin.wait([*mine, *theirs]), key=lambda item: item["started_at"])
    owners = ["mine" if item["item_id"] in mine else "theirs" for item in items]
    assert owners.index("theirs") < 2
    assert owners != ["mine"] * 3 + ["theirs"] * 2
