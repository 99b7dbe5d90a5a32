"""The constructors of a client that need no address: from the environment and from a profile."""

from __future__ import annotations

from typing import Self, Unpack

from ivk_core.arguments import check_keywords, setting_names
from ivk_core.config import ClientConfig
from ivk_core.errors import ConfigurationError
from ivk_core.settings import SettingsOfProfile, SettingsWithAddress

__all__ = ["Constructors"]


class Constructors:
    """Adds ``from_env`` and ``from_profile`` to a client."""

    @classmethod
    def from_env(cls, **settings: Unpack[SettingsWithAddress]) -> Self:
        """Make a client from the environment (``INVOKEAI_URL``, ``INVOKEAI_API_KEY``, ``IVK_PROFILE``, …).

        Parameters
        ----------
        **settings : object
            Settings to override, by the names of `ClientConfig`, such as ``timeout=120``; the address is
            ``url``.

        Raises
        ------
        ConfigurationError
            If a setting is invalid, or a variable has a misspelled name.
        ArgumentError
            If there is no such setting.
        """
        check_keywords(settings, setting_names(SettingsWithAddress), f"{cls.__name__}.from_env")
        return cls._from_config(ClientConfig.find(**settings))

    @classmethod
    def from_profile(cls, name: str, **settings: Unpack[SettingsOfProfile]) -> Self:
        """Make a client from a profile in ``~/.config/ivk/config.toml``.

        Parameters
        ----------
        name : str
            The profile. Its settings take precedence over the environment.
        **settings : object
            Settings to override, by the names of `ClientConfig`, such as ``timeout=120``; the address is
            ``url``.

        Raises
        ------
        ConfigurationError
            If there is no such profile, or a setting is invalid.
        ArgumentError
            If there is no such setting.
        """
        check_keywords(settings, setting_names(SettingsOfProfile), f"{cls.__name__}.from_profile")
        if name is None:
            raise ConfigurationError(
                "There is no name of a profile.",
                hint="from_env() uses the profile of the environment, if any.",
            )
        return cls._from_config(ClientConfig.find(profile=name, **settings))

    @classmethod
    def _from_config(cls, config: ClientConfig) -> Self:
        raise NotImplementedError
