"""Where a competition is shown to a player, and how they stand at its door."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from app.competitions.rules.competitions import CompetitionState
from app.competitions.rules.entries import EntryState
from app.competitions.rules.settings import CompetitionSettings, JoinPolicy
from app.pages.rules.competing import (
    CompetitionSeen,
    Door,
    Part,
    Shelf,
    door_of,
    open_bets_of,
    shelf_of,
)

NOW = datetime(2026, 6, 11, 18, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def part(state: EntryState, *, joined: bool = True, open_bets: int = 0) -> Part:
    return Part(
        entry_id=uuid4(),
        state=state,
        reason=None,
        joined_at=NOW - DAY if joined else None,
        balance=900,
        debt=0,
        rank=None,
        open_bets=open_bets,
        open_stakes=10 * open_bets,
        possible_payout=25 * open_bets,
    )


def seen(
    mine: Part | None = None,
    *,
    policy: JoinPolicy = JoinPolicy.OPEN,
    state: CompetitionState = CompetitionState.RUNNING,
    starts_in: timedelta = -DAY,
    ends_in: timedelta = DAY,
) -> CompetitionSeen:
    return CompetitionSeen(
        id=uuid4(),
        name="World Cup",
        description="",
        state=state,
        starts_at=NOW + starts_in,
        ends_at=NOW + ends_in,
        frozen_at=None,
        settings=CompetitionSettings(join_policy=policy),
        version=1,
        players=0,
        part=mine,
    )


@pytest.mark.parametrize(
    ("mine", "policy", "door"),
    [
        (None, JoinPolicy.OPEN, Door.OPEN),
        (None, JoinPolicy.CODE, Door.CODE),
        (None, JoinPolicy.APPROVAL, Door.APPROVAL),
        (None, JoinPolicy.INVITATION, Door.INVITATION),
        (part(EntryState.ACTIVE), JoinPolicy.CODE, Door.IN),
        (part(EntryState.INVITED, joined=False), JoinPolicy.INVITATION, Door.INVITED),
        (part(EntryState.REQUESTED, joined=False), JoinPolicy.APPROVAL, Door.WAITING),
        (part(EntryState.REFUSED, joined=False), JoinPolicy.APPROVAL, Door.APPROVAL),
        (part(EntryState.EXCLUDED), JoinPolicy.OPEN, Door.EXCLUDED),
        (part(EntryState.WITHDRAWN), JoinPolicy.INVITATION, Door.BACK),
        (part(EntryState.WITHDRAWN, joined=False), JoinPolicy.CODE, Door.CODE),
    ],
)
def test_the_door_is_as_open_as_the_competition_is(
    mine: Part | None, policy: JoinPolicy, door: Door
) -> None:
    assert door_of(seen(mine, policy=policy), now=NOW) is door


@pytest.mark.parametrize(
    ("state", "ends_in"),
    [(CompetitionState.FINISHED, DAY), (CompetitionState.RUNNING, timedelta(0))],
)
def test_nobody_comes_in_when_it_is_over(state: CompetitionState, ends_in: timedelta) -> None:
    over = seen(part(EntryState.INVITED, joined=False), state=state, ends_in=ends_in)

    assert door_of(over, now=NOW) is Door.CLOSED


def test_whoever_was_in_at_the_end_still_sees_their_part() -> None:
    over = seen(part(EntryState.ACTIVE), state=CompetitionState.FINISHED)

    assert door_of(over, now=NOW) is Door.IN


@pytest.mark.parametrize(
    ("competition", "shelf"),
    [
        (seen(), Shelf.OPEN),
        (seen(starts_in=DAY, ends_in=2 * DAY), Shelf.UPCOMING),
        (seen(part(EntryState.ACTIVE)), Shelf.MINE),
        (seen(part(EntryState.ACTIVE), starts_in=DAY, ends_in=2 * DAY), Shelf.MINE),
        (seen(part(EntryState.REQUESTED, joined=False)), Shelf.MINE),
        (seen(part(EntryState.WITHDRAWN)), Shelf.OPEN),
        (seen(part(EntryState.ACTIVE), ends_in=timedelta(0)), Shelf.OVER),
        (seen(state=CompetitionState.FINISHED), Shelf.OVER),
    ],
)
def test_each_competition_is_on_one_shelf(competition: CompetitionSeen, shelf: Shelf) -> None:
    assert shelf_of(competition, now=NOW) is shelf


def test_open_bets_of_all_competitions_are_told_together() -> None:
    parts = [part(EntryState.ACTIVE, open_bets=2), part(EntryState.WITHDRAWN, open_bets=1)]

    told = open_bets_of([seen(mine) for mine in [*parts, None]])

    assert (told.bets, told.stakes, told.possible_payout) == (3, 30, 75)
