"""Checking values of which the server knows a fixed set, such as bases of models or orders of listings.

The server answers an unknown base with an empty listing, and other unknown values with a bare 422. This
library knows the values of its release; for any other value it asks the server's OpenAPI document, because a
newer server may know more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ivk_core.errors import UnknownChoiceError
from ivk_core.flow import Flow
from ivk_core.server.calls import get_openapi
from ivk_core.suggestions import did_you_mean

__all__ = ["check_choice"]


def check_choice(
    name: str, given: str | Sequence[str] | None, known: Iterable[str], *, schema: str
) -> Flow[None]:
    """Raise an error for a value that neither this library nor the server knows.

    No request is sent for a value that this library knows.

    Parameters
    ----------
    name : str
        The name of the parameter, for the message.
    given : str or sequence of str, optional
        The value, or several; None is not checked.
    known : iterable of str
        The values that this library knows.
    schema : str
        The name of the enum in the server's OpenAPI document.

    Raises
    ------
    UnknownChoiceError
        If the server does not know one of the values; the hint suggests similar ones.
    """
    values = [] if given is None else [given] if isinstance(given, str) else list(given)
    choices = list(dict.fromkeys(str(each) for each in known))
    unknown = [value for value in values if value not in choices]
    if not unknown:
        return
    document = yield from get_openapi()
    described = document["components"]["schemas"].get(schema, {}).get("enum", ())
    choices = list(dict.fromkeys([*choices, *map(str, described)]))
    for value in unknown:
        if value not in choices:
            listed = f"It is one of {', '.join(map(repr, choices))}."
            raise UnknownChoiceError(
                f"The server knows no {name} {value!r}.", hint=did_you_mean(value, choices) or listed
            )
