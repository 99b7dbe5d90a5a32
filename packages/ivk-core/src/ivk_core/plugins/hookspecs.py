"""The hooks that the core itself calls. The parts declare more of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ivk_core.plugins import hookspec

if TYPE_CHECKING:
    from ivk_core.files import FileSource
    from ivk_core.flow import Flow

__all__ = ["ivk_find_secret", "ivk_register_hookspecs", "ivk_upload_image"]


@hookspec
def ivk_register_hookspecs() -> Sequence[object]:
    """Announce modules that declare further hooks.

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


@hookspec(firstresult=True)
def ivk_upload_image(source: FileSource, filename: str) -> Flow[str] | None:
    """Give the flow that brings a local picture to the server.

    Called when a workflow's input was set to a picture on this machine, and the workflow is submitted.

    Parameters
    ----------
    source : path, bytes or binary file
        The encoded picture.
    filename : str
        The name to send it under; its suffix says the format.

    Returns
    -------
    Flow of str, or None
        A flow that uploads it and returns the image name that the server gave it
        (operation ``upload_image``); None leaves it to another plugin.

    Examples
    --------
    >>> from ivk_core import hookimpl
    >>> @hookimpl
    ... def ivk_upload_image(source, filename):
    ...     return my_upload_flow(source, filename)
    """
    raise NotImplementedError


@hookspec(firstresult=True)
def ivk_find_secret(kind: str, url: str, username: str) -> str | None:
    """Find a secret that the client was not given, in a keyring for example.

    Called when a server asks for credentials and none are set up, and when an account is set up without
    its password. It is called at most once for each client, when the secret is needed first.

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
