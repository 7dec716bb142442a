"""Many predictions at the same moment, and at the very moment of the lock."""

import asyncio
import threading
import time
from collections.abc import Awaitable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from app.catalogue import service as catalogue
from app.catalogue.rules.events import EventStatus
from app.plumbing.access import Actor, Role, Via
from app.plumbing.db import Database
from app.plumbing.refusals import Refusal
from app.predictions import service
from app.predictions.rules.predicting import NoJokerLeft, Prediction, PredictionsLocked, Wish
from app.predictions.rules.scoring import Score
from tests.acceptance.contest import Contest
from tests.acceptance.uncommitted import uncommitted

# So many that the last of them waits for less than PostgreSQL lets it.
AT_ONCE = 12


@pytest.fixture
def database(contest: Contest) -> Iterator[Database]:
    database = Database(contest.world.database.settings(pool_size=str(AT_ONCE)))
    yield database
    asyncio.run(database.close())


async def predict(
    database: Database,
    contest: Contest,
    name: str,
    score: Score,
    *,
    joker: bool = False,
    hold: threading.Event | None = None,
) -> Prediction:
    """Predict for Ama, and keep the transaction open until `hold` is set."""
    wish = Wish(event_id=contest.events[name], score=score, joker=joker)
    entry_id, player_id = contest.entry("Ama"), contest.game.player(contest.person("Ama").id)
    async with database.tenant(contest.tenant_id) as tx:
        saved = await service.predict(tx, entry_id, wish, player_id=player_id)
        if hold:
            await asyncio.to_thread(hold.wait, 30)
    return saved


async def begin(
    database: Database, contest: Contest, name: str, *, hold: threading.Event | None = None
) -> None:
    """The event begins early, whatever its lock time says."""
    efua = Actor(
        tenant_id=contest.tenant_id,
        subject="efua",
        roles=frozenset({Role.ADMIN}),
        via=Via.SESSION,
        address="127.0.0.1",
    )
    async with database.tenant(contest.tenant_id) as tx:
        await catalogue.change_status(
            tx,
            await catalogue.get_sport(tx, "football"),
            str(contest.events[name]),
            EventStatus.LIVE,
            check_version=lambda _version: None,
            owner=contest.tenant_id,
            by=efua,
            reason="they could not wait",
        )
        if hold:
            await asyncio.to_thread(hold.wait, 30)


async def until_a_lock_is(contest: Contest, *, mode: str, granted: bool) -> None:
    """Until somebody holds, or waits for, an advisory lock of this mode."""
    query = (
        "select 1 from pg_locks l join pg_database d on d.oid = l.database"
        " where d.datname = current_database()"
        " and locktype = 'advisory' and mode = %s and granted = %s"
    )
    until = time.monotonic() + 30
    while not contest.sql(query, mode, granted):
        assert time.monotonic() < until, "nobody does"
        await asyncio.sleep(0.01)


def saved_in(contest: Contest) -> list[tuple[UUID, int, int, bool, datetime]]:
    return contest.sql(
        "select event_id, first_score, second_score, joker, predicted_at from prediction"
        " where tenant_id = %s",
        contest.tenant_id,
    )


def test_of_many_saves_of_one_prediction_the_last_stands(
    contest: Contest, database: Database
) -> None:
    contest.event("Ghana v Mali")
    contest.entry("Ama")

    async def all_at_once() -> list[Prediction]:
        # As many as there are connections; the others are close behind.
        turns = asyncio.Semaphore(AT_ONCE)

        async def one(number: int) -> Prediction:
            score = Score(first=number, second=999 - number)
            async with turns:
                return await predict(database, contest, "Ghana v Mali", score)

        return await asyncio.gather(*(one(number) for number in range(200)))

    saved = asyncio.run(all_at_once())

    last = max(saved, key=lambda prediction: prediction.predicted_at)
    assert len({prediction.predicted_at for prediction in saved}) == 200
    assert saved_in(contest) == [
        (last.event_id, last.score.first, last.score.second, False, last.predicted_at)
    ]


def test_of_two_jokers_at_once_one_is_placed(contest: Contest, database: Database) -> None:
    names = [f"Event {number}" for number in range(6)]
    for name in names:
        contest.event(name, participants="AB", round_name="Matchday 1")
    contest.entry("Ama")

    async def all_at_once() -> list[Prediction | BaseException]:
        score = Score(first=1, second=0)
        return await asyncio.gather(
            *(predict(database, contest, name, score, joker=True) for name in names),
            return_exceptions=True,
        )

    verdicts = asyncio.run(all_at_once())

    assert [type(v) for v in verdicts].count(Prediction) == 1
    assert [type(v) for v in verdicts].count(NoJokerLeft) == len(names) - 1
    assert [joker for *_, joker, _ in saved_in(contest)] == [True]


