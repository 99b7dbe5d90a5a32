"""The hooks that the core calls. The parts declare more of their own."""

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
    """Announce modules that declare further hooks.

    Called when the plugin is loaded.

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

    Called for each report.

    Returns
    -------
    sequence of ServerCheck
        They are run in the order of the plugins' names, after the core's own.

    Examples
    --------
    >>> from ivk_core import Request, hookimpl
    >>> from ivk_core.doctor import Finding, Level, ServerCheck
    >>> def look():
    ...     response = yield Request("GET", "/boards/", query={"all": True}, operation="list_boards")
    ...     return Finding("boards", Level.OK, f"{len(response.json)} boards")
    >>> @hookimpl
    ... def ivk_register_server_checks():
    ...     return [ServerCheck("boards", look)]
    """
    raise NotImplementedError


@hookspec
def ivk_describe_server() -> Flow[Mapping[str, object]]:
    """Add facts to what ``client.server.info()`` returns.

    Called each time that it is called.

    Returns
    -------
    Flow of mapping
        A flow that asks the server and returns facts by name. What the server does not answer is left out.

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
    """Find a secret that the client was not given, in a keyring for example.

    Called when a server asks for credentials and none are set up, and when an account is set up without its
    password. It is called at most once for each client, when the secret is needed first.

    Parameters
    ----------
    kind : {"api_key", "password"}
        What is wanted.
    url : str
        The address of the server, without credentials.
    username : str
        The e-mail of the account that the password is for; empty for an API key.

    Returns
    -------
    str or None
        The secret; None leaves it to another plugin.

    Examples
    --------
    >>> import keyring
    >>> from ivk_core import hookimpl
    >>> @hookimpl
    ... def ivk_find_secret(kind, url, username):
    ...     return keyring.get_password(f"ivk {url}", username or kind)
    """
    raise NotImplementedError
