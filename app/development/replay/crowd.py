"""What players do in a replay: each looks at a match for itself, and acts on what it sees."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any
from uuid import UUID, uuid4

import msgspec

from app.development.replay.bots import Style, Then, Tip, View, Wish, choose
from app.development.replay.cast import Player
from app.development.replay.matches import Schedule
from app.development.replay.offers import Fixture, Offers
from app.development.replay.officials import Contest
from app.development.replay.schedule import SPORT
from app.development.replay.tally import Tally
from app.development.replay.wire import Caller, NotDone

# Nobody leaves it to the last moment: this part of the time is for those whose machine is slow.
IN_TIME = 0.8


@dataclass(slots=True, kw_only=True)
class Seat:
    """A player at the table, with what it must remember."""

    player: Player
    caller: Caller
    random: Random
    entry_id: UUID
    jokers: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    seats: Sequence[Seat]
    tally: Tally
    # What was seen last of all that is on offer, by event.
    board: dict[UUID, Fixture] = field(default_factory=dict)


async def join(
    contest: Contest,
    schedule: Schedule,
    player: Player,
    caller: Caller,
    *,
    random: Random,
    tally: Tally,
) -> Seat:
    """Join the competition, and say who will win it."""
    entry = await caller.insist("POST /api/entries", {"competition_id": contest.id})
    if player.style is Style.FORETELLER:
        answer = {"answer": random.choice(schedule.teams)}
        path = f"/api/entries/{entry['id']}/bonus-answers/{contest.question_id}"
        try:
            await caller.insist(f"PUT {path}", answer)
        except NotDone as no:
            _note(tally, no)
    return Seat(player=player, caller=caller, random=random, entry_id=UUID(entry["id"]))


async def take_part(
    crowd: Crowd, fixture: Fixture, chances: Mapping[UUID, float], *, seconds: float
) -> None:
    """Let everybody play on a match, some sooner and some later within its time."""
    crowd.board[fixture.event_id] = fixture
    await asyncio.gather(
        *(_play(crowd, seat, fixture, chances, seconds=seconds) for seat in crowd.seats)
    )


async def count_open(crowd: Crowd) -> int:
    """Bets that wait still, as their players see them."""
    asked = (seat.caller.insist("GET /api/bets?state=accepted&limit=200") for seat in crowd.seats)
    return sum(len(page["items"]) for page in await asyncio.gather(*asked))


async def _play(
    crowd: Crowd,
    seat: Seat,
    fixture: Fixture,
    chances: Mapping[UUID, float],
    *,
    seconds: float,
) -> None:
    await asyncio.sleep(seat.random.uniform(0, seconds * IN_TIME))
    seen = await _look(crowd, seat, fixture)
    if seen is None:
        return
    view = View(
        fixture=seen,
        others=[each for each in crowd.board.values() if each.event_id != seen.event_id],
        chances=chances,
        joker_left=seen.match.round not in seat.jokers,
    )
    play = choose(seat.player.style, view, seat.random)
    for wish in play.wishes:
        await _bet(crowd.tally, seat, wish)
    if play.tip:
        await _foretell(crowd.tally, seat, seen, play.tip)


async def _look(crowd: Crowd, seat: Seat, fixture: Fixture) -> Fixture | None:
    """The match as it is on offer now."""
    route = f"GET /api/sports/{SPORT}/events/{fixture.event_id}/markets?limit=200"
    try:
        found = await seat.caller.ask(route, wanted=Offers)
    except NotDone as no:
        _note(crowd.tally, no)
        return None
    crowd.tally.looks += 1
    seen = replace(fixture, offers=found.items)
    if fixture.event_id in crowd.board:
        crowd.board[fixture.event_id] = seen
    return seen


async def _bet(tally: Tally, seat: Seat, wish: Wish) -> None:
    path, slip = f"/api/bets/{uuid4()}", msgspec.to_builtins(wish.slip)
    try:
        await seat.caller.tell(f"PUT {path}", slip | {"entry_id": seat.entry_id})
    except NotDone as no:
        _note(tally, no)
        return
    tally.placed[wish.slip.kind] += 1
    tally.staked += wish.slip.stake
    try:
        await _reconsider(tally, seat, wish, path)
    except NotDone as no:
        _note(tally, no)


async def _reconsider(tally: Tally, seat: Seat, wish: Wish, path: str) -> None:
    if wish.then is Then.CANCELS:
        await seat.caller.tell(f"PUT {path}/cancel")
        tally.cancelled += 1
    elif wish.then is Then.CASHES_OUT:
        offer = await seat.caller.ask(f"GET {path}/cash-out", wanted=dict[str, Any])
        accepted = {name: offer[name] for name in ("points", "versions")}
        await seat.caller.tell(f"PUT {path}/cash-out", accepted)
        tally.cashed_out += 1


async def _foretell(tally: Tally, seat: Seat, fixture: Fixture, tip: Tip) -> None:
    try:
        await seat.caller.tell(
            f"PUT /api/entries/{seat.entry_id}/predictions/{fixture.event_id}", tip
        )
    except NotDone as no:
        _note(tally, no)
        return
    tally.tips += 1
    if tip.joker:
        tally.jokers += 1
        seat.jokers.add(fixture.match.round)


def _note(tally: Tally, no: NotDone) -> None:
    """A refusal is part of the game; a fault is not."""
    if no.is_fault:
        tally.faults.append(str(no))
    else:
        tally.refused[no.reason] += 1
