"""An OpenID provider on loopback, with Keycloak's paths, that is honest but for one chosen lie."""

import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from http import HTTPStatus
from secrets import token_urlsafe
from socketserver import ThreadingMixIn
from threading import Thread
from typing import TYPE_CHECKING, Self
from urllib.parse import parse_qsl, urlencode
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from tests.contracts.identity.lies import (
    HONEST,
    LIES,
    SIGN_OUT_EVENT,
    Answer,
    Kind,
    encode,
    published_keys,
)

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

REALM = "/realms/pointsbook"
PROTOCOL = f"{REALM}/protocol/openid-connect"
LIFETIME_SECONDS = 300
CLIENT = "web"
AUDIENCE = "pointsbook"
AMA: Mapping[str, object] = {
    "sub": "0198c1de-0000-7000-8000-00000000a3a0",
    "preferred_username": "ama",
    "name": "Ama Mensah",
    "email": "ama@example.com",
    "email_verified": True,
    "locale": "en",
    "groups": ["/communities/demo/player"],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a code or refresh token was given for."""

    client_id: str
    redirect_uri: str
    nonce: str | None
    challenge: str | None


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing: the test run has its own output."""


@dataclass(kw_only=True)
class StubIssuer:
    """Use it as a context manager; `asked` tells which paths were asked for."""

    wrong: str | None = None
    person: Mapping[str, object] = field(default_factory=lambda: AMA)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lie = LIES[self.wrong] if self.wrong else HONEST
        self.grants: dict[str, Grant] = {}
        self.session_id = token_urlsafe()

    def __enter__(self) -> Self:
        self.server = make_server("127.0.0.1", 0, self.answer, Server, Quiet)
        self.thread = Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    @property
    def url(self) -> str:
        return self.origin + REALM

    @property
    def jwks_url(self) -> str:
        return f"{self.origin}{PROTOCOL}/certs"

    def token(self, kind: Kind, *, nonce: str | None = None, client_id: str = CLIENT) -> str:
        """Make a token that tells this issuer's lie, if it has one about tokens."""
        kind = self.lie.instead.get(kind, kind)
        now = int(time.time())
        claims = {
            "iss": self.url,
            "iat": now,
            "exp": now + LIFETIME_SECONDS,
            "typ": kind,
            "jti": token_urlsafe(),
            "sid": self.session_id,
            **self._claims_of(kind, nonce, client_id),
        }
        return encode(self.lie, claims, now=now)

    def _claims_of(self, kind: Kind, nonce: str | None, client_id: str) -> dict[str, object]:
        match kind:
            case Kind.ACCESS:
                roles = {"realm_access": {"roles": ["superadmin"]}}
                return {**self.person, **roles, "aud": [AUDIENCE, "account"], "azp": client_id}
            case Kind.ID:
                return {**self.person, "aud": client_id, "azp": client_id, "nonce": nonce}
            case Kind.LOGOUT:
                events: Mapping[str, object] = {SIGN_OUT_EVENT: {}}
                return {"sub": self.person["sub"], "aud": client_id, "events": events}

    def answer(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        self.asked.append(path)
        query = dict(parse_qsl(environ["QUERY_STRING"]))
        form = dict(parse_qsl(environ["wsgi.input"].read(_length(environ)).decode()))
        pages: dict[str, Callable[[], Answer]] = {
            f"{PROTOCOL}/certs": lambda: self.lie.jwks or published_keys(),
            f"{PROTOCOL}/auth": lambda: self.authorize(query),
            f"{PROTOCOL}/token": lambda: self.exchange(form),
            f"{PROTOCOL}/logout": lambda: self.sign_out(query, form),
            "/elsewhere/certs": published_keys,
        }
        answer = pages.get(path, lambda: Answer(HTTPStatus.NOT_FOUND))()
        status = HTTPStatus(answer.status)
        start(f"{status.value} {status.phrase}", list(answer.headers.items()))
        return [answer.body]

    def endpoint(self, name: str) -> str:
        return f"{self.origin}{PROTOCOL}/{name}"

    def authorize(self, query: Mapping[str, str]) -> Answer:
        """Sign the person in at once and send the browser back with a code."""
        code = self._grant(
            Grant(
                client_id=query["client_id"],
                redirect_uri=query["redirect_uri"],
                nonce=query.get("nonce"),
                challenge=query.get("code_challenge"),
            )
        )
        back = {"code": code, "session_state": self.session_id, "iss": self.url}
        return _redirect(query["redirect_uri"], {**query, **back}, *back)

    def exchange(self, form: Mapping[str, str]) -> Answer:
        """Give tokens for a code or a refresh token, each of which works once."""
        grant = self.grants.pop(form.get("code") or form.get("refresh_token") or "", None)
        if grant is None or (form["grant_type"] == "authorization_code" and _differs(form, grant)):
            return Answer.json({"error": "invalid_grant"}, HTTPStatus.BAD_REQUEST)
        return Answer.json(
            {
                "token_type": "Bearer",
                "expires_in": LIFETIME_SECONDS,
                "access_token": self.token(Kind.ACCESS, client_id=grant.client_id),
                "id_token": self.token(Kind.ID, nonce=grant.nonce, client_id=grant.client_id),
                "refresh_token": self._grant(grant),
                "refresh_expires_in": LIFETIME_SECONDS,
            }
        )

    def sign_out(self, query: Mapping[str, str], form: Mapping[str, str]) -> Answer:
        """Send a browser back; from a program take the refresh token, which then works no more."""
        if target := query.get("post_logout_redirect_uri"):
            return _redirect(target, query)
        self.grants.pop(form["refresh_token"], None)
        return Answer(HTTPStatus.NO_CONTENT)

    def _grant(self, grant: Grant) -> str:
        secret = token_urlsafe()
        self.grants[secret] = grant
        return secret


def _differs(form: Mapping[str, str], grant: Grant) -> bool:
    """Tell whether the code comes from another place or without the verifier it was bound to."""
    verifier = form.get("code_verifier", "").encode()
    challenge = urlsafe_b64encode(sha256(verifier).digest()).decode().rstrip("=")
    return form.get("redirect_uri") != grant.redirect_uri or challenge != grant.challenge


def _redirect(target: str, query: Mapping[str, str], *names: str) -> Answer:
    kept = {name: query[name] for name in ("state", *names) if name in query}
    return Answer(HTTPStatus.FOUND, headers={"Location": f"{target}?{urlencode(kept)}"})


def _length(environ: "WSGIEnvironment") -> int:
    return int(environ.get("CONTENT_LENGTH") or 0)
