"""Settings come from arguments, environment, profile and defaults; secrets are sent to their server only."""

from pathlib import Path
from typing import Any

import pytest

from ivk_core import AsyncClient, Client, ClientConfig
from ivk_core.auth import BasicAuth, BearerAuth, LoginAuth
from ivk_core.errors import ConfigurationError
from ivk_core.logs import apply_environment
from ivk_core.profiles import config_file
from ivk_core.secret import Secret
from ivk_core.timeouts import Timeout

PROFILES = """
[profiles.studio]
url = "https://studio.example.com/invoke"
email = "me@example.com"
password = "hush"
timeout = {connect = 5, read = 60}
max_retries = 7
headers = {X-Team = "blue"}

[profiles.home]
url = "http://192.168.1.7:9090"
api_key = "home-key"

[profiles.settings]
max_retries = 1
api_key = "anywhere"
"""


@pytest.fixture
def profiles() -> Path:
    return write(PROFILES)


def write(text: str) -> Path:
    path = config_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_without_settings_the_server_is_local() -> None:
    config = ClientConfig.find(environment={})
    assert (str(config.address), config.timeout, config.max_retries) == ("http://localhost:9090", 30, 3)
    assert (config.api_key, config.email, config.auth) == (None, None, None)


def test_every_environment_variable_sets_its_setting(tmp_path: Path) -> None:
    bundle = tmp_path / "ca.pem"
    bundle.touch()
    config = ClientConfig.find(
        environment={
            "INVOKEAI_URL": "host:1",
            "INVOKEAI_EMAIL": "me@home",
            "INVOKEAI_PASSWORD": "hush",
            "INVOKEAI_TIMEOUT": "2.5",
            "INVOKEAI_MAX_RETRIES": "0",
            "INVOKEAI_CA_BUNDLE": str(bundle),
        }
    )
    assert (str(config.address), config.timeout, config.max_retries) == ("http://host:1", 2.5, 0)
    assert (config.email, config.password, config.verify) == ("me@home", Secret("hush"), str(bundle))


def test_an_argument_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INVOKEAI_URL", "http://env:1")
    monkeypatch.setenv("INVOKEAI_API_KEY", "env-key")
    client = Client("http://arg:1", api_key="arg-key")
    assert str(client.config.address) == "http://arg:1"
    assert client.credentials.headers() == {"Authorization": "Bearer arg-key"}


