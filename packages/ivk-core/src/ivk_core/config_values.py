"""Checking the values of a client's settings, so that a wrong one is an error before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from os import PathLike
from pathlib import Path
from typing import Any

from ivk_core.auth.base import Auth
from ivk_core.errors import ConfigurationError
from ivk_core.secret import Secret
from ivk_core.suggestions import did_you_mean
from ivk_core.timeouts import Timeout

__all__ = ["checked"]

_PROXIED = ("http", "https", "all", "no_proxy")
_AUTH_HINT = (
    'For a user name and a password, pass auth=BasicAuth("name", "password"); for an account of InvokeAI, '
    'auth=LoginAuth("e-mail", "password").'
)


def checked(name: str, value: Any) -> Any:
    """Return the value of a setting of `ClientConfig`, in the form in which it is kept.

    Raises
    ------
    ConfigurationError
        If the value has the wrong type or is out of range. The error shows no secret.
    """
    return _CHECKS[name](name, value)


def _timeout(name: str, value: Any) -> float | Timeout:
    del name  # the error of `Timeout` has it
    Timeout.of(value)
    result: float | Timeout = value
    return result


def _whole_number(name: str, value: Any, at_least: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _wrong_type(name, value, "a whole number")
    if value < at_least:
        bound = "must not be negative" if at_least == 0 else f"must be at least {at_least}"
        raise ConfigurationError(f"{name}={value!r} {bound}.")
    return value


def _retries(name: str, value: Any) -> int:
    return _whole_number(name, value, 0)


def _connections(name: str, value: Any) -> int:
    return _whole_number(name, value, 1)


def _budget(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _wrong_type(name, value, "a number of seconds")
    if not (isfinite(value) and value >= 0):
        raise ConfigurationError(f"{name}={value!r} must be a number of seconds that is not negative.")
    return value


def _reconnects(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _wrong_type(name, value, "a number of seconds")
    if not value >= 0:  # infinity is to wait without an end
        raise ConfigurationError(f"{name}={value!r} must be a number of seconds, not negative.")
    return value


def _secret(name: str, value: Any) -> Secret | None:
    if value is None:
        return None
    if not isinstance(value, str | Secret):
        # Without the value, which is secret.
        raise ConfigurationError(f"{name} must be a string, and it is of type {type(value).__name__}.")
    if not Secret(value):
        raise ConfigurationError(f"{name} is an empty string.", hint=f"Pass {name}=None for none.")
    return Secret(value)


def _email(name: str, value: Any) -> str | None:
    if value is not None and not isinstance(value, str):
        raise _wrong_type(name, value, "a string")
    if value == "":
        raise ConfigurationError(f"{name} is an empty string.", hint=f"Pass {name}=None for none.")
    return value


def _auth(name: str, value: Any) -> Auth | None:
    if value is not None and not isinstance(value, Auth):
        # Without the value, which may contain a password.
        raise ConfigurationError(
            f"{name} must be an object of a subclass of Auth, and it is of type {type(value).__name__}.",
            hint=_AUTH_HINT,
        )
    return value


def _texts(name: str, value: Any) -> Mapping[str, str]:
    if not isinstance(value, Mapping):
        raise ConfigurationError(f"{name} must be a mapping of str to str, not {type(value).__name__}.")
    for key, text in value.items():
        if not isinstance(key, str) or not isinstance(text, str):
            # Without the value, which may be secret.
            raise ConfigurationError(
                f"{name} must be a mapping of str to str; that of {key!r} is of type {type(text).__name__}."
            )
    return value


def _proxies(name: str, value: Any) -> Mapping[str, str]:
    proxies = _texts(name, value)
    for scheme in proxies:
        if scheme not in _PROXIED and "://" not in scheme:
            hint = did_you_mean(scheme, _PROXIED) or f"The keys are {', '.join(_PROXIED)}."
            raise ConfigurationError(f"{name} has no key {scheme!r}.", hint=hint)
    return proxies


def _verify(name: str, value: Any) -> bool | str:
    return value if isinstance(value, bool) else _existing_file(name, value)


def _cert(name: str, value: Any) -> str | tuple[str, str] | None:
    if value is None:
        return None
    if not isinstance(value, tuple | list):
        return _existing_file(name, value)
    if len(value) != 2:
        raise ConfigurationError(f"{name} must be one path, or the two paths of certificate and key.")
    return _existing_file(name, value[0]), _existing_file(name, value[1])


def _existing_file(name: str, value: Any) -> str:
    if not isinstance(value, str | PathLike):
        raise _wrong_type(name, value, "True, False or a path" if name == "verify" else "a path")
    path = Path(value)
    if not str(value) or not path.exists():
        raise ConfigurationError(f"The certificate file {str(value)!r} does not exist ({name}).")
    return str(path)


def _wrong_type(name: str, value: object, wanted: str) -> ConfigurationError:
    return ConfigurationError(f"{name}={value!r} must be {wanted}, not {type(value).__name__}.")


_CHECKS = {
    "api_key": _secret,
    "timeout": _timeout,
    "max_retries": _retries,
    "verify": _verify,
    "headers": _texts,
    "auth": _auth,
    "email": _email,
    "password": _secret,
    "cert": _cert,
    "proxies": _proxies,
    "retry_budget": _budget,
    "max_connections": _connections,
    "reconnect_timeout": _reconnects,
}
