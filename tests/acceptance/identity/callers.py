"""One of each kind of those who ask, with all that each kind can show."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
from psycopg import Connection
from psycopg.types.json import Jsonb

from app.development.directory.state import Person
from tests.acceptance.identity.access import ADMITTED, Row
from tests.acceptance.identity.conftest import Place, csrf_of

JSON = {"accept": "application/json"}
HOUR_SECONDS = 3_600
HINDERED = {"newcomer", "suspended"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks, and by what they show who they are."""

    who: str
    by: str = "nothing"
    headers: dict[str, str] = field(default_factory=dict, repr=False)

    def __str__(self) -> str:
        return f"{self.who} by {self.by}"

    def is_admitted(self, row: Row) -> bool:
        if row.how == "unasked":
            return True
        if self.by == "dead key" or (row.writes and self.by in {"read key", "forged form"}):
            return False
        if row.how == "in person" and self.by.endswith("key"):
            return False
        if row.how == "led on" and self.who in HINDERED and self.by == "session":
            return False
        return self.who in ADMITTED[row.who]

    @property
    def refusal(self) -> int:
        """401 says: show who you are.  403 says: we know, and no."""
        return 401 if self.who == "nobody" or self.by == "dead key" else 403


class Cast:
    """All callers, at one community; the stranger is an admin of the one next door."""

    def __init__(
        self, browser: httpx.Client, superuser: Connection, here: Place, next_door: Place
    ) -> None:
        self._browser = browser
        self._superuser = superuser
        self._here = here
        stranger = next_door.join("stranger", "admin")
        self.callers = [*self._members(), *self._outsiders(), *self._strange(next_door, stranger)]
        self.callers += self._forged({"admin", "superadmin"})
        self._suspend("suspended")
        here.change("session", renew_at="now() + interval '1 hour'")
        self._sessions = self._kept_sessions(here, stranger)
        self._end_provider_sessions()

    def ask(self, caller: Caller, row: Row) -> httpx.Response:
        program = row.path.startswith("/api/")
        answer = self._browser.request(
            row.method,
            row.path,
            headers=JSON | caller.headers,
            json=row.send if program and row.send else None,
            data=None if program else row.send,
        )
        self._browser.cookies.clear()
        if row.writes:
            self._put_sessions_back()
        return answer

    def _kept_sessions(self, here: Place, stranger: Person) -> list[dict[str, Any]]:
        found = self._superuser.execute(
            "select jsonb_agg(to_jsonb(session)) from session where tenant_id = %s or subject = %s",
            [here.tenant_id, stranger.id],
        ).fetchone()
        assert found
        sessions: list[dict[str, Any]] = found[0]
        return sessions

    def _put_sessions_back(self) -> None:
        """Some routes end sessions, which others still need."""
        self._superuser.execute(
            "insert into session select * from jsonb_populate_recordset(null::session, %s)"
            " on conflict do nothing",
            [Jsonb(self._sessions)],
        )

    def _end_provider_sessions(self) -> None:
        """Or the provider would tell us of each sign-out, at any later time."""
        realm = self._here.world.people.realm
        for subject in {session["subject"] for session in self._sessions}:
            for session in realm.sessions.of_person(subject, realm.now):
                realm.sessions.end(session.id)

    def _forged(self, powerful: set[str]) -> Iterator[Caller]:
        """Another site can make a browser send its cookie, but knows no token for the form."""
        for caller in list(self.callers):
            if caller.by == "session" and caller.who in powerful:
                cookie = {"cookie": caller.headers["cookie"]}
                yield Caller(who=caller.who, by="forged form", headers=cookie)

    def _members(self) -> Iterator[Caller]:
        here = self._here
        keys = {"player": ("read", "bet"), "results": ("results",), "admin": ("admin",)}
        for role, scopes in keys.items():
            person = here.join(role, role)
            yield from self._in_person(role, person)
            for scope in scopes:
                yield self._by_key(here, role, person, scope)
        suspended = here.join("suspended", "player")
        yield from self._in_person("suspended", suspended)
        yield self._by_key(here, "suspended", suspended, "bet", by="dead key")

    def _outsiders(self) -> Iterator[Caller]:
        here, people = self._here, self._here.world.people
        yield Caller(who="nobody")
        yield from self._in_person("newcomer", here.arrive("newcomer", "player"))
        yield from self._in_person("superadmin", people.join("superadmin", superadmin=True))
        service = people.realm.state.service_account("service")
        groups = [f"/communities/{here.name}/{role}" for role in ("results", "admin")]
        yield self._by_token("service", service, groups=groups, client_id="service")

    def _strange(self, next_door: Place, stranger: Person) -> Iterator[Caller]:
        yield self._by_token("stranger", stranger)
        # Here, a session of next door is no session at all.
        yield self._by_session("nobody", next_door.sign_in(stranger), by="session of next door")
        yield self._by_key(next_door, "stranger", stranger, "admin", by="dead key")

    def _in_person(self, who: str, person: Person) -> Iterator[Caller]:
        yield self._by_session(who, self._here.sign_in(person))
        yield self._by_token(who, person)

    def _by_session(self, who: str, browser: httpx.Client, by: str = "session") -> Caller:
        cookie = f"pointsbook={browser.cookies['pointsbook']}"
        return Caller(who=who, by=by, headers={"cookie": cookie, "x-csrf-token": csrf_of(browser)})

    def _by_token(self, who: str, person: Person, **claims: object) -> Caller:
        exp = int(time.time()) + HOUR_SECONDS
        token = self._here.world.people.access_token(person, exp=exp, **claims)
        return Caller(who=who, by="token", headers={"authorization": f"Bearer {token}"})

    def _by_key(
        self, place: Place, who: str, person: Person, scope: str, *, by: str | None = None
    ) -> Caller:
        token = self._by_token(who, person).headers
        wish = {"name": f"{who}'s", "scopes": [scope]}
        made = place.browser().post("/api/keys", json=wish, headers=token)
        assert made.status_code == 201, made.text
        key = {"authorization": f"Bearer {made.json()['key']}"}
        return Caller(who=who, by=by or f"{scope} key", headers=key)

    def _suspend(self, who: str) -> None:
        """Their session is left as it was, to see that it opens nothing any more."""
        suspended = self._superuser.execute(
            "update player set suspended_at = now(), suspension_reason = 'rude', roles = '{}'"
            " where tenant_id = %s and display_name like %s || '-%%' returning id",
            [self._here.tenant_id, who],
        ).fetchone()
        assert suspended
        self._superuser.execute(
            "update api_key set revoked_at = now() where player_id = %s", suspended
        )
