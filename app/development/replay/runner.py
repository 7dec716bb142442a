"""A replay from its first whistle to its report."""

import asyncio
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

import httpx

from app.development.replay import bookmaker, books, crowd, officials
from app.development.replay.cast import Cast, gather
from app.development.replay.crowd import Crowd
from app.development.replay.dice import dice
from app.development.replay.incidents import CORRECTED_AFTER, Script, write_scripts
from app.development.replay.matches import Match, Schedule
from app.development.replay.offers import Fixture
from app.development.replay.officials import Bench, Contest
from app.development.replay.report import Lags, Place, Report, Standings
from app.development.replay.schedule import Timetable, load, strengths, timetable
from app.development.replay.tally import Tally
from app.development.replay.wire import Caller, NotDone, connected
from app.plumbing.db import Database
from app.plumbing.settings import Settings

OFFERED_AT_ONCE = 4
# So long people have to join and say who will win; it is more where there are many.
JOINING, JOINING_EACH = timedelta(seconds=8), timedelta(milliseconds=30)
STANDINGS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be replayed; `command` is how that was asked for."""

    source: str
    data: Path
    speed: float
    players: int
    seed: int
    matches: int | None
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    schedule: Schedule
    table: Timetable
    strengths: Mapping[str, float]
    bench: Bench
    contest: Contest
    crowd: Crowd
    tally: Tally
    seed: int
    offering: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(OFFERED_AT_ONCE))

    def random(self, *of: object) -> Random:
        """Dice of their own, so that the order of things changes nothing."""
        return dice(self.seed, *of)


async def replay(settings: Settings, url: str, wanted: Wanted) -> Report:
    """Play it at `url`, whose installation has these settings."""
    schedule = load(
        wanted.source,
        data=wanted.data,
        matches_max=wanted.matches,
        random=dice(wanted.seed, "schedule"),
    )
    load_before, database = os.getloadavg()[0], Database(settings)
    try:
        cast = await gather(settings, count=wanted.players)
        async with connected(url, cast.host) as http:
            began = time.monotonic()
            stage = await _set(http, cast, schedule, wanted)
            await _play(stage)
            await books.await_quiet(database)
            await _until(stage.contest.asked_until)
            await officials.answer_question(stage.bench, stage.contest, schedule.champion)
            left = await books.await_quiet(database)
            seconds = time.monotonic() - began
            return await _report(
                stage, database, cast, wanted, left=left, seconds=seconds, load=load_before
            )
    finally:
        await database.close()


async def _set(http: httpx.AsyncClient, cast: Cast, schedule: Schedule, wanted: Wanted) -> Stage:
    tally = Tally()
    first, second = (Caller(http, key) for key in cast.officials)
    bench = Bench(first=first, second=second, tally=tally)
    now = datetime.now(UTC)
    asked_until = now + JOINING + wanted.players * JOINING_EACH
    contest = await officials.found_competition(bench, schedule, now=now, asked_until=asked_until)
    seats = await asyncio.gather(
        *(
            crowd.join(
                contest,
                schedule,
                player,
                Caller(http, player.key),
                random=dice(wanted.seed, player.name),
                tally=tally,
            )
            for player in cast.players
        )
    )
    return Stage(
        schedule=schedule,
        # From now: joining took its time.
        table=timetable(schedule, began=datetime.now(UTC), speed=wanted.speed),
        strengths=strengths(schedule.matches),
        bench=bench,
        contest=contest,
        crowd=Crowd(seats=seats, tally=tally),
        tally=tally,
        seed=wanted.seed,
    )


async def _play(stage: Stage) -> None:
    """All matches, each in its time."""
    matches = stage.schedule.matches
    scripts = write_scripts(matches, stage.random("scripts"))
    await asyncio.gather(
        *(_play_match(stage, match, script) for match, script in zip(matches, scripts, strict=True))
    )


async def _play_match(stage: Stage, match: Match, script: Script) -> None:
    try:
        await _until(stage.table.offered_from(match))
        fixture = await _offer(stage, match, script)
        await _take_bets(stage, fixture)
        await _until(fixture.kick_off)
        await _show(stage, fixture, script)
        await _conclude(stage, fixture, script)
    except NotDone as no:
        stage.tally.faults.append(f"{match.name}: {no}")


async def _offer(stage: Stage, match: Match, script: Script) -> Fixture:
    tally, planned = stage.tally, stage.table.at(match.kick_off)
    async with stage.offering:
        began = time.monotonic()
        fixture = await officials.offer(
            stage.bench,
            stage.contest,
            match,
            planned=planned,
            strengths=stage.strengths,
            pool=script.pool,
            random=stage.random("prices", match.number),
        )
    tally.offering_seconds = max(tally.offering_seconds, time.monotonic() - began)
    late = (fixture.kick_off - planned).total_seconds()
    tally.late_seconds = max(tally.late_seconds, late)
    return fixture


async def _take_bets(stage: Stage, fixture: Fixture) -> None:
    """Until the match begins; half way there its prices move."""
    seconds = (fixture.kick_off - datetime.now(UTC)).total_seconds()
    random = stage.random("chances", fixture.match.number)
    known = [stage.strengths[team] for team in fixture.match.teams]
    chances = bookmaker.chances(fixture.offers, known, random)
    playing = asyncio.create_task(
        crowd.take_part(stage.crowd, fixture, chances, seconds=max(0, seconds))
    )
    await asyncio.sleep(seconds / 2)
    if datetime.now(UTC) < fixture.kick_off:
        await officials.move_prices(stage.bench, fixture, random)
    await playing
    # Nobody combines it any more.
    del stage.crowd.board[fixture.event_id]


async def _show(stage: Stage, fixture: Fixture, script: Script) -> None:
    """Tell how it goes, and meanwhile strike a market that was put wrongly."""
    lasts = stage.table.lasts(fixture.match)
    for part, period in enumerate(("half_time", "full_time"), start=1):
        await _until(fixture.kick_off + lasts * part / 2)
        await officials.tick(stage.bench, fixture, period)
        if script.voided and period == "half_time":
            await officials.void_market(stage.bench, fixture, script.voided)


async def _conclude(stage: Stage, fixture: Fixture, script: Script) -> None:
    """Enter the result, and later another one where that was wrong."""
    scores = script.mistake.scores if script.mistake else fixture.match.scores
    await _settle(stage, fixture, await officials.enter_result(stage.bench, fixture, scores))
    if script.mistake:
        await asyncio.sleep(CORRECTED_AFTER.total_seconds() / stage.table.speed)
        ruling_id = await officials.enter_result(
            stage.bench, fixture, fixture.match.scores, corrects=script.mistake.reason
        )
        await _settle(stage, fixture, ruling_id)


async def _settle(stage: Stage, fixture: Fixture, ruling_id: UUID) -> None:
    stage.tally.lags.append(await officials.await_settled(stage.bench, fixture, ruling_id))


async def _until(moment: datetime) -> None:
    await asyncio.sleep(max(0, (moment - datetime.now(UTC)).total_seconds()))


async def _report(
    stage: Stage,
    database: Database,
    cast: Cast,
    wanted: Wanted,
    *,
    left: Mapping[str, int],
    seconds: float,
    load: float,
) -> Report:
    return Report(
        source=stage.schedule.name,
        command=wanted.command,
        matches=len(stage.schedule.matches),
        players=wanted.players,
        speed=wanted.speed,
        seed=wanted.seed,
        load=load,
        seconds=seconds,
        tally=stage.tally,
        moved=await books.list_moved(database, cast.community.id),
        lags=Lags.of(stage.tally.lags),
        standings=await _standings(stage),
        open_bets=await crowd.count_open(stage.crowd),
        unfinished_jobs=left["todo"] + left["doing"],
        failed_jobs=left["failed"],
        violations=await books.list_violations(database),
    )


async def _standings(stage: Stage) -> Sequence[Place]:
    path = f"/api/competitions/{stage.contest.id}/leaderboard"
    page = await stage.bench.first.ask(f"GET {path}?limit={STANDINGS}", wanted=Standings)
    return page.items
