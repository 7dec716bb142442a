"""A season whose bets and predictions are settled straight into the journals, run by run."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy.ext.asyncio import AsyncConnection

from app.competitions.rules.settings import Standing
from app.leaderboards.service import refreshing
from app.plumbing.db import Database
from app.plumbing.ids import new_id
from tests.acceptance.contest import Contest
from tests.acceptance.world import World

# An open bet of one leg, as if it had been placed and paid for.
PLACE = """
    insert into bet (tenant_id, id, entry_id, competition_id, player_id, kind, lines, stake,
                     potential_payout, odds_policy, settings_version, request_digest, accepted_at,
                     own_probability)
    select tenant_id, %(bet)s, id, competition_id, player_id, %(kind)s, 1, %(stake)s,
           %(stake)s * 2, 'exact', 1, decode(repeat('00', 16), 'hex'), now(), %(probability)s
    from entry where id = %(entry)s
"""
LEG = """
    insert into leg (tenant_id, bet_id, number, selection_tenant_id, selection_id, market_id,
                     event_id, odds, odds_version, locks_at)
    select m.tenant_id, %(bet)s, %(number)s, m.tenant_id, s.id, m.id, m.event_id, 2000, 1, now()
    from market m join selection s on (s.tenant_id, s.market_id) = (m.tenant_id, m.id)
    where m.event_id = %(event)s order by s.number limit 1
"""
# What the ledger would have done with a stake or payout.
MOVE = """
    with own as (
        select * from account where owner = %(entry)s and kind = 'balance'
    ), bank as (
        select b.* from account b join own on b.owner = own.bank and b.tenant_id = own.tenant_id
    )
    insert into transfer (tenant_id, kind, debit_account, debit_kind, credit_account, credit_kind,
                          points, account_sequence, balance_after, reference)
    select own.tenant_id, %(kind)s,
           case when %(points)s < 0 then own.id else bank.id end,
           case when %(points)s < 0 then 'balance' else bank.kind end,
           case when %(points)s < 0 then bank.id else own.id end,
           case when %(points)s < 0 then bank.kind else 'balance' end,
           abs(%(points)s), own.sequence + 1, own.balance + %(points)s, %(bet)s
    from own, bank where bank.kind = %(other)s and %(points)s <> 0
"""
# A settled bet's stake belongs to the house, whence all payouts come here; an open one's does not.
BETWEEN = """
    insert into transfer (tenant_id, kind, debit_account, debit_kind, credit_account, credit_kind,
                          points, reference)
    select d.tenant_id, 'payout', d.id, d.kind, c.id, c.kind, b.stake, b.id
    from bet b
    join account d on d.owner = b.competition_id and d.kind = %(debit)s
    join account c on c.owner = b.competition_id and c.kind = %(credit)s
    where b.id = %(bet)s
"""
SETTLE = """
    insert into settlement (tenant_id, bet_id, number, run_id, competition_id, entry_id, stake,
                            state_before, result_before, payout_before, state, result, payout,
                            gradings)
    select b.tenant_id, b.id, 1 + (select count(*) from settlement s where s.bet_id = b.id),
           %(run)s, b.competition_id, b.entry_id, b.stake, b.state, b.result, b.payout,
           %(state)s, %(result)s, %(payout)s,
           (select array_agg(1 order by number) from leg where bet_id = b.id)
    from bet b where b.id = %(bet)s
"""
UPDATE = """
    update bet set state = %(state)s, result = %(result)s, payout = %(payout)s,
                   settled_at = case when %(state)s <> 'accepted' then now() end
    where id = %(bet)s
