"""The environment variables that are settings of a client."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from ivk_core.errors import ConfigurationError
from ivk_core.logs import LOG_VARIABLE
from ivk_core.profiles import PROFILE_VARIABLE

__all__ = ["API_KEY_VARIABLE", "URL_VARIABLE", "VARIABLES", "check_variables", "read_variables"]

URL_VARIABLE = "INVOKEAI_URL"
API_KEY_VARIABLE = "INVOKEAI_API_KEY"

VARIABLES: Mapping[str, str] = {
    URL_VARIABLE: "url",
    API_KEY_VARIABLE: "api_key",
    "INVOKEAI_EMAIL": "email",
    "INVOKEAI_PASSWORD": "password",
    "INVOKEAI_TIMEOUT": "timeout",
    "INVOKEAI_MAX_RETRIES": "max_retries",
    "INVOKEAI_MAX_CONNECTIONS": "max_connections",
    "INVOKEAI_RECONNECT_TIMEOUT": "reconnect_timeout",
    "INVOKEAI_CA_BUNDLE": "verify",
}
"""The environment variables, each with the setting that it sets."""

_NUMBERS = {"timeout": float, "max_retries": int, "max_connections": int, "reconnect_timeout": float}
_PREFIXES = ("INVOKEAI_", "INVOKE_AI_", "IVK_")
_KNOWN = {name.partition("_")[2]: name for name in (*VARIABLES, PROFILE_VARIABLE, LOG_VARIABLE)}
# One wrong letter in three is a ratio of 0.67. In longer names, 0.8 finds one or two wrong letters, and no
# setting of the server, whose variables have the same prefix (PROFILES_DIR has 0.74).
_SIMILAR, _SIMILAR_IF_SHORT, _SHORT = 0.8, 0.65, 4


def read_variables(environment: Mapping[str, str]) -> dict[str, Any]:
    """Return the settings in environment variables. An empty variable counts as not set.

    Raises
    ------
    ConfigurationError
        If a variable should be a number and is not, or its name is a misspelled name of a setting.
    """
    check_variables(environment)
    found: dict[str, Any] = {}
    for name, setting in VARIABLES.items():
        if text := environment.get(name):
            found[setting] = _number(name, text, _NUMBERS[setting]) if setting in _NUMBERS else text
    return found


def check_variables(environment: Mapping[str, str]) -> None:
    """Raise an error for a variable whose name is similar to that of a setting.

    Other unknown names are no error, because the server and plugins have variables with the same prefixes.

    Raises
    ------
    ConfigurationError
        If there is one; the hint has the right name.
    """
    for name in sorted(environment):
        prefix = next((each for each in _PREFIXES if name.upper().startswith(each)), "")
        if prefix and name not in _KNOWN.values():
            rest = name.upper().removeprefix(prefix)
            cutoff = _SIMILAR_IF_SHORT if len(rest) <= _SHORT else _SIMILAR
            if near := get_close_matches(rest, _KNOWN, 1, cutoff):
                raise ConfigurationError(
                    f"The environment variable {name} is not a setting of the client.",
                    hint=f"Did you mean {_KNOWN[near[0]]}?",
                )


def _number(name: str, text: str, kind: type[float]) -> Any:
    try:
        return kind(text)
    except ValueError:
        raise ConfigurationError(f"{name}={text!r} is not a number.") from None
