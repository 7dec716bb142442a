"""A ground to play on, straight into the tables: entries, bets, and what was ruled on them.

How bets are placed and rulings are made over HTTP is tested where they are made.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import partial
from itertools import count
from math import floor, prod
from typing import Any, TypeVar
from uuid import UUID

import psycopg

from app.betting.service import ending
from app.plumbing import jobs
from app.plumbing.db import Database
from app.plumbing.ids import new_id
from app.settlement import jobs as settlement_jobs
from app.settlement.rules.runs import Part, PartKind
from app.settlement.service import running
from app.tenants.rules import CommunitySettings
from app.worker import FEATURES
from tests.acceptance.game import Game, Market
from tests.conftest import TestDatabase

assert settlement_jobs in FEATURES

numbers = count(1)
T = TypeVar("T")

# Win, push and divisor of a selection.
Parts = tuple[int, int, int]
WON, LOST, VOID = (1, 0, 1), (0, 0, 1), (0, 1, 1)
HALF_WON, HALF_LOST = (1, 1, 2), (0, 1, 2)


class Ground:
    """One community with one competition, whose players are their entries."""

    def __init__(
        self,
        database: TestDatabase,
        tenant_id: UUID | None = None,
        *,
        competition_id: UUID | None = None,
    ) -> None:
        self.database = database
        self.tenant_id = tenant_id or new_id()
        self.game = Game(database, self.tenant_id)
        self.change(
            "insert into tenant (id, subdomain, name, settings) values (%s, %s, 'Here', '{}')"
            " on conflict do nothing",
            self.tenant_id,
            f"ground{next(numbers)}",
        )
        self.competition_id = competition_id or self.game.competition([])
        self.players: dict[UUID, UUID] = {}

    # What is played on

    def entry(self, points: int = 1_000) -> UUID:
        player_id = new_id()
        name = f"player {player_id.hex[-12:]}"
        self.change(
            "insert into player (tenant_id, id, subject, display_name, name_key, born_on_sealed,"
            " time_zone, locale, roles)"
            " values (%s, %s, %s, %s, %s, '', 'UTC', 'en', '{player}')",
            self.tenant_id,
            player_id,
            name,
            name,
            name,
        )
        self.change(
            "insert into consent (tenant_id, player_id, document, version, at)"
            " values (%s, %s, 'terms', 1, now())",
            self.tenant_id,
            player_id,
        )
        entry_id = self.game.entry(self.competition_id, player_id, points=points)
        self.players[entry_id] = player_id
        return entry_id

    def event(self) -> UUID:
        event_id = self.game.event()
        self.change(
            "insert into competition_event (competition_id, event_tenant_id, event_id)"
            " values (%s, %s, %s)",
            self.competition_id,
            self.tenant_id,
            event_id,
        )
        return event_id

    def market(
        self,
        *odds: int,
        event_id: UUID | None = None,
        period: str = "full_time",
        **columns: Any,  # noqa: ANN401
    ) -> Market:
        """A market, of an event of its own unless one is given; keys are 1, 2 …"""
        offered = {str(number): price for number, price in enumerate(odds, start=1)}
        return self.game.market(event_id or self.event(), offered, period=period, **columns)

    # Bets

    def bet(
        self,
        entry_id: UUID,
        stake: int,
        *selections: UUID,
        kind: str | None = None,
        lines: int = 1,
        pool_id: UUID | None = None,
        accepted_ago: timedelta = timedelta(0),
        bet_id: UUID | None = None,
        **columns: object,
    ) -> UUID:
        """A bet at the prices on offer, with all that comes along with one."""
        bet_id = bet_id or new_id()
        usual = "combo" if len(selections) > 1 else "single"
        with self.game.transaction() as tx:
            odds = [_odds(tx, selection) for selection in selections]
            payout = floor(stake * prod(Fraction(price, 1000) for price in odds))
            self._insert_bet(
                tx,
                id=bet_id,
                entry_id=entry_id,
                player_id=self.players[entry_id],
                kind="pool" if pool_id else (kind or usual),
                lines=lines,
                stake=stake,
                potential_payout=None if pool_id else payout,
                pool_id=pool_id,
                accepted_at=datetime.now(UTC) - accepted_ago,
                **columns,
            )
            for number, selection in enumerate(selections, start=1):
                tx.execute(LEG, [bet_id, number, pool_id, selection])
            values = {"bet": bet_id}
            for statement in (STAKE, EXPOSURE, EXPOSURE_LIMITS, POOL_TOTAL, PLAY_DAY):
                tx.execute(statement, values)
        return bet_id

    def cash_out(self, bet_id: UUID) -> int:
        """Take what is offered for the bet; how many points that is."""
        ((player_id,),) = self.rows("select player_id from bet where id = %s", bet_id)

        async def cash_out(database: Database) -> int:
            async with database.tenant(self.tenant_id) as tx:
                offer = await ending.get_cash_out_offer(
                    tx, bet_id, player_id=player_id, community=CommunitySettings()
                )
                await ending.cash_out(
                    tx,
                    bet_id,
                    points=offer.points,
                    versions=offer.versions,
                    player_id=player_id,
                    community=CommunitySettings(),
                )
                return offer.points

        return self.run(cash_out)

    def _insert_bet(self, tx: psycopg.Connection, **columns: object) -> None:
        columns |= {
            "competition_id": self.competition_id,
            "odds_policy": "exact",
            "settings_version": 1,
            "request_digest": bytes(16),
        }
        names = ", ".join(columns)
        places = ", ".join(f"%({name})s" for name in columns)
        tx.execute(f"insert into bet ({names}) values ({places})".encode(), columns)  # noqa: S608

    # Rulings

    def rule(
        self,
        market: Market,
        outcomes: Mapping[str, Parts],
        *,
        true_start_at: datetime | None = None,
        place: Mapping[str, Parts] | None = None,
        settle: bool = True,
    ) -> UUID:
        """A ruling on one market, confirmed and graded.  Keys left out lost; none: all are open."""
        return self.rule_all(
            market.event_id,
            [(market, outcomes)],
            true_start_at=true_start_at,
            place=place,
            settle=settle,
            about=market.id,
        )

    def rule_all(
        self,
        event_id: UUID,
        outcomes: Sequence[tuple[Market, Mapping[str, Parts]]],
        *,
        true_start_at: datetime | None = None,
        place: Mapping[str, Parts] | None = None,
        settle: bool = True,
        about: UUID | None = None,
        result: str = "{}",
    ) -> UUID:
        """A result of the event and how its markets were graded by it."""
        ruling_id = new_id()
        with self.game.transaction() as tx:
            version = None if about else _insert_result(tx, event_id, result)
            tx.execute(
                "insert into ruling (id, kind, event_tenant_id, event_id, market_id,"
                " result_version, document, reason, state, second_person, entered_by, decided_by,"
                " decided_at) values (%s, %s, %s, %s, %s, %s, '{}', 'it was so', 'confirmed',"
                " true, 'ama', 'efua', clock_timestamp())",
                [
                    ruling_id,
                    "marks" if about else "result",
                    self.tenant_id,
                    event_id,
                    about,
                    version,
                ],
            )
            for market, parts in outcomes:
                grade(tx, market, parts, place or {}, ruling_id, true_start_at)
        self.enqueue("settlement.begin", ruling_tenant_id=self.tenant_id, ruling_id=ruling_id)
        if settle:
            self.settle()
        return ruling_id

    def correct_price(self, market: Market, key: str, odds: int) -> None:
        """The odds that should have been on offer; whoever calls rules on the market next."""
        ruling_id = new_id()
        with self.game.transaction() as tx:
            tx.execute(
                "insert into ruling (id, kind, event_tenant_id, event_id, market_id, document,"
                " reason, state, second_person, entered_by, decided_by, decided_at)"
                " values (%s, 'prices', %s, %s, %s, '{}', 'a slip', 'confirmed', true, 'ama',"
                " 'kofi', clock_timestamp())",
                [ruling_id, self.tenant_id, market.event_id, market.id],
            )
            tx.execute(
                "insert into price_correction (selection_id, odds_version, odds, ruling_id)"
                " values (%s, 1, %s, %s)",
                [market.selections[key], odds, ruling_id],
            )

    # Settling, here and now

    def enqueue(self, name: str, **arguments: UUID) -> None:
        async def put(database: Database) -> None:
            async with database.tenant(self.tenant_id) as tx:
                await jobs.enqueue(tx, name, tenant_id=self.tenant_id, **arguments)  # type: ignore[arg-type]

        self.run(put)

    def settle(self) -> None:
        """Do the jobs of settlement that wait, in their order."""
        while self.work_once():
            pass

    def work_once(self, *, newest: bool = False) -> bool:
        """Do the job of settlement that has waited longest, or the newest one."""
        which = "max" if newest else "min"
        found = self.as_superuser(
            f"delete from procrastinate_jobs where id = (select {which}(id)"  # noqa: S608 - ours
            " from procrastinate_jobs where task_name like 'settlement.%%' and status = 'todo'"
            " and args ? 'arguments')"
            " returning task_name, args",
        )
        for name, sent in found:
            self.run(partial(self._do, name=name, sent=sent))
        return bool(found)

    def step(self, market: Market) -> None:
        """One chunk of the market's part in the run that goes on."""
        ((run_id,),) = self.rows("select id from settlement_run where state = 'running'")

        async def step(database: Database) -> None:
            part = Part(run_id=run_id, kind=PartKind.MARKET, subject_id=market.id)
            async with database.tenant(self.tenant_id) as tx:
                assert await running.work_part(tx, part)

        self.run(step)

    async def _do(self, database: Database, name: str, sent: Mapping[str, Any]) -> None:
        task = jobs.TASKS[name]
        arguments = task.arguments(sent["arguments"])
        if not task.of_community:
            await task.run(database, **arguments)
            return
        async with database.tenant(UUID(sent["tenant_id"])) as tx:
            await task.run(tx, **arguments)

    def run(self, use: Callable[[Database], Awaitable[T]]) -> T:
        async def run() -> T:
            database = Database(self.database.settings())
            try:
                return await use(database)
            finally:
                await database.close()

        return asyncio.run(run())

    # Looking

    def state(self, bet_id: UUID) -> tuple[str, str | None, int | None]:
        """The bet's state, result and payout."""
        ((state, result, payout),) = self.rows(
            "select state, result, payout from bet where id = %s", bet_id
        )
        return state, result, payout

    def position(self, entry_id: UUID) -> tuple[int, int]:
        """Balance and debt."""
        ((balance, debt),) = self.rows(
            "select sum(balance) filter (where kind = 'balance'),"
            " sum(balance) filter (where kind = 'debt') from account where owner = %s",
            entry_id,
        )
        return int(balance), int(debt)

    def journal(self, bet_id: UUID) -> list[tuple[str, int | None, str, int | None]]:
        """Each time that the bet was brought into line: from what to what."""
        return self.rows(
            "select state_before, payout_before, state, payout from settlement"
            " where bet_id = %s order by number",
            bet_id,
        )

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self.game.transaction() as tx:
            return tx.execute(query.encode(), values or None).fetchall()

    def change(self, query: str, *values: object) -> None:
        with self.game.transaction() as tx:
            tx.execute(query.encode(), values or None)

    def as_superuser(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.database.url("postgres").reveal()) as superuser:
            done = superuser.execute(query.encode(), values)
            return done.fetchall() if done.description else []


