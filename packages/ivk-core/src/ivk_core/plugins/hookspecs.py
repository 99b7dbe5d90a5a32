"""The hooks that the core calls. Other packages declare further hooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ivk_core.plugins.markers import hookspec

if TYPE_CHECKING:
    from ivk_core.doctor.check import ServerCheck
    from ivk_core.flow import Flow

__all__ = ["ivk_describe_server", "ivk_find_secret", "ivk_register_hookspecs", "ivk_register_server_checks"]


@hookspec
def ivk_register_hookspecs() -> Sequence[object]:
    """Register modules that declare further hooks.

    It is called when the plugin is loaded.

    Returns
    -------
    sequence of object
        Modules (or classes) whose functions are marked with `ivk_core.hookspec`.

    Examples
    --------
    >>> from ivk_core import hookimpl
    >>> @hookimpl
    ... def ivk_register_hookspecs():
    ...     from my_pack import hookspecs
    ...     return [hookspecs]
    """
    raise NotImplementedError


@hookspec
def ivk_register_server_checks() -> Sequence[ServerCheck]:
    """Add checks of the server to the report of ``client.doctor()``, and to ``client.server.health()``.

    It is called for each report.

    Returns
    -------
    sequence of ServerCheck
        The checks. They run in the order of the plugins' names, after the core's check of the account.

    Examples
    --------
    >>> from ivk_core import Request, hookimpl
    >>> from ivk_core.doctor import Finding, Level, ServerCheck
    >>> def check_boards():
    ...     response = yield Request("GET", "/boards/", query={"all": True}, operation="list_boards")
    ...     return Finding("boards", Level.OK, f"{len(response.json)} boards")
    >>> @hookimpl
    ... def ivk_register_server_checks():
    ...     return [ServerCheck("boards", check_boards)]
    """
    raise NotImplementedError


@hookspec
def ivk_describe_server() -> Flow[Mapping[str, object]]:
    """Add facts to the result of ``client.server.info()``.

    It is called for each call of ``client.server.info()``.

    Returns
    -------
    Flow of mapping
        A flow that queries the server and returns facts by name. If it raises an error of the server, its
        facts are left out.

    Examples
    --------
    >>> from ivk_core import Request, hookimpl
    >>> @hookimpl
    ... def ivk_describe_server():
    ...     response = yield Request("GET", "/boards/", query={"all": True}, operation="list_boards")
    ...     return {"boards_count": len(response.json)}
    """
    raise NotImplementedError


@hookspec(firstresult=True)
def ivk_find_secret(kind: str, url: str, username: str) -> str | None:
    """Return a secret that is not in the client's settings, for example from a keyring.

    It is called for an API key when the server responds with 401 and the client has no credentials, and for a
    password when the client has an account without a password and logs in. An API key is asked for at most
    once for each client.

    Parameters
    ----------
    kind : {"api_key", "password"}
        The kind of secret.
    url : str
        The address of the server, without credentials.
    username : str
        The e-mail of the account for a password; empty for an API key.

    Returns
    -------
    str or None
        The secret. After None, the next plugin is called.

    Examples
    --------
    >>> import keyring
    >>> from ivk_core import hookimpl
    >>> @hookimpl
    ... def ivk_find_secret(kind, url, username):
    ...     return keyring.get_password(f"ivk {url}", username or kind)
    """
    raise NotImplementedError