"""


@dataclass
class Run:
    id: UUID
    event: str
    entries: list[UUID] = field(default_factory=list)


class Season(Contest):
    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.bets: dict[str, UUID] = {}
        self.run: Run | None = None

    def set_up(self, **settings: object) -> None:
        """What the competition is played by, from the beginning."""
        self.do(
            "update competition set settings = settings || %(settings)s::jsonb where id = %(id)s",
            settings=json.dumps(settings),
            id=self.competition_id,
        )

    def play_on_events(self, rounds: Mapping[str, str], sport: str = "football") -> None:
        for name, round_name in rounds.items():
            event_id = self.event(name, round_name=round_name, sport=sport)
            self.markets[name] = self.game.market(event_id, {"1": 2000, "2": 2000})

    def bet(
        self,
        who: str,
        stake: int,
        *events: str,
        name: str | None = None,
        probability: int | None = None,
    ) -> UUID:
        """A single, or a combo of the first selections of several events."""
        bet_id = new_id()
        values = {"bet": bet_id, "entry": self.entry(who), "stake": stake}
        kind = "single" if len(events) == 1 else "combo"
        self.do(PLACE, **values, kind=kind, probability=probability)
        for number, event in enumerate(events, start=1):
            self.do(LEG, bet=bet_id, number=number, event=self.events[event])
        self.move(bet_id, self.entry(who), "stake", -stake, "escrow")
        self.bets[name or who] = bet_id
        return bet_id

    def begin_run(self, event: str) -> UUID:
        run_id = new_id()
        self.do(
            "insert into settlement_run (tenant_id, id, kind, event_tenant_id, event_id,"
            " counts_with) select tenant_id, %(run)s, 'event', tenant_id, id, %(run)s"
            " from event where id = %(event)s",
            run=run_id,
            event=self.events[event],
        )
        self.run = Run(id=run_id, event=event)
        return run_id

    def settle(self, bet: str | UUID, result: str | None, payout: int | None = None) -> None:
        """In the run under way; without a result the bet is open again."""
        assert self.run
        bet_id = self.bets[bet] if isinstance(bet, str) else bet
        [(entry, stake, before, was)] = self.do(
            "select entry_id, stake, coalesce(payout, 0), state from bet where id = %(bet)s",
            bet=bet_id,
        )
        if result is not None and payout is None:
            payout = {"won": 2 * stake, "lost": 0}.get(result, stake)
        state = "settled" if result else "accepted"
        values = {"bet": bet_id, "state": state, "result": result, "payout": payout}
        self.do(SETTLE, **values, run=self.run.id)
        self.do(UPDATE, **values)
        if was == "accepted" and result:
            self.do(BETWEEN, bet=bet_id, debit="escrow", credit="house")
        change = (payout or 0) - before
        self.move(bet_id, entry, "payout" if change > 0 else "correction", change, "house")
        if was != "accepted" and result is None:
            self.do(BETWEEN, bet=bet_id, debit="house", credit="escrow")

    def cash_out(self, bet: str, points: int) -> None:
        bet_id = self.bets[bet]
        self.do(BETWEEN, bet=bet_id, debit="escrow", credit="house")
        self.do(
            "insert into cash_out (tenant_id, bet_id, points, versions, odds, gradings,"
            " multipliers) select tenant_id, id, %(points)s, '{}', '{}', '{}', '{}'"
            " from bet where id = %(bet)s",
            bet=bet_id,
            points=points,
        )
        self.do(UPDATE, bet=bet_id, state="cashed_out", result=None, payout=points)
        [(entry,)] = self.do("select entry_id from bet where id = %(bet)s", bet=bet_id)
        self.move(bet_id, entry, "cash_out", points, "house")

    def score(
        self, who: str, subject: UUID, points: int | None, before: int | None = None, **facts: str
    ) -> None:
        assert self.run
        self.do(
            "insert into score (tenant_id, subject_id, entry_id, number, run_id, competition_id,"
            " points_before, points, facts) select e.tenant_id, %(subject)s, e.id,"
            " 1 + (select count(*) from score s where (s.subject_id, s.entry_id)"
            "      = (%(subject)s, e.id)),"
            " %(run)s, e.competition_id, %(before)s, %(points)s, %(facts)s"
            " from entry e where e.id = %(entry)s",
            subject=subject,
            run=self.run.id,
            before=before,
            points=points,
            facts=json.dumps(facts),
            entry=self.entry(who),
        )

    def prediction(self, who: str, event: str) -> UUID:
        [(prediction,)] = self.do(
            "insert into prediction (tenant_id, entry_id, competition_id, event_tenant_id,"
            " event_id, round, first_score, second_score, predicted_at, locks_at)"
            " select e.tenant_id, e.id, e.competition_id, v.tenant_id, v.id, v.round, 2, 1,"
            " now() - interval '1 hour', now() from entry e, event v"
            " where e.id = %(entry)s and v.id = %(event)s returning id",
            entry=self.entry(who),
            event=self.events[event],
        )
        return UUID(str(prediction))

    def finish_run(self) -> None:
        assert self.run
        self.do(
            "update settlement_run set state = 'finished', finished_at = now() where id = %(run)s",
            run=self.run.id,
        )

    def results(self, event: str, *results: tuple[str | UUID, str]) -> None:
        """A whole run: each bet with its result."""
        self.begin_run(event)
        for bet, result in results:
            self.settle(bet, result)
        self.finish_run()

    def refresh(self) -> None:
        self.in_tenant(lambda tx: refreshing.refresh(tx, self.competition_id))
        self.in_tenant(refreshing.refresh_community)
        self.world.forget_pages()

    def in_tenant(self, act: Callable[[AsyncConnection], Awaitable[Any]]) -> Any:  # noqa: ANN401
        async def run() -> Any:  # noqa: ANN401
            database = Database(self.world.database.settings())
            try:
                async with database.tenant(self.tenant_id) as tx:
                    return await act(tx)
            finally:
                await database.close()

        return asyncio.run(run())

    def page(self, path: str = "", *, who: str = "Ama", **asked: object) -> dict[str, Any]:
        """The competition's leaderboard, or another one whose whole path is given."""
        query = "&".join(f"{name}={value}" for name, value in asked.items())
        path = path if path.startswith("/api") else f"{self.path}/leaderboard{path}"
        page: dict[str, Any] = self.must(who, f"GET {path}?{query}")
        return page

    def row(self, who: str) -> dict[str, Any]:
        """Somebody's place in the leaderboard, as others see it."""
        entry = str(self.entry(who))
        items: list[dict[str, Any]] = self.page()["items"]
        [found] = [row for row in items if row["entry_id"] == entry]
        return found

    def ranks(self, path: str = "", *, by: Standing | None = None, **asked: object) -> list[str]:
        """Everybody with their rank, such as "1 Ama", in the order of the places."""
        if by:
            asked["by"] = by.value
        items = self.page(path, **asked)["items"]  # type: ignore[arg-type]
        return [f"{row['rank'] or '-'} {self.who(row)}" for row in items]

    def who(self, row: Mapping[str, Any]) -> str:
        [name] = [who for who in self._entries if row["player"].startswith(f"{who.lower()}-")]
        return name

    def do(self, query: str, **values: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.world.database.url("postgres").reveal()) as superuser:
            superuser.execute("select set_config('app.tenant_id', %s, true)", [str(self.tenant_id)])
            found = superuser.execute(query.encode(), values)
            return found.fetchall() if found.description else []

    def move(self, bet: UUID, entry: UUID, kind: str, points: int, other: str) -> None:
        self.do(MOVE, bet=bet, entry=entry, kind=kind, points=points, other=other)
