"""A competition to bet in over HTTP: its players, what is offered, and the slips they send."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

import httpx
import msgspec
import psycopg

from app.competitions.rules.settings import CompetitionSettings
from app.development.directory.state import Person
from app.plumbing.ids import new_id
from app.tenants.rules import Feature
from app.tenants.web.finding import MEMORY_SECONDS
from tests.acceptance.game import Game, Market
from tests.acceptance.world import World

numbers = count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    person: Person
    entry_id: UUID


class Round:
    """One community's round of betting.  What is bet on goes by its name."""

    def __init__(self, world: World, settings: CompetitionSettings | None = None) -> None:
        self.world = world
        self.name = f"round{next(numbers)}"
        self.tenant_id = world.found_community(self.name)
        self.game = Game(world.database, self.tenant_id)
        self.settings = settings or CompetitionSettings()
        self.competition_id = self.game.competition([], self.settings)
        self.answer = httpx.Response(200)
        self.markets: dict[str, Market] = {}
        self.selections: dict[str, UUID] = {}
        self.odds: dict[str, int] = {}
        self._players: dict[str, Player] = {}
        self._last: tuple[str, UUID, dict[str, Any]] = "", new_id(), {}
        self._browser = world.browser(f"{self.name}.localhost")
        self._browser.headers["accept"] = "application/json"

    def player(self, name: str, points: int = 0) -> Player:
        if name not in self._players:
            person = self.world.join(f"{name}.{self.name}", self.name, "player")
            entry = self.game.entry(self.competition_id, self.game.player(person.id), points=points)
            self._players[name] = Player(person=person, entry_id=entry)
        return self._players[name]

    def offer(
        self,
        odds: Mapping[str, int | None],
        *,
        starts_in: timedelta = timedelta(hours=2),
        event_id: UUID | None = None,
        **columns: Any,  # noqa: ANN401 - columns of a market
    ) -> Market:
        """A market of an event of its own; `odds` are thousandths by the selections' names."""
        here = event_id or self.event(starts_in=starts_in)
        keys = {str(number): price for number, price in enumerate(odds.values(), start=1)}
        market = self.game.market(here, keys, **columns)
        for name, selection in zip(odds, market.selections.values(), strict=True):
            self.markets[name] = market
            self.selections[name] = selection
            self.odds[name] = odds[name] or 0
        return market

    def event(self, *, starts_in: timedelta = timedelta(hours=2)) -> UUID:
        event_id = self.game.event(starts_in=starts_in)
        self.change(
            "insert into competition_event (competition_id, event_tenant_id, event_id)"
            " values (%s, %s, %s)",
            self.competition_id,
            self.tenant_id,
            event_id,
        )
        return event_id

    def change(self, query: str, *values: object, **named: object) -> None:
        with self.game.transaction() as tx:
            tx.execute(query.encode(), named or values)

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self.game.transaction() as tx:
            return tx.execute(query.encode(), values).fetchall()

    def slip(self, who: str, stake: int, *on: str, **others: Any) -> dict[str, Any]:  # noqa: ANN401
        """What a client sends: a combo of several, at the odds as they were offered."""
        usual = {
            "entry_id": str(self.player(who).entry_id),
            "kind": "combo" if len(on) > 1 else "single",
            "stake": stake,
            "legs": [{"selection_id": str(self.selections[n]), "odds": self.odds[n]} for n in on],
        }
        return usual | others

    def place(self, who: str, slip: dict[str, Any], bet_id: UUID | None = None) -> httpx.Response:
        self._last = who, bet_id or new_id(), slip
        return self.again()

    def bet(self, who: str, stake: int, *on: str, **others: Any) -> httpx.Response:  # noqa: ANN401
        return self.place(who, self.slip(who, stake, *on, **others))

    def again(self) -> httpx.Response:
        """Exactly the last one once more."""
        who, bet_id, slip = self._last
        self.answer = self.send(who, "PUT", f"/api/bets/{bet_id}", slip)
        return self.answer

    def send(
        self, who: str, method: str, path: str, body: object = None, **headers: str
    ) -> httpx.Response:
        return self._browser.request(method, path, json=body, headers=self.signed_in(who) | headers)

    def send_bytes(self, who: str, path: str, body: bytes) -> httpx.Response:
        headers = self.signed_in(who) | {"content-type": "application/json"}
        return self._browser.put(path, content=body, headers=headers)

    def signed_in(self, who: str) -> dict[str, str]:
        token = self.world.people.access_token(self.player(who).person)
        return {"authorization": f"Bearer {token}"}

    def balance(self, who: str) -> int:
        return self.game.balance(self.player(who).entry_id)

    def grade(self, name: str, *, win: int, push: int) -> None:
        """Say what became of a selection, and leave it to others to settle by it."""
        market = self.markets[name]
        with self.game.transaction() as tx:
            values = {"market": market.id, "selection": self.selections[name]}
            tx.execute(GRADE, values | {"win": win, "push": push})

    @property
    def bet_id(self) -> UUID:
        """The bet that was sent last."""
        return self._last[1]

    def give(self, who: str, points: int) -> None:
        self.change(
            "insert into transfer (kind, debit_account, debit_kind, credit_account, credit_kind,"
            " points, account_sequence, balance_after, reason)"
            " select 'grant', issue.id, 'issue', own.id, 'balance', %(points)s, own.sequence + 1,"
            " own.balance + %(points)s, 'for the test' from account issue, account own"
            " where issue.kind = 'issue' and own.owner = %(owner)s and own.kind = 'balance'",
            points=points,
            owner=self.player(who).entry_id,
        )

    def ask_for_cash_out(self, who: str) -> dict[str, Any]:
        """The offer for the bet that was sent last."""
        self.answer = self.send(who, "GET", f"/api/bets/{self.bet_id}/cash-out")
        offer: dict[str, Any] = self.answer.json()
        return offer

    def accept_cash_out(self, who: str, offer: Mapping[str, Any]) -> None:
        answer = {name: offer[name] for name in ("points", "versions")}
        self.answer = self.send(who, "PUT", f"/api/bets/{self.bet_id}/cash-out", answer)

    def change_rules(self, **settings: Any) -> None:  # noqa: ANN401 - settings of a competition
        """Another version of the competition's settings."""
        self.settings = replace(self.settings, **settings)
        self.change(
            "with changed as (update competition set settings = %(document)s,"
            " settings_version = settings_version + 1 where id = %(id)s returning *)"
            " insert into competition_settings (competition_id, version, document, author)"
            " select id, settings_version, settings, 'test' from changed",
            document=msgspec.json.encode(self.settings).decode(),
            id=self.competition_id,
        )

    @contextmanager
    def holding_market(self, name: str) -> Iterator[None]:
        """As whoever changes it does: meanwhile nobody can bet on it."""
        with self.game.transaction() as tx:
            lock = "select pg_advisory_xact_lock(hashtextextended('market ' || %s::text, 0))"
            tx.execute(lock, [str(self.markets[name].id)])
            yield

    def switch_off(self, feature: str) -> None:
        """The application remembers a community for a second."""
        others = sorted(set(Feature) - {feature})
        self.change(
            "update tenant set settings = jsonb_build_object('features', %s::text[])", others
        )
        time.sleep(MEMORY_SECONDS)

    def as_superuser(self, query: str, *values: object) -> None:
        with psycopg.connect(self.world.database.url("postgres").reveal()) as superuser:
            superuser.execute(query.encode(), values)


GRADE = """
    with ruled as (
        insert into ruling (kind, event_tenant_id, event_id, market_id, document, state,
                            second_person, entered_by, decided_by, decided_at)
        select 'marks', event_tenant_id, event_id, id, '{}', 'confirmed', false, 'efua', 'efua',
               clock_timestamp()
        from market where id = %(market)s
        returning *
    ), graded as (
        insert into grading (market_id, number, ruling_tenant_id, ruling_id)
        select market_id, 1, tenant_id, id from ruled
    ), marked as (
        insert into outcome (market_id, grading, selection_id, win, push, divisor)
        values (%(market)s, 1, %(selection)s, %(win)s, %(push)s, 1)
    )
    update market set grading = 1, state = 'closed' where id = %(market)s
"""
