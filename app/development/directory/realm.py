"""All that a request may need, and the questions that more than one endpoint asks."""

from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_plus

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency

from app.development.directory import rules, tokens
from app.development.directory.backchannel import Backchannel
from app.development.directory.config import Client, Config
from app.development.directory.sessions import Session, Sessions
from app.development.directory.state import Person, State

Asked = Request[Any, Any, Any]


class OAuthError(Exception):
    """A no in the manner of OAuth: a short code for programs, a sentence for people."""

    def __init__(self, *, error: str, because: str, status: int = 400) -> None:
        super().__init__(because)
        self.error = error
        self.description = because
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMail:
    """A message that a real realm would have sent."""

    person_id: str
    email: str
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Realm:
    config: Config
    state: State
    sessions: Sessions
    backchannel: Backchannel
    clock: Callable[[], float]
    mails: list[SentMail] = field(default_factory=list)

    @property
    def now(self) -> int:
        return int(self.clock())

    def client_of(self, form: dict[str, str], asked: Asked) -> Client:
        """The client that proves itself in the form or by HTTP Basic, or a refusal."""
        client_id, secret = _basic(asked) or (form.get("client_id", ""), form.get("client_secret"))
        client = self.state.client(client_id)
        description = "Invalid client or Invalid client credentials"
        if client is None:
            raise OAuthError(error="invalid_client", because=description, status=401)
        if not rules.knows_secret(client, secret or ""):
            raise OAuthError(error="unauthorized_client", because=description, status=401)
        return client

    def bearer(self, asked: ASGIConnection[Any, Any, Any, Any]) -> tokens.Claims | None:
        """The claims of the access token that the request brings, while it is good."""
        scheme, _, token = asked.headers.get("authorization", "").partition(" ")
        claims = tokens.read(token, self.state.keys) if scheme.lower() == "bearer" else None
        if claims is None or claims["typ"] != "Bearer" or claims["exp"] <= self.now:
            return None
        return claims

    def person_of(self, session: Session) -> Person | None:
        person = self.state.person(session.person_id)
        return person if person and person.enabled else None

    def end_session(self, session: Session) -> None:
        """Sign out everywhere: forget the session, and tell each client that took part in it."""
        self.sessions.end(session.id)
        for client_id in session.refresh:
            client = self.state.client(client_id)
            if client and client.backchannel_logout_url:
                token = tokens.sign(self._logout_claims(session, client), self.state.keys)
                self.backchannel.tell(client.backchannel_logout_url, token)

    def end_sessions_of(self, person_id: str) -> None:
        for session in self.sessions.of_person(person_id, self.now):
            self.end_session(session)

    def _logout_claims(self, session: Session, client: Client) -> tokens.Claims:
        claims = tokens.token_claims(
            issuer=self.config.issuer,
            subject=session.person_id,
            kind="Logout",
            now=self.now,
            lifespan=120,
        )
        return claims | {"aud": client.id, "sid": session.id, "events": {tokens.LOGOUT_EVENT: {}}}


TheRealm = NamedDependency[Realm]


async def read_form(asked: Asked) -> dict[str, str]:
    """The form's fields.  One given twice is refused: each reader would pick another."""
    form = await asked.form()
    fields = list(form.multi_items())
    if len({name for name, _ in fields}) < len(fields):
        raise OAuthError(error="invalid_request", because="duplicated parameter")
    return {name: str(value) for name, value in fields}


def _basic(asked: Asked) -> tuple[str, str] | None:
    scheme, _, encoded = asked.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        client_id, _, secret = b64decode(encoded, validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    return unquote_plus(client_id), unquote_plus(secret)