LEG = """
    insert into leg (bet_id, number, selection_tenant_id, selection_id, market_id, event_id, odds,
                     odds_version, locks_at)
    select %s, %s, s.tenant_id, s.id, m.id, m.event_id,
           case when %s::uuid is null then s.odds end, s.odds_version, e.locks_at
    from selection s
    join market m on (m.tenant_id, m.id) = (s.tenant_id, s.market_id)
    join event e on (e.tenant_id, e.id) = (m.event_tenant_id, m.event_id)
    where s.id = %s
"""
STAKE = """
    insert into transfer (kind, debit_account, debit_kind, credit_account, credit_kind, points,
                          account_sequence, balance_after, reference)
    select 'stake', own.id, 'balance', escrow.id, 'escrow', b.stake, own.sequence + 1,
           own.balance - b.stake, b.id
    from bet b
    join account own on (own.owner, own.kind) = (b.entry_id, 'balance')
    join account escrow on (escrow.owner, escrow.kind) = (b.competition_id, 'escrow')
    where b.id = %(bet)s
"""
EXPOSURE = """
    insert into exposure (competition_id, selection_tenant_id, selection_id, bets, staked,
                          liability)
    select b.competition_id, l.selection_tenant_id, l.selection_id, 1, b.stake,
           b.potential_payout - b.stake
    from bet b join leg l on l.bet_id = b.id
    where b.id = %(bet)s and b.pool_id is null
    on conflict on constraint exposure_pk do update
    set bets = exposure.bets + 1, staked = exposure.staked + excluded.staked,
        liability = exposure.liability + excluded.liability
"""
EXPOSURE_LIMITS = """
    update exposure_limit x
    set liability = x.liability + b.potential_payout - b.stake
    from bet b join leg l on l.bet_id = b.id
    where b.id = %(bet)s and b.pool_id is null and x.subject_id = l.selection_id
"""
POOL_TOTAL = """
    insert into pool_total (pool_id, selection_tenant_id, selection_id, bets, staked)
    select b.pool_id, l.selection_tenant_id, l.selection_id, 1, b.stake
    from bet b join leg l on l.bet_id = b.id
    where b.id = %(bet)s and b.pool_id is not null
    on conflict on constraint pool_total_pk do update
    set bets = pool_total.bets + 1, staked = pool_total.staked + excluded.staked
"""
PLAY_DAY = """
    insert into play_day (entry_id, player_id, day, staked)
    select entry_id, player_id, (accepted_at at time zone 'UTC')::date, stake
    from bet where id = %(bet)s
    on conflict on constraint play_day_pk do update
    set staked = play_day.staked + excluded.staked
"""


