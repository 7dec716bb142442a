"""What officials do in a replay: they offer matches, tell how they go, err, and put it right."""

import asyncio
import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from io import StringIO
from random import Random
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import msgspec

from app.development.replay import bookmaker
from app.development.replay.matches import Match, Schedule, Scores
from app.development.replay.offers import Fixture, Offer, who_wins
from app.development.replay.schedule import SPORT, whole_second
from app.development.replay.tally import Tally
from app.development.replay.wire import Caller, NotDone

COLUMNS = ("sport", "scheme", "league", "round", "participants", "starts")
FILE = "name=matches.csv&zone=UTC"
LONG = timedelta(days=30)
# For as long as a match is being put on offer, it begins late enough for that.
UNHURRIED = timedelta(minutes=5)
# However great the speed, people then get this long to bet.
ON_OFFER_LEAST = timedelta(seconds=5)
AT_SPEED = "The match was replayed faster than it was played."
SETTLED_SECONDS_MAX = 120
LOOK_SECONDS = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Two officials; the second confirms what the first may not."""

    first: Caller
    second: Caller
    tally: Tally
    # One file at a time: a preview is good until something else is imported.
    importing: asyncio.Lock = field(default_factory=asyncio.Lock)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """The competition, and the question that is asked about the whole of it."""

    id: UUID
    league: str
    question_id: UUID
    asked_until: datetime


async def found_competition(
    bench: Bench, schedule: Schedule, *, now: datetime, asked_until: datetime
) -> Contest:
    made = await bench.first.insist(
        "POST /api/competitions",
        {
            "slug": "replay",
            "name": schedule.league,
            "description": f"A replay of {schedule.name}.",
            "starts_at": (now - LONG).isoformat(),
            "ends_at": (now + LONG).isoformat(),
            "settings": {"pools": {"takeout": 50}},
        },
    )
    path = f"/api/competitions/{made['id']}"
    await bench.first.insist(f"PUT {path}/state", {"state": "running"})
    question_id = uuid4()
    await bench.first.insist(
        f"POST {path}/bonus-questions",
        {
            "id": question_id,
            "question": "Who wins the last match?",
            "choices": schedule.teams,
            "points": 10,
            "locks_at": asked_until.isoformat(),
        },
    )
    return Contest(
        id=UUID(made["id"]),
        league=schedule.league,
        question_id=question_id,
        asked_until=asked_until,
    )


async def answer_question(bench: Bench, contest: Contest, right: str) -> None:
    path = f"/api/bonus-questions/{contest.question_id}/answers"
    await bench.first.insist(f"PUT {path}", {"answers": [right]})


async def offer(
    bench: Bench,
    contest: Contest,
    match: Match,
    *,
    planned: datetime,
    strengths: Mapping[str, float],
    pool: bool,
    random: Random,
) -> Fixture:
    """Let people bet on a match: the event, its usual markets, prices, and perhaps a pool.

    It begins as planned, or later where it is ready too late for that.
    """
    event = await _add_event(bench, contest, match, max(planned, datetime.now(UTC) + UNHURRIED))
    await bench.first.insist(f"PUT /api/competitions/{contest.id}/events/{event['id']}")
    markets = await bench.first.insist(f"POST /api/events/{event['id']}/markets/template", {})
    offers = msgspec.convert(markets, tuple[Offer, ...], strict=False)
    guessed = bookmaker.misjudge([strengths[team] for team in match.teams], random)
    prices = bookmaker.prices(bookmaker.chances(offers, guessed, random))
    await _enter_prices(bench, offers, prices)
    pool_id = await _open_pool(bench, contest, offers) if pool else None
    return Fixture(
        match=match,
        event_id=UUID(event["id"]),
        slug=event["slug"],
        kick_off=await _schedule(bench, event, planned),
        offers=offers,
        pool_id=pool_id,
    )


async def move_prices(bench: Bench, fixture: Fixture, random: Random) -> None:
    """Once, while people bet: who looked before is refused, or gets the newer price."""
    page = await bench.first.insist(f"GET /api/events/{fixture.event_id}/markets?limit=200")
    offers = msgspec.convert(page["items"], tuple[Offer, ...], strict=False)
    winner = who_wins(offers)
    moved = {each.id: bookmaker.moved(each.odds or 0, random) for each in winner.priced}
    await _enter_prices(bench, [winner], moved)


async def tick(bench: Bench, fixture: Fixture, period: str) -> None:
    shown = {"scores": {period: _numbered(fixture.match.scores[period])}}
    await bench.first.insist(f"PUT {_path(fixture)}/score", shown)
    bench.tally.ticks += 1


async def void_market(bench: Bench, fixture: Fixture, kind: str) -> UUID:
    """It takes two, since people have bet on it; returns the ruling."""
    market_id = fixture.offer(kind).id
    reason = {"reason": "The question was put wrongly."}
    ruling = await bench.first.insist(f"POST /api/markets/{market_id}/void", reason)
    bench.tally.voids += 1
    return await _confirm(bench, ruling)


async def enter_result(
    bench: Bench, fixture: Fixture, scores: Scores, *, corrects: str | None = None
) -> UUID:
    """Say how it ended, and have it confirmed; returns the ruling."""
    body = {
        "seen_version": 1 if corrects else 0,
        "scores": {period: _numbered(pair) for period, pair in scores.items()},
        "anyway_because": AT_SPEED,
    }
    if corrects:
        body["reason"] = corrects
        bench.tally.corrections += 1
    else:
        bench.tally.results += 1
    ruling = await bench.first.insist(f"POST {_path(fixture)}/results", body)
    return await _confirm(bench, ruling)


async def await_settled(bench: Bench, fixture: Fixture, ruling_id: UUID) -> float:
    """Wait for the settlement of what a ruling changed; returns how long it took to be through.

    A later ruling on the same event may overtake it, and then that one's end is its end.
    """
    deadline = asyncio.get_running_loop().time() + SETTLED_SECONDS_MAX
    while asyncio.get_running_loop().time() < deadline:
        page = await bench.first.insist(f"GET /api/settlements?event_id={fixture.event_id}")
        runs = page["items"]
        known = any(run["ruling_id"] == str(ruling_id) for run in runs)
        if known and all(run["state"] != "running" for run in runs):
            ruling = await bench.first.insist(f"GET /api/rulings/{ruling_id}")
            ended = max(datetime.fromisoformat(at) for run in runs if (at := run["finished_at"]))
            return (ended - datetime.fromisoformat(ruling["decided_at"])).total_seconds()
        await asyncio.sleep(LOOK_SECONDS)
    msg = f"{fixture.match.name} was not settled within {SETTLED_SECONDS_MAX} seconds"
    raise NotDone(HTTPStatus.GATEWAY_TIMEOUT, "not-settled", msg)


async def _confirm(bench: Bench, ruling: Mapping[str, Any]) -> UUID:
    """By whoever entered it, or where that takes two, by the other."""
    by = bench.second if ruling["second_person"] else bench.first
    await by.insist(f"PUT /api/rulings/{ruling['id']}/confirm")
    bench.tally.second_people += ruling["second_person"]
    return UUID(ruling["id"])


async def _add_event(
    bench: Bench, contest: Contest, match: Match, starts_at: datetime
) -> Mapping[str, Any]:
    """From a file of one line, by which teams come to be known, too."""
    first, second = match.teams
    starts = whole_second(starts_at).isoformat()
    row = (SPORT, "goals", contest.league, match.round, f"{first}; {second}", starts)
    file = StringIO()
    csv.writer(file).writerows([COLUMNS, row])
    content, path = file.getvalue().encode(), "/api/catalogue/imports"
    async with bench.importing:
        seen = await bench.first.insist(f"POST {path}/preview?{FILE}", content)
        await bench.first.insist(f"POST {path}?{FILE}&digest={seen['digest']}", content)
    slug = next(each["slug"] for each in seen["changes"] if each["kind"] == "event")
    event: Mapping[str, Any] = await bench.first.insist(
        f"GET /api/sports/{SPORT}/events/{quote(slug)}"
    )
    return event


async def _open_pool(bench: Bench, contest: Contest, offers: Sequence[Offer]) -> UUID:
    wanted = {"id": uuid4(), "market_id": who_wins(offers).id}
    await bench.first.insist(f"POST /api/competitions/{contest.id}/pools", wanted)
    bench.tally.pools += 1
    return wanted["id"]


async def _schedule(bench: Bench, event: Mapping[str, Any], planned: datetime) -> datetime:
    """Say when it begins in truth, now that people can bet on it."""
    kick_off = whole_second(max(planned, datetime.now(UTC) + ON_OFFER_LEAST))
    if kick_off != datetime.fromisoformat(event["starts_at"]):
        wanted = {
            "starts_at": kick_off.isoformat(),
            "locks_at": kick_off.isoformat(),
            "league": event["league"],
            "round": event["round"],
            "participants": [{"participant": each["slug"]} for each in event["participants"]],
        }
        await bench.first.insist(f"PUT /api/sports/{SPORT}/events/{event['id']}", wanted)
    return kick_off


async def _enter_prices(bench: Bench, offers: Sequence[Offer], prices: Mapping[UUID, int]) -> None:
    entered = [
        {"selection_id": each.id, "odds": prices[each.id], "seen_version": each.odds_version}
        for offer in offers
        for each in offer.selections
        if each.id in prices
    ]
    await bench.first.insist("POST /api/odds", {"prices": entered})


def _path(fixture: Fixture) -> str:
    return f"/api/sports/{SPORT}/events/{quote(fixture.slug)}"


def _numbered(pair: tuple[int, int]) -> dict[int, int]:
    return dict(enumerate(pair, start=1))
