"""Logging in on a server with several users, and staying logged in.

The token is got when first needed, and slides: whatever new one the server sends along takes its place. When
the server no longer accepts it, one of all waiting threads and tasks logs in again, and all go on with the
new token. On a server without accounts the same client works without any, and logs in when it gets some.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from threading import Lock
from time import monotonic

from ivk_core.auth.base import Auth
from ivk_core.auth.calls import OPEN_ROUTES, login_request
from ivk_core.auth.schemas import User
from ivk_core.errors import PermissionDeniedError
from ivk_core.flow import Flow, Request, Response
from ivk_core.secret import Secret
from ivk_core.single_flight import SingleFlight
from ivk_core.transport.checking import checking

__all__ = ["LoginAuth", "Session"]

_REFRESHED = "X-Refreshed-Token"
_NO_ACCOUNTS = "multiuser mode is disabled"
_SECONDS_TO_SPARE = 10.0
_PART_TO_SPARE = 0.1


@dataclass(frozen=True)
class Session:
    """What a login gave.

    Parameters
    ----------
    token : Secret
        The token; empty on a server without accounts.
    user : User, optional
        Who is logged in.
    lifetime : float
        Seconds that a token is good for.
    ends : float
        When this one ends, on the monotonic clock.
    login : int
        Which login of this client it comes from, counted from 1.
    """

    token: Secret = field(default=Secret(), repr=False)
    user: User | None = None
    lifetime: float = float("inf")
    ends: float = float("inf")
    login: int = 0

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers that carry the token."""
        return {"Authorization": f"Bearer {self.token.reveal()}"} if self.token else {}

    @property
    def is_ending(self) -> bool:
        """Whether the token is about to expire; one that lives for seconds only is used for most of them."""
        return monotonic() > self.ends - min(_SECONDS_TO_SPARE, self.lifetime * _PART_TO_SPARE)


class LoginAuth(Auth):
    """An account on a server with several users.

    Parameters
    ----------
    email : str
        What it logs in with.
    password : str, Secret or callable
        Its password, or what finds it when it is needed.
    remember_me : bool
        Ask for a token that lasts longer (seven days and not one).
    """

    def __init__(
        self, email: str, password: str | Secret | Callable[[], str | Secret], *, remember_me: bool = False
    ) -> None:
        self.email = email
        self._password = password if callable(password) else Secret(password)
        self._remember_me = remember_me
        self._session: Session | None = None
        self._logins = 0
        self._flight: SingleFlight[Session] = SingleFlight()
        self._changing = Lock()

    def headers(self) -> Mapping[str, str]:
        """Return the header with the present token; empty before the first login."""
        return self._session.headers if self._session else {}

    def flow(self, request: Request) -> Flow[Response]:
        """Send a request with a token, logging in before or after where that is needed (a middleware)."""
        if request.route in OPEN_ROUTES:
            return (yield request)
        session = yield from self.session()
        response = yield request.with_headers(session.headers)
        if response.status_code == 401 and request.can_be_sent_again:
            session = yield from self.session(after=session)
            response = yield request.with_headers(session.headers)
        self._slide(session, response)
        return response

    def ready(self) -> Flow[Mapping[str, str]]:
        """Return the headers, after logging in if that was not done yet."""
        return (yield from self.session()).headers

    def session(self, after: Session | None = None) -> Flow[Session]:
        """Return the present session, or begin one.

        Parameters
        ----------
        after : Session, optional
            One that the server no longer accepts; another one is wanted.

        Returns
        -------
        Flow of Session

        Raises
        ------
        AuthenticationError
            If the server does not accept e-mail and password.
        """
        return (yield from self._flight.run(lambda: self._usable(after), self._log_in))

    def renewed(self, password: str | Secret | None, *, remember_me: bool) -> LoginAuth:
        """Return the same account with no session begun, and with another password where one is given."""
        known = self._password if password is None else password
        return LoginAuth(self.email, known, remember_me=remember_me)

    def _usable(self, after: Session | None) -> Session | None:
        session = self._session
        if session is None or session.is_ending:
            return None
        return None if after and session.login == after.login else session

    def _log_in(self) -> Flow[Session]:
        password = self._password() if callable(self._password) else self._password
        request = login_request(self.email, Secret(password), remember_me=self._remember_me)
        self._logins += 1
        try:
            session = self._begun((yield from checking(request)))
        except PermissionDeniedError as error:
            if _NO_ACCOUNTS not in str(error).lower():
                raise
            session = Session(login=self._logins)
        with self._changing:
            self._session = session
        return session

    def _begun(self, response: Response) -> Session:
        answer = response.json
        lifetime = float(answer.get("expires_in") or "inf")
        return Session(
            token=Secret(answer["token"]),
            user=User.model_validate(answer["user"]),
            lifetime=lifetime,
            ends=monotonic() + lifetime,
            login=self._logins,
        )

    def _slide(self, session: Session, response: Response) -> None:
        token = response.headers.get(_REFRESHED)
        if not token:
            return
        with self._changing:
            if self._session is not None and self._session.login == session.login:
                ends = monotonic() + session.lifetime
                self._session = replace(session, token=Secret(token), ends=ends)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.email!r})"
