"""Who is signed in, and what is half-way there: in memory, gone with the process."""

import secrets
from dataclasses import dataclass, field
from enum import Enum
from uuid import uuid4

from app.development.directory.config import Lifespans


@dataclass(slots=True, kw_only=True)
class Session:
    person_id: str
    started_at: int
    used_at: int
    id: str = field(default_factory=lambda: str(uuid4()))
    # Not the id: that one is in every token, and a token must not be good for a cookie.
    cookie: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    # Of each client that uses the session: the one refresh token that is good now.
    refresh: dict[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """An authorisation on its way from the browser to the client."""

    session_id: str
    client_id: str
    redirect_uri: str
    challenge: str
    scope: str
    nonce: str | None
    expires_at: int


def new_user_code() -> str:
    letters = "BCDFGHJKLMNPQRSTVWXZ"  # no vowels, so no words
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(2))


class Verdict(Enum):
    PENDING = "pending"
    GRANTED = "granted"
    DENIED = "denied"


@dataclass(slots=True, kw_only=True)
class Device:
    """A program without a browser that waits for its owner to say yes in one (RFC 8628)."""

    client_id: str
    scope: str
    challenge: str
    expires_at: int
    interval: int
    code: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    user_code: str = field(default_factory=new_user_code)
    verdict: Verdict = Verdict.PENDING
    session_id: str | None = None
    polled_at: int | None = None


class Sessions:
    def __init__(self, lifespans: Lifespans) -> None:
        self._lifespans = lifespans
        self._sessions: dict[str, Session] = {}
        self._codes: dict[str, Code] = {}
        self._spent: dict[str, Code] = {}
        self._devices: dict[str, Device] = {}

    def start(self, person_id: str, now: int) -> Session:
        self._forget_the_expired(now)
        session = Session(person_id=person_id, started_at=now, used_at=now)
        self._sessions[session.id] = session
        return session

    def find(self, session_id: str, now: int) -> Session | None:
        session = self._sessions.get(session_id)
        return session if session and self._is_alive(session, now) else None

    def find_by_cookie(self, cookie: str, now: int) -> Session | None:
        alive = (s for s in self._sessions.values() if self._is_alive(s, now))
        return next((s for s in alive if secrets.compare_digest(s.cookie, cookie)), None)

    def of_person(self, person_id: str, now: int) -> list[Session]:
        alive = (s for s in self._sessions.values() if self._is_alive(s, now))
        return [session for session in alive if session.person_id == person_id]

    def end(self, session_id: str) -> Session | None:
        return self._sessions.pop(session_id, None)

    # -- codes

    def keep_code(self, code: Code) -> str:
        value = secrets.token_urlsafe(32)
        self._codes[value] = code
        return value

    def take_code(self, value: str, now: int) -> Code | None:
        """The code, once.  Whoever brings it a second time may have stolen it: its session ends."""
        if spent := self._spent.get(value):
            self.end(spent.session_id)
            return None
        code = self._codes.pop(value, None)
        if code is None:
            return None
        self._spent[value] = code
        return code if now < code.expires_at else None

    # -- devices

    def keep_device(self, device: Device) -> None:
        self._devices[device.code] = device

    def device(self, code: str) -> Device | None:
        return self._devices.get(code)

    def device_with_user_code(self, user_code: str, now: int) -> Device | None:
        wanted = user_code.strip().upper()
        waiting = (d for d in self._devices.values() if d.verdict is Verdict.PENDING)
        return next((d for d in waiting if d.user_code == wanted and now < d.expires_at), None)

    def drop_device(self, code: str) -> None:
        self._devices.pop(code, None)

    # -- time

    def _is_alive(self, session: Session, now: int) -> bool:
        return (
            now < session.used_at + self._lifespans.session_idle
            and now < session.started_at + self._lifespans.session
        )

    def _forget_the_expired(self, now: int) -> None:
        self._sessions = {k: s for k, s in self._sessions.items() if self._is_alive(s, now)}
        self._codes = {k: c for k, c in self._codes.items() if now < c.expires_at}
        self._spent = {k: c for k, c in self._spent.items() if c.session_id in self._sessions}
        # An expired device stays a while, to be told so rather than that it never was.
        grace = self._lifespans.device_code
        self._devices = {k: d for k, d in self._devices.items() if now < d.expires_at + grace}
