"""Who rules on what became of the model's events, and the workers who settle by it."""

from collections.abc import Mapping
from fractions import Fraction
from functools import partial
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy.ext.asyncio import AsyncConnection

from app.catalogue import service as catalogue
from app.catalogue.rules.results import ResultDocument
from app.plumbing import jobs
from app.settlement.rules.rulings import CorrectedPrice, Ruling, RulingDocument
from app.settlement.rules.runs import Part
from app.settlement.service import confirming, entering, marking, running
from app.worker import FEATURES
from tests.acceptance.settlement.model import Bet, Event, Market
from tests.acceptance.settlement.pitch import Pitch
from tests.acceptance.settlement.reckoning import Ending, Parts
from tests.conftest import TestDatabase

assert FEATURES

FIND_JOBS = """
    select id, task_name, args -> 'arguments' from procrastinate_jobs
    where task_name like 'settlement.%%' and status = 'todo' and args ->> 'tenant_id' = %s
    order by id
"""
FORGET_JOB = "delete from procrastinate_jobs where id = %s"
BETS = "select id, state, result, payout from bet"
POSITIONS = """
    select owner, sum(balance) filter (where kind = 'balance')::int,
           sum(balance) filter (where kind = 'debt')::int
    from account where kind in ('balance', 'debt') group by owner
"""
SUMS = """
    select a.kind, sum(case when t.credit_account = a.id then t.points else -t.points end)::int
    from account a join transfer t on a.id in (t.credit_account, t.debit_account)
    where a.owner = %s and a.kind in ('escrow', 'house') group by a.kind
"""
# What whole runs have made of each entry's bets.
STANDINGS = """
    select s.entry_id,
           coalesce(sum(s.payout - s.stake) filter (where s.state = 'settled'), 0)::int
           - coalesce(sum(s.payout_before - s.stake)
                      filter (where s.state_before = 'settled'), 0)::int
    from settlement s
    join settlement_run r on r.id = s.run_id
    join settlement_run whole on whole.id = r.counts_with
    where whole.state = 'finished'
    group by s.entry_id
"""


