"""Secrets (passwords, tokens, keys), wrapped until they are sent.

A `Secret` shows as dots in a repr, a log or a traceback, and cannot be pickled. Objects that keep a request,
such as errors, keep a copy of it from `without_secrets`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["Secret", "revealed", "secrets_in", "without_secrets"]

_DOTS = "…"


class Secret:
    """A string that `repr`, `str` and logs show as dots.

    Parameters
    ----------
    text : str or Secret
        The secret string.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str | Secret = "") -> None:
        self._text: str = text.reveal() if isinstance(text, Secret) else text

    def reveal(self) -> str:
        """Return the secret string. Send it; do not store it."""
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __repr__(self) -> str:
        return f"Secret({_DOTS!r})" if self._text else "Secret('')"

    def __str__(self) -> str:
        return _DOTS if self._text else ""

    def __reduce__(self) -> tuple[type[Secret], tuple[()]]:
        if not self._text:
            return Secret, ()
        raise TypeError(
            "Secrets are not pickled. Let the other process read them from its environment or from a profile."
        )


def revealed(value: object) -> object:
    """Unwrap a value if it is a secret."""
    return value.reveal() if isinstance(value, Secret) else value


def without_secrets(value: Any) -> Any:
    """Return a copy of nested lists and mappings with dots instead of secrets."""
    if isinstance(value, Secret):
        return str(value)
    if isinstance(value, Mapping):
        return {name: without_secrets(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [without_secrets(inner) for inner in value]
    return value


def secrets_in(value: Any) -> list[Secret]:
    """Return the secrets in nested lists and mappings."""
    if isinstance(value, Secret):
        return [value] if value else []
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    return [secret for item in inner for secret in secrets_in(item)]