def test_the_environment_wins_over_a_profile(profiles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IVK_PROFILE", "studio")
    monkeypatch.setenv("INVOKEAI_MAX_RETRIES", "0")
    config = ClientConfig.find()
    assert (str(config.address), config.max_retries) == ("https://studio.example.com/invoke", 0)


def test_a_profile_named_in_the_program_wins_over_the_environment(
    profiles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INVOKEAI_URL", "http://env:1")
    client = Client.from_profile("home")
    assert str(client.config.address) == "http://192.168.1.7:9090"
    assert client.credentials.headers() == {"Authorization": "Bearer home-key"}


def test_an_argument_wins_over_a_profile(profiles: Path) -> None:
    assert Client.from_profile("studio", max_retries=2).config.max_retries == 2


def test_a_profile_sets_every_setting(profiles: Path) -> None:
    config = Client.from_profile("studio").config
    assert config.timeout == Timeout(connect=5, read=60)
    assert (config.email, config.password, dict(config.headers)) == (
        "me@example.com",
        Secret("hush"),
        {"X-Team": "blue"},
    )


def test_the_file_may_name_a_default_profile() -> None:
    write('default = "home"\n' + PROFILES)
    assert str(Client().config.address) == "http://192.168.1.7:9090"


def test_without_a_default_no_profile_is_used(profiles: Path) -> None:
    assert str(Client().config.address) == "http://localhost:9090"


def test_the_async_client_is_set_up_the_same_way(profiles: Path) -> None:
    assert AsyncClient.from_profile("studio").config.max_retries == 7
    assert str(AsyncClient.from_env().config.address) == "http://localhost:9090"


def test_headers_of_profile_and_argument_are_merged(profiles: Path) -> None:
    config = Client.from_profile("studio", headers={"X-More": "1"}).config
    assert dict(config.headers) == {"X-Team": "blue", "X-More": "1"}


@pytest.mark.parametrize("url", ["http://elsewhere", "https://studio.example.com/other"])
def test_the_secrets_of_a_profile_are_not_sent_to_another_server(profiles: Path, url: str) -> None:
    config = ClientConfig.find(url, profile="studio")
    assert (config.email, config.password, dict(config.headers)) == (None, None, {})


def test_the_secrets_of_a_profile_are_sent_to_its_server_in_any_form_of_the_address(profiles: Path) -> None:
    assert ClientConfig.find("https://studio.example.com/invoke/api/v1", profile="studio").email


def test_the_secrets_of_a_profile_without_an_address_are_sent_to_any_server(profiles: Path) -> None:
    assert ClientConfig.find("http://elsewhere", profile="settings").api_key == Secret("anywhere")


def test_credentials_of_two_sources_are_not_mixed(profiles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IVK_PROFILE", "studio")
    monkeypatch.setenv("INVOKEAI_API_KEY", "env-key")
    config = ClientConfig.find()
    assert (config.api_key, config.email) == (Secret("env-key"), None)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[profiles.x]\nurll = 'a'", "Did you mean 'url'"),
        ("[profiles.x]\nmax_retries = 'many'", "has the wrong type"),
        ("[profiles.x]\ntimeout = {reed = 5}", "connect, read and total"),
        ("[profiles.xx]", "Did you mean 'xx'"),
        ("[profiles.x]\npassword = 'hush", "not a TOML file"),
        ("", "no profile 'x'"),
    ],
)
def test_an_error_explains_what_is_wrong_in_a_profile(text: str, message: str) -> None:
    path = write(text)
    with pytest.raises(ConfigurationError) as caught:
        Client.from_profile("x")
    assert message in str(caught.value)
    assert str(path) in str(caught.value)
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize(
    "settings",
    [{"timeout": 0}, {"timeout": -1.0}, {"max_retries": -1}, {"verify": "/no/such.pem"}, {"cert": "/no.pem"}],
)
def test_an_invalid_setting_is_rejected(settings: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError):
        Client(**settings)


@pytest.mark.parametrize("name", ["INVOKEAI_TIMEOUT", "INVOKEAI_MAX_RETRIES"])
def test_an_environment_variable_that_is_not_a_number_is_named(name: str) -> None:
    with pytest.raises(ConfigurationError, match=name):
        ClientConfig.find(environment={name: "soon"})


@pytest.mark.parametrize(
    ("settings", "kind"),
    [
        ({"api_key": "k"}, BearerAuth),
        ({"url": "http://me:hush@host"}, BasicAuth),
        ({"url": "http://me:hush@host", "api_key": "k"}, BearerAuth),
        ({"auth": LoginAuth("a", "b"), "api_key": "k"}, LoginAuth),
    ],
)
def test_credentials_are_chosen_by_the_settings(settings: dict[str, Any], kind: type) -> None:
    assert type(Client(**settings).credentials.current) is kind


def test_an_account_in_the_environment_logs_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INVOKEAI_EMAIL", "me@home")
    monkeypatch.setenv("INVOKEAI_PASSWORD", "hush")
    assert isinstance(Client().credentials.current, LoginAuth)


def test_connect_and_read_timeouts_are_separate_and_limited_by_the_total() -> None:
    timeout = Timeout(connect=2, read=30, total=10)
    assert (timeout.connect_within, timeout.read_within) == (2, 10)
    assert Timeout.of(5) == Timeout(connect=5, read=5, total=None)


@pytest.mark.parametrize(
    ("setting", "value", "message"),
    [
        ("timeout", "5", "must be a number"),
        ("timeout", float("nan"), "must be a number"),
        ("timeout", float("inf"), "must be a number"),
        ("timeout", True, "must be a number"),
        ("timeout", -3, "must be a number"),
        ("max_retries", 1.5, "whole number"),
        ("max_retries", "3", "whole number"),
        ("max_retries", True, "whole number"),
        ("max_connections", 0, "at least 1"),
        ("retry_budget", -1, "not negative"),
        ("retry_budget", "60", "number of seconds"),
        ("headers", ["X"], "mapping"),
        ("headers", {"X": 1}, "'X' is of type int"),
        ("proxies", "http://proxy", "mapping"),
        ("verify", "missing.pem", "does not exist"),
        ("verify", 1, "True, False or a path"),
        ("cert", ("a",), "two paths"),
        ("cert", 5, "a path"),
        ("auth", ("me", "hush"), "BasicAuth"),
        ("api_key", "", "empty"),
        ("api_key", 5, "string"),
        ("email", "", "empty"),
        ("password", "hush", "no e-mail"),
        ("url", "", "not the address"),
        ("url", 9090, "not the address"),
        ("profile", "", "not the name of a profile"),
        ("profile", 5, "not the name of a profile"),
    ],
)
def test_a_wrong_value_of_a_setting_is_an_error_that_shows_no_secret(
    setting: str, value: Any, message: str
) -> None:
    with pytest.raises(ConfigurationError, match=message) as caught:
        ClientConfig.find(environment={}, **{setting: value})
    assert "hush" not in str(caught.value)


def test_a_path_object_is_a_path(tmp_path: Path) -> None:
    bundle = tmp_path / "ca.pem"
    bundle.touch()
    config = ClientConfig.find(verify=bundle, cert=(bundle, bundle), environment={})
    assert (config.verify, config.cert) == (str(bundle), (str(bundle), str(bundle)))


def test_a_password_alone_is_that_of_the_account_in_the_profile(profiles: Path) -> None:
    config = ClientConfig.find(profile="studio", password="other")
    assert (config.email, config.password) == ("me@example.com", Secret("other"))


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("INVOKEAI_TIMEOU", "INVOKEAI_TIMEOUT"),
        ("INVOKEAI_APIKEY", "INVOKEAI_API_KEY"),
        ("INVOKEAI_URI", "INVOKEAI_URL"),
        ("INVOKE_AI_URL", "INVOKEAI_URL"),
        ("IVK_URL", "INVOKEAI_URL"),
        ("IVK_PROFIL", "IVK_PROFILE"),
        ("INVOKEAI_PROFILE", "IVK_PROFILE"),
        ("invokeai_email", "INVOKEAI_EMAIL"),
        ("INVOKEAI_MAX_RETRYS", "INVOKEAI_MAX_RETRIES"),
    ],
)
def test_a_misspelled_variable_is_an_error(name: str, meant: str) -> None:
    with pytest.raises(ConfigurationError, match=f"{name}.*\n.*{meant}"):
        ClientConfig.find(environment={name: "1"})


@pytest.mark.parametrize(
    "name", ["INVOKEAI_ROOT", "INVOKEAI_HOST", "INVOKEAI_PROFILES_DIR", "INVOKEAI_MULTIUSER_URL", "IVK_MINE"]
)
def test_variables_of_the_server_and_of_plugins_are_no_settings(name: str) -> None:
    assert ClientConfig.find(environment={name: "1"}).address == ClientConfig.find(environment={}).address


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('defualt = "home"', "Did you mean 'default'"),
        ("[profile.home]\nurl = 'a'", "Did you mean 'profiles'"),
        ("[profiles]\nurl = 'a'", "outside of a profile"),
        ("default = 5", "wrong type"),
        ("[profiles.x]\nmax_retries = true", "wrong type"),
    ],
)
def test_a_mistake_in_the_file_of_profiles_is_an_error_even_if_no_profile_is_used(
    text: str, message: str
) -> None:
    write(text)
    with pytest.raises(ConfigurationError, match=message):
        ClientConfig.find(profile="x" if "profiles.x" in text else None)


def test_an_unknown_log_level_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IVK_LOG", "debgu")
    apply_environment.cache_clear()
    with pytest.raises(ConfigurationError, match="Did you mean 'DEBUG'"):
        Client("http://host")