def _odds(tx: psycopg.Connection, selection_id: UUID) -> int:
    found = tx.execute("select odds from selection where id = %s", [selection_id]).fetchone()
    assert found
    return int(found[0] or 1000)


def _insert_result(tx: psycopg.Connection, event_id: UUID, document: str) -> int:
    found = tx.execute(
        "insert into result (event_id, version, document, source, entered_by, reason)"
        " select %(event)s, coalesce(max(version), 0) + 1, %(document)s, 'hand', 'ama', 'it was so'"
        " from result where event_id = %(event)s returning version",
        {"event": event_id, "document": document},
    ).fetchone()
    assert found
    return int(found[0])


def grade(
    tx: psycopg.Connection,
    market: Market,
    outcomes: Mapping[str, Parts],
    place: Mapping[str, Parts],
    ruling_id: UUID,
    true_start_at: datetime | None,
) -> None:
    found = tx.execute(
        "update market set grading = grading + 1, state = 'settled' where id = %s"
        " returning grading, tenant_id",
        [market.id],
    ).fetchone()
    assert found
    number, tenant_id = found
    tx.execute(
        "insert into grading (market_id, number, ruling_tenant_id, ruling_id, true_start_at)"
        " values (%s, %s, %s, %s, %s)",
        [market.id, number, tenant_id, ruling_id, true_start_at],
    )
    decided = {key: outcomes.get(key, LOST) for key in market.selections} if outcomes else {}
    for key, parts in decided.items():
        tx.execute(
            "insert into outcome (market_id, grading, selection_id, win, push, divisor,"
            " place_win, place_push, place_divisor)"
            " values (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [market.id, number, market.selections[key], *parts, *place.get(key, (None,) * 3)],
        )


def only(key: str, of: Market) -> dict[str, Parts]:
    """One selection won, the others lost."""
    return {each: WON if each == key else LOST for each in of.selections}


def everyone(parts: Parts, of: Market) -> dict[str, Parts]:
    return dict.fromkeys(of.selections, parts)


def sums(ground: Ground) -> Sequence[tuple[Any, ...]]:
    """What the competition's own accounts come to."""
    return ground.rows(
        "select a.kind, sum(case when t.credit_account = a.id then t.points else -t.points end)"
        " from account a join transfer t on a.id in (t.credit_account, t.debit_account)"
        " where a.owner = %s group by a.kind order by a.kind",
        ground.competition_id,
    )


def moved_by(ground: Ground, bets: Iterable[UUID]) -> list[tuple[Any, ...]]:
    """The transfers of the bets, but for their stakes."""
    return ground.rows(
        "select kind, debit_kind, credit_kind, points from transfer"
        " where reference = any(%s) and kind <> 'stake' order by id",
        list(bets),
    )
