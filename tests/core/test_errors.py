"""Each error is also a built-in or requests error, and can be pickled."""

import builtins
import pickle

import pytest
import requests

from ivk_core import errors
from ivk_core.errors import APIError, InvokeAIError
from ivk_core.flow import Request, Response
from ivk_core.lookup import AmbiguousModelError, AmbiguousNameError, ModelNotFoundError, NameNotFoundError
from ivk_core.transport.checking import error_for

ALSO = {
    "ConfigurationError": [ValueError],
    "MissingPartError": [ImportError],
    "PluginError": [RuntimeError],
    "ConnectionError": [requests.ConnectionError, builtins.ConnectionError, OSError],
    "NotAnInvokeAIError": [requests.ConnectionError],
    "TimeoutError": [requests.Timeout, builtins.TimeoutError],
    "OutcomeUnknownError": [requests.ConnectionError, builtins.ConnectionError],
    "OutcomeUnknownTimeoutError": [errors.OutcomeUnknownError, builtins.TimeoutError, requests.Timeout],
    "TransferError": [OSError],
    "UnsupportedCapabilityError": [NotImplementedError],
    "APIError": [requests.HTTPError],
    "PermissionDeniedError": [PermissionError],
    "NotFoundError": [LookupError],
    "ValidationError": [ValueError],
}

STATUSES = {
    401: errors.AuthenticationError,
    403: errors.PermissionDeniedError,
    404: errors.NotFoundError,
    409: errors.ConflictError,
    418: errors.APIError,
    422: errors.ValidationError,
    429: errors.RateLimitError,
    500: errors.ServerError,
    503: errors.ServerError,
}

ERRORS = [getattr(errors, name) for name in errors.__all__]


def error(status: int = 404, body: bytes = b'{"detail": "no such board"}', **request: object) -> APIError:
    asked = Request("GET", "/boards/{id}", path={"id": "b 1"}, operation="get_board", **request)  # type: ignore[arg-type]
    return error_for(Response(status, body, {}, asked, "http://host/api/v1/boards/b%201"))


@pytest.mark.parametrize(("name", "kinds"), ALSO.items())
def test_an_error_is_also_the_built_in_error(name: str, kinds: list[type]) -> None:
    assert all(issubclass(getattr(errors, name), kind) for kind in [InvokeAIError, *kinds])


@pytest.mark.parametrize("kind", [kind for kind in ERRORS if not issubclass(kind, APIError)])
def test_an_error_survives_pickling(kind: type[InvokeAIError]) -> None:
    copy = pickle.loads(pickle.dumps(kind("It broke.", hint="Mend it.")))
    assert (type(copy), str(copy), copy.hint) == (kind, "It broke.\nMend it.", "Mend it.")


@pytest.mark.parametrize("status", STATUSES)
def test_an_api_error_survives_pickling_with_its_attributes(status: int) -> None:
    original = error(status)
    copy = pickle.loads(pickle.dumps(original))
    assert type(copy) is type(original) is STATUSES[status]
    assert (copy.status_code, copy.operation, str(copy)) == (status, "get_board", str(original))
    assert (copy.body, copy.request) == ({"detail": "no such board"}, original.request)


def test_an_error_has_the_request_and_the_servers_message() -> None:
    assert error().message == (
        "get_board (GET http://host/api/v1/boards/b%201) was answered with 404: no such board"
    )


def test_a_422_is_rendered_field_by_field() -> None:
    body = (
        b'{"detail": [{"type": "int_parsing", "loc": ["body", "steps"], "msg": "Input should be an integer",'
        b' "input": "many"}, {"type": "missing", "loc": ["query", "board_name"], "msg": "Field required",'
        b' "input": null}]}'
    )
    lines = error(422, body).message.splitlines()
    assert lines[1:] == [
        "  body.steps: Input should be an integer (given: 'many')",
        "  query.board_name: Field required",
    ]


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (b"<html>Bad gateway</html>", "<html>Bad gateway</html>"),
        (b"", "no message"),
        (b'{"detail": {"reason": "full"}}', "{'reason': 'full'}"),
        (b'"just text"', "just text"),
        (b'{"detail": ["a", {"odd": 1}]}', "a"),
    ],
)
def test_any_kind_of_body_is_shown(body: bytes, shown: str) -> None:
    assert shown in error(500, body).message


def test_a_long_page_is_cut() -> None:
    assert len(error(500, b"x" * 100_000).message) < 1000


def test_the_tree_at_the_top_of_the_module_names_every_error() -> None:
    assert all(name in (errors.__doc__ or "") for name in errors.__all__)


def test_a_missing_model_is_a_missing_name_and_survives_pickling() -> None:
    copy = pickle.loads(pickle.dumps(ModelNotFoundError("No model 'x'.", wanted="x", hint="Install it.")))

    assert issubclass(ModelNotFoundError, NameNotFoundError)
    assert (type(copy), str(copy), copy.wanted) == (ModelNotFoundError, "No model 'x'.\nInstall it.", "x")


def test_an_ambiguous_model_is_an_ambiguous_name_and_survives_pickling() -> None:
    copy = pickle.loads(pickle.dumps(AmbiguousModelError("Two.", wanted="x", candidates=["a", "b"])))

    assert issubclass(AmbiguousModelError, AmbiguousNameError)
    assert (type(copy), copy.wanted, copy.candidates) == (AmbiguousModelError, "x", ("a", "b"))
