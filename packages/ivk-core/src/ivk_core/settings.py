"""The settings that a client takes by name, for type checkers and for checks at run time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from os import PathLike

    from ivk_core.address import ServerAddress
    from ivk_core.auth.base import Auth
    from ivk_core.secret import Secret
    from ivk_core.timeouts import Timeout

__all__ = ["CallSettings", "CommonSettings", "Settings", "SettingsOfProfile", "SettingsWithAddress"]


class CallSettings(TypedDict, total=False):
    """The settings that `with_options` changes. None leaves a setting unchanged.

    Attributes
    ----------
    timeout : float or Timeout, optional
        Seconds to wait for the server in one call.
    max_retries : int, optional
        How often a read is retried.
    retry_budget : float, optional
        Seconds that all pauses between the retries of one call may take together.
    reconnect_timeout : float, optional
        Seconds that a wait for jobs keeps trying to reach a server that does not answer.
    headers : mapping of str to str, optional
        Headers to send with every request, instead of the present ones.
    """

    timeout: float | Timeout | None
    max_retries: int | None
    retry_budget: float | None
    reconnect_timeout: float | None
    headers: Mapping[str, str] | None


class CommonSettings(TypedDict, total=False):
    """The settings that all constructors take.

    Attributes
    ----------
    api_key : str or Secret, optional
        Sent as a bearer token.
    auth : Auth, optional
        Credentials of another kind, such as `LoginAuth`.
    timeout : float or Timeout, optional
        Seconds to wait for the server in one call.
    max_retries : int, optional
        How often a read is retried.
    cert : str or tuple of str, optional
        A client certificate: the path of one file, or the paths of certificate and key.
    proxies : mapping of str to str, optional
        The proxy URL for each scheme.
    headers : mapping of str to str, optional
        Headers to send with every request.
    max_connections : int, optional
        The size of the connection pool.
    reconnect_timeout : float, optional
        Seconds that a wait for jobs keeps trying to reach a server that does not answer.
    """

    api_key: str | Secret | None
    auth: Auth | None
    timeout: float | Timeout | None
    max_retries: int | None
    cert: str | PathLike[str] | tuple[str | PathLike[str], str | PathLike[str]] | None
    proxies: Mapping[str, str] | None
    headers: Mapping[str, str] | None
    max_connections: int | None
    reconnect_timeout: float | None


class Settings(CommonSettings, total=False):
    """The settings of `ClientConfig`, without the address.

    Attributes
    ----------
    verify : bool or str, optional
        Whether to check certificates, or the path of a CA bundle to check them against.
    email : str, optional
        The e-mail of the account, on a server in multi-user mode.
    password : str or Secret, optional
        The password of the account.
    retry_budget : float, optional
        Seconds that all pauses between the retries of one call may take together.
    """

    verify: bool | str | PathLike[str] | None
    email: str | None
    password: str | Secret | None
    retry_budget: float | None


class SettingsOfProfile(Settings, total=False):
    """The settings that `from_profile` takes.

    Attributes
    ----------
    url : str or ServerAddress, optional
        The server's address.
    environment : mapping of str to str, optional
        The environment variables; by default those of this process.
    """

    url: str | ServerAddress | None
    environment: Mapping[str, str] | None


class SettingsWithAddress(SettingsOfProfile, total=False):
    """The settings that `from_env` takes.

    Attributes
    ----------
    profile : str, optional
        The name of the profile to read settings from.
    """

    profile: str | None
