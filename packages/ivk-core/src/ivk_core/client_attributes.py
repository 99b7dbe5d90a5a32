"""Refusing assignments to the attributes of a client, with the call that changes the setting instead."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from ivk_core.arguments import setting_names
from ivk_core.attributes import StrictAttributes, unknown_attribute
from ivk_core.settings import CallSettings, SettingsWithAddress

__all__ = ["ClientAttributes"]

_CALL_SETTINGS = setting_names(CallSettings)
_SETTINGS = setting_names(SettingsWithAddress) | {
    "host",
    "port",
    "base_url",
    "base_path",
    "use_https",
    "verify_ssl",
}
_PARTS = {
    "config": "client.with_options(…) returns a client with other settings.",
    "credentials": "client.auth.login(…) changes the account; else make another client.",
    "server": "It belongs to the client.",
    "auth": "client.auth.login(…) changes the account; a client with other credentials is another client.",
}


class ClientAttributes(StrictAttributes):
    """Base of the clients: their attributes cannot be assigned, and an error says what to do instead."""

    if not TYPE_CHECKING:  # type checkers take a class with this method for one that has any attribute

        def __setattr__(self, name: str, value: object) -> None:
            """Refuse the assignment of public names, except that tests may replace methods."""
            if name in _PARTS:
                raise unknown_attribute(self, name, hint=_PARTS[name])
            super().__setattr__(name, value)

    def _attribute_hint(self, name: str, value: object) -> str:
        near = get_close_matches(name, _SETTINGS, 1)
        setting = near[0] if near else ""
        if setting in _CALL_SETTINGS:
            # The value of a header may be secret.
            shown = value if isinstance(value, int | float) else "…"
            return f"client.with_options({setting}={shown}) returns a client with this setting."
        if setting:
            kind = type(self).__name__
            return f"Pass {setting} to the constructor ({kind}): the setting of a client cannot be changed."
        return ""