class Officials:
    """Efua enters, Yaw confirms; neither bets."""

    def __init__(self, database: TestDatabase, pitch: Pitch) -> None:
        self.pitch = pitch
        self._superuser = psycopg.connect(database.url("postgres").reveal(), autocommit=True)
        self._platform = psycopg.connect(database.url("platform").reveal(), autocommit=True)

    def close(self) -> None:
        self._superuser.close()
        self._platform.close()

    # Ruling

    def result(self, event: Event, ending: Ending, began_with: Bet | None) -> Ruling:
        document = _document(ending)
        if began_with:
            began_at = self.pitch.accepted_at[began_with]
            document = ResultDocument(
                scores=document.scores,
                positions=document.positions,
                cut_short=document.cut_short,
                withdrawn=document.withdrawn,
                true_start_at=began_at,
            )
        return self.pitch.call(self._enter_result, self.pitch.events[event], document)

    async def _enter_result(
        self, tx: AsyncConnection, event_id: UUID, document: ResultDocument
    ) -> Ruling:
        event = await catalogue.get_known_event(tx, event_id)
        newest = next(iter(await catalogue.list_results(tx, event, limit=1)), None)
        entry = entering.ResultEntry(
            seen_version=newest.version if newest else 0,
            document=document,
            reason="it was so",
            anyway_because="I saw it",
        )
        sport = await catalogue.get_sport(tx, event.sport_slug)
        return await entering.enter_result(
            tx, sport, str(event_id), entry, owner=self.pitch.tenant_id, by=self.pitch.official()
        )

    def mark(self, market: Market, marks: Mapping[str, Parts]) -> Ruling:
        document = RulingDocument(
            marks={key: (str(win), str(push)) for key, (win, push) in marks.items()}
        )
        wins = sum((win for win, _ in marks.values()), Fraction(0))
        return self._rule(marking.mark_market, market, document, wins=wins)

    def void(self, market: Market, *, void: bool) -> Ruling:
        return self._rule(marking.void_market, market, void=void)

    def correct(self, market: Market, prices: Mapping[tuple[str, int], int]) -> Ruling:
        wanted = tuple(
            CorrectedPrice(
                selection_id=self.pitch.selections[market.selections[key]],
                odds_version=version,
                odds=odds,
            )
            for (key, version), odds in prices.items()
        )
        return self._rule(marking.correct_prices, market, wanted)

    def _rule(self, service: Any, market: Market, *args: object, **facts: object) -> Ruling:  # noqa: ANN401 - any of three
        market_id, by = self.pitch.markets[market], self.pitch.official()
        ruling: Ruling = self.pitch.call(
            service, market_id, *args, **facts, reason="it was so", by=by
        )
        return ruling

    def confirm(self, ruling_id: UUID) -> None:
        self.pitch.call(
            confirming.confirm_ruling,
            ruling_id,
            owner=self.pitch.tenant_id,
            by=self.pitch.official("yaw"),
        )

    def refuse(self, ruling_id: UUID) -> None:
        self.pitch.call(
            confirming.refuse_ruling,
            ruling_id,
            owner=self.pitch.tenant_id,
            by=self.pitch.official("yaw"),
            reason="it was not",
        )

    # Working

    @property
    def waiting(self) -> list[tuple[int, str, Mapping[str, Any]]]:
        """The jobs that wait for a worker: id, name and arguments."""
        return self._superuser.execute(FIND_JOBS, [str(self.pitch.tenant_id)]).fetchall()

    def settle(self) -> None:
        while waiting := self.waiting:
            self._step(*waiting[0])

    def work(self, which: int) -> None:
        """One step of one of the jobs that wait, as one of many workers might take it."""
        waiting = self.waiting
        self._step(*waiting[which % len(waiting)])

    def _step(self, job_id: int, name: str, sent: Mapping[str, Any]) -> None:
        task = jobs.TASKS[name]
        arguments = task.arguments(sent)
        if task.of_community:
            self.pitch.call(partial(task.run, **arguments))
        else:
            part = Part(
                run_id=arguments["run_id"],
                kind=arguments["kind"],
                subject_id=arguments["subject_id"],
            )
            step = self.pitch.call(running.work_part, part)
            if step and not step.finished:
                return
            self.pitch.call(running.finish_run, part.run_id)
        self._superuser.execute(FORGET_JOB, [job_id])

    # Looking

    def bets(self) -> dict[UUID, tuple[str, str | None, int | None]]:
        return {found: (state, *facts) for found, state, *facts in self.pitch.sql(BETS)}

    def positions(self) -> dict[UUID, tuple[int, int]]:
        """Balance and debt, by entry."""
        return {owner: (balance, debt) for owner, balance, debt in self.pitch.sql(POSITIONS)}

    def sums(self) -> dict[str, int]:
        return {"escrow": 0, "house": 0} | dict(self.pitch.sql(SUMS, self.pitch.competition_id))

    def standings(self) -> dict[UUID, int]:
        """Net points, by entry."""
        return dict(self.pitch.sql(STANDINGS))

    def violations(self) -> list[tuple[object, ...]]:
        return self._platform.execute(
            "select * from violations() where tenant_id = %s or tenant_id is null",
            [self.pitch.tenant_id],
        ).fetchall()


def _document(ending: Ending) -> ResultDocument:
    absent = frozenset(map(int, ending.absent))
    if ending.places:
        places = {int(key): place for key, place in ending.places.items()}
        return ResultDocument(positions=places, withdrawn=absent)
    if ending.goals is None:
        return ResultDocument(cut_short={}, withdrawn=absent)
    scores = {"full_time": dict(enumerate(ending.goals, start=1))}
    return ResultDocument(cut_short=scores) if ending.abandoned else ResultDocument(scores=scores)