def test_at_the_lock_none_is_late(contest: Contest, database: Database) -> None:
    contest.event("Ghana v Mali", starts_in=timedelta(seconds=3))
    contest.entry("Ama")
    [[locks_at]] = contest.sql(
        "select locks_at from event where id = %s", contest.events["Ghana v Mali"]
    )
    accepted: list[Prediction] = []
    refused: list[Refusal] = []

    async def keep_predicting(number: int) -> None:
        """Until it is too late."""
        while True:
            score = Score(first=number, second=len(accepted) % 1000)
            try:
                accepted.append(await predict(database, contest, "Ghana v Mali", score))
            except PredictionsLocked as refusal:
                refused.append(refusal)
                return

    async def everybody() -> None:
        await asyncio.gather(*(keep_predicting(number) for number in range(AT_ONCE)))

    asyncio.run(everybody())

    assert len(refused) == AT_ONCE
    assert accepted
    assert max(prediction.predicted_at for prediction in accepted) < locks_at
    [(_, first, second, _, predicted_at)] = saved_in(contest)
    last = max(accepted, key=lambda prediction: prediction.predicted_at)
    assert (Score(first=first, second=second), predicted_at) == (last.score, last.predicted_at)


def test_what_waited_while_the_event_began_is_too_late(
    contest: Contest, database: Database
) -> None:
    # It has no market that anybody could hold.
    contest.event("Ghana v Mali")
    contest.entry("Ama")
    go_on = threading.Event()

    async def both() -> None:
        beginning = asyncio.create_task(begin(database, contest, "Ghana v Mali", hold=go_on))
        await until_a_lock_is(contest, mode="ExclusiveLock", granted=True)
        late = asyncio.create_task(
            predict(database, contest, "Ghana v Mali", Score(first=9, second=9))
        )
        await until_a_lock_is(contest, mode="ShareLock", granted=False)
        go_on.set()
        await beginning
        with pytest.raises(PredictionsLocked):
            await late

    asyncio.run(both())

    assert saved_in(contest) == []


def test_an_event_begins_after_the_predictions_under_way(
    contest: Contest, database: Database
) -> None:
    contest.event("Ghana v Mali")
    contest.entry("Ama")
    go_on = threading.Event()

    async def both() -> None:
        score = Score(first=2, second=1)
        early = asyncio.create_task(predict(database, contest, "Ghana v Mali", score, hold=go_on))
        await until_a_lock_is(contest, mode="ShareLock", granted=True)
        beginning = asyncio.create_task(begin(database, contest, "Ghana v Mali"))
        await until_a_lock_is(contest, mode="ExclusiveLock", granted=False)
        assert not beginning.done()
        go_on.set()
        await asyncio.gather(early, beginning)

    asyncio.run(both())

    assert len(saved_in(contest)) == 1


def test_a_question_is_not_changed_under_an_answer_in_flight(contest: Contest) -> None:
    contest.person("Efua")
    question_id = contest.game.bonus_question(contest.competition_id)
    entry_id, player_id = contest.entry("Ama"), contest.game.player(contest.person("Ama").id)
    change = {
        "question": "Who comes last?",
        "choices": ["Togo", "Chad"],
        "points": 10,
        "locks_at": "2100-01-01T00:00:00Z",
    }

    def answer(tx: AsyncConnection) -> Awaitable[object]:
        return service.answer_question(tx, entry_id, question_id, "Ghana", player_id=player_id)

    with ThreadPoolExecutor(1) as pool:
        with uncommitted(contest.world, contest.tenant_id, answer):
            changing = pool.submit(
                contest.ask, "Efua", f"PUT /api/bonus-questions/{question_id}", change
            )
            wait_until_somebody_waits(contest)
        answered = changing.result()

    assert answered.json()["type"] == "/problems/bonus-question-answered"


WAITING = """
    select count(*) from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'
"""


def wait_until_somebody_waits(contest: Contest) -> None:
    for _ in range(200):
        if contest.sql(WAITING) != [(0,)]:
            return
        time.sleep(0.05)
    pytest.fail("nobody waits")
