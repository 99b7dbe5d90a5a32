"""Logging in to a server in multi-user mode, and renewing the token.

The client logs in before the first request. The server may send a refreshed token with a response, which then
replaces the current one. When the server rejects the token, one thread or task logs in again, and all use the
new token. A server that is not in multi-user mode gets requests without a token; if multi-user mode is turned
on later, the client logs in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from threading import Lock
from time import monotonic

from ivk_core.arguments import check_argument
from ivk_core.auth.base import Auth
from ivk_core.auth.calls import OPEN_ROUTES, login_request
from ivk_core.auth.schemas import User
from ivk_core.errors import ArgumentError, PermissionDeniedError
from ivk_core.flow import Flow, Request, Response
from ivk_core.secret import Secret
from ivk_core.single_flight import SingleFlight
from ivk_core.transport.checking import checking

__all__ = ["LoginAuth", "Session"]

_REFRESH_HEADER = "X-Refreshed-Token"
# The server responds to a login with 403 and this text if it is not in multi-user mode.
_SINGLE_USER_MESSAGE = "multiuser mode is disabled"
# A token is renewed this long before it expires, so that it does not expire on the way to the server. For a
# token with a lifetime of seconds it is a part of the lifetime; otherwise, the token would never be used.
_EXPIRY_MARGIN_SECONDS = 10.0
_EXPIRY_MARGIN_PART = 0.1


@dataclass(frozen=True)
class Session:
    """The result of a login.

    Parameters
    ----------
    token : Secret
        The token; empty if the server is not in multi-user mode.
    user : User, optional
        The account that is logged in.
    lifetime : float
        Seconds from the issue of a token to its expiry.
    ends : float
        When the token expires, on the monotonic clock.
    login : int
        The number of the login of this client, counted from 1.
    """

    token: Secret = field(default=Secret(), repr=False)
    user: User | None = None
    lifetime: float = float("inf")
    ends: float = float("inf")
    login: int = 0

    @property
    def headers(self) -> Mapping[str, str]:
        """The header with the token."""
        return {"Authorization": f"Bearer {self.token.reveal()}"} if self.token else {}

    @property
    def is_expiring(self) -> bool:
        """Whether the token has expired or is about to expire."""
        return monotonic() > self.ends - min(_EXPIRY_MARGIN_SECONDS, self.lifetime * _EXPIRY_MARGIN_PART)


class LoginAuth(Auth):
    """An account on a server in multi-user mode.

    Parameters
    ----------
    email : str
        The e-mail of the account.
    password : str, Secret or callable
        The password, or a function that returns it and is called for each login.
    remember_me : bool
        Whether to request a token with a longer lifetime (seven days instead of one).
    """

    def __init__(
        self, email: str, password: str | Secret | Callable[[], str | Secret], *, remember_me: bool = False
    ) -> None:
        check_argument("email", email, str, "the e-mail of an account")
        given: object = password
        if not callable(given) and not isinstance(given, str | Secret):
            kind = type(given).__name__  # without the value, which is secret
            raise ArgumentError(f"The password of {email} must be a string or a function, not {kind}.")
        self.email = email
        self._password = password if callable(password) else Secret(password)
        self._remember_me = remember_me
        self._session: Session | None = None
        self._logins = 0
        self._flight: SingleFlight[Session] = SingleFlight()
        self._changing = Lock()

    def headers(self) -> Mapping[str, str]:
        """Return the header with the current token; empty before the first login."""
        return self._session.headers if self._session else {}

    def flow(self, request: Request) -> Flow[Response]:
        """Send a request with a token, and once more after another login if the server rejects the token."""
        if request.route in OPEN_ROUTES:
            return (yield request)
        session = yield from self.session()
        response = yield request.with_headers(session.headers)
        if response.status_code == 401 and request.can_be_sent_again:
            session = yield from self.session(after=session)
            response = yield request.with_headers(session.headers)
        self._store_refreshed_token(session, response)
        return response

    def ready(self) -> Flow[Mapping[str, str]]:
        """Return the headers for a new socket, after logging in if that is necessary."""
        return (yield from self.session()).headers

    def session(self, after: Session | None = None) -> Flow[Session]:
        """Return the current session, after logging in if that is necessary.

        Parameters
        ----------
        after : Session, optional
            A session that the server no longer accepts; a newer one is returned.

        Returns
        -------
        Flow of Session

        Raises
        ------
        AuthenticationError
            If the server does not accept e-mail and password.
        """
        return (yield from self._flight.run(lambda: self._valid_session(after), self._log_in))

    def renewed(self, password: str | Secret | None, *, remember_me: bool) -> LoginAuth:
        """Return the same account without a session, with another password unless that is None."""
        known = self._password if password is None else password
        return LoginAuth(self.email, known, remember_me=remember_me)

    def _valid_session(self, after: Session | None) -> Session | None:
        session = self._session
        if session is None or session.is_expiring:
            return None
        # Another thread or task may have logged in since `after`: then its session is used.
        return None if after and session.login == after.login else session

    def _log_in(self) -> Flow[Session]:
        password = self._password() if callable(self._password) else self._password
        request = login_request(self.email, Secret(password), remember_me=self._remember_me)
        self._logins += 1
        try:
            session = self._session_of((yield from checking(request)))
        except PermissionDeniedError as error:
            if _SINGLE_USER_MESSAGE not in str(error).lower():
                raise
            session = Session(login=self._logins)
        with self._changing:
            self._session = session
        return session

    def _session_of(self, response: Response) -> Session:
        body = response.json
        lifetime = float(body.get("expires_in") or "inf")
        return Session(
            token=Secret(body["token"]),
            user=User.model_validate(body["user"]),
            lifetime=lifetime,
            ends=monotonic() + lifetime,
            login=self._logins,
        )

    def _store_refreshed_token(self, session: Session, response: Response) -> None:
        token = response.headers.get(_REFRESH_HEADER)
        if not token:
            return
        with self._changing:
            # A late response to a request of an earlier login must not replace the token of a later login.
            if self._session is not None and self._session.login == session.login:
                ends = monotonic() + session.lifetime
                self._session = replace(session, token=Secret(token), ends=ends)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.email!r})"
