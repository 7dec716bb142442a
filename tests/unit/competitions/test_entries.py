"""How a player's part in a competition begins, pauses and ends."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.competitions.rules.competitions import CompetitionState
from app.competitions.rules.entries import (
    CodeWrong,
    Entry,
    EntryExcluded,
    EntryNotThere,
    EntryState,
    InvitationNeeded,
    NotRunning,
    OwnEntry,
    OwnPoints,
    check_benefit,
    check_decides,
    check_running,
    state_after_asking,
    state_after_invitation,
    state_after_return,
    state_after_withdrawal,
)
from app.competitions.rules.grants import period_of, starting_grant, top_up_grant
from app.competitions.rules.settings import CompetitionSettings, Every, JoinPolicy
from tests.unit.competitions.test_competitions import CUP, NOW, SECOND

AMA = UUID(int=7)
ENTRY = Entry(id=UUID(int=2), competition_id=CUP.id, player_id=AMA, state=EntryState.REQUESTED)
CUPS = {
    policy: replace(CUP, settings=CompetitionSettings(join_policy=policy)) for policy in JoinPolicy
}


def asked(
    entry: Entry | None, policy: JoinPolicy = JoinPolicy.INVITATION, code: str | None = None
) -> EntryState:
    return state_after_asking(entry, CUPS[policy], code=code)


def test_an_open_competition_lets_everybody_in() -> None:
    assert asked(None, JoinPolicy.OPEN) is EntryState.ACTIVE


def test_approval_makes_everybody_wait() -> None:
    assert asked(None, JoinPolicy.APPROVAL) is EntryState.REQUESTED
    assert asked(replace(ENTRY, state=EntryState.REFUSED), JoinPolicy.APPROVAL) is (
        EntryState.REQUESTED
    )


@pytest.mark.parametrize("code", [None, "", "abcdefghjl", "ä"])
def test_a_wrong_code_lets_nobody_in(code: str | None) -> None:
    with pytest.raises(CodeWrong):
        asked(None, JoinPolicy.CODE, code)


def test_the_code_lets_in() -> None:
    assert asked(None, JoinPolicy.CODE, CUP.join_code) is EntryState.ACTIVE


@pytest.mark.parametrize("state", [EntryState.REQUESTED, EntryState.REFUSED, EntryState.WITHDRAWN])
def test_without_an_invitation_nobody_is_let_in_who_never_was(state: EntryState) -> None:
    with pytest.raises(InvitationNeeded):
        asked(replace(ENTRY, state=state))


def test_an_invitation_lets_in() -> None:
    assert asked(replace(ENTRY, state=EntryState.INVITED)) is EntryState.ACTIVE


def test_whoever_played_may_come_back() -> None:
    withdrawn = replace(ENTRY, state=EntryState.WITHDRAWN, joined_at=NOW)
    assert asked(withdrawn) is EntryState.ACTIVE


@pytest.mark.parametrize("policy", JoinPolicy)
def test_an_exclusion_stands(policy: JoinPolicy) -> None:
    with pytest.raises(EntryExcluded) as refusal:
        asked(replace(ENTRY, state=EntryState.EXCLUDED, reason="why", joined_at=NOW), policy)
    assert refusal.value.facts == {"reason": "why"}


def test_invited_are_those_who_are_not_in() -> None:
    for state in (EntryState.INVITED, EntryState.REFUSED, EntryState.WITHDRAWN):
        assert state_after_invitation(replace(ENTRY, state=state)) is EntryState.INVITED
    assert state_after_invitation(None) is EntryState.INVITED
    for state in (EntryState.REQUESTED, EntryState.ACTIVE, EntryState.EXCLUDED):
        with pytest.raises(EntryNotThere):
            state_after_invitation(replace(ENTRY, state=state))


def test_withdrawing_ends_what_is_not_over() -> None:
    for state in (EntryState.INVITED, EntryState.REQUESTED, EntryState.ACTIVE):
        assert state_after_withdrawal(replace(ENTRY, state=state)) is EntryState.WITHDRAWN
    for state in (EntryState.REFUSED, EntryState.EXCLUDED):
        with pytest.raises(EntryNotThere):
            state_after_withdrawal(replace(ENTRY, state=state))


def test_who_returns_plays_again_or_may_ask() -> None:
    excluded = replace(ENTRY, state=EntryState.EXCLUDED)
    assert state_after_return(replace(excluded, joined_at=NOW)) is EntryState.ACTIVE
    assert state_after_return(excluded) is EntryState.WITHDRAWN
    with pytest.raises(EntryNotThere):
        state_after_return(ENTRY)


def test_joining_ends_with_the_competition() -> None:
    check_running(CUP, now=CUP.ends_at - SECOND)
    with pytest.raises(NotRunning):
        check_running(CUP, now=CUP.ends_at)
    with pytest.raises(NotRunning):
        check_running(replace(CUP, state=CompetitionState.FINISHED), now=NOW)


def test_nobody_decides_on_points_of_their_own() -> None:
    check_benefit(AMA, by=UUID(int=8))
    check_benefit(AMA, by=None)
    check_benefit(None, by=None)
    with pytest.raises(OwnPoints):
        check_benefit(AMA, by=AMA)


@pytest.mark.parametrize(
    ("every", "first_day"),
    [
        (Every.DAY, date(2026, 6, 11)),
        (Every.WEEK, date(2026, 6, 8)),
        (Every.MONTH, date(2026, 6, 1)),
    ],
)
def test_a_period_begins_with_its_first_day(every: Every, first_day: date) -> None:
    assert period_of(every, NOW, time_zone="Africa/Accra") == first_day


def test_a_day_is_the_community_s_own() -> None:
    late = NOW.replace(hour=22)
    assert period_of(Every.DAY, late, time_zone="Europe/Berlin") == date(2026, 6, 12)
    assert period_of(Every.DAY, late, time_zone="America/New_York") == date(2026, 6, 11)


@given(
    st.sampled_from(Every),
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001 - its zone follows
)
def test_a_moment_is_in_the_period_of_its_first_day(every: Every, at: datetime) -> None:
    zone = ZoneInfo("Europe/Lisbon")
    first = period_of(every, at.replace(tzinfo=zone), time_zone=zone.key)
    noon = datetime(first.year, first.month, first.day, 12, tzinfo=zone)
    assert period_of(every, noon, time_zone=zone.key) == first
    assert first <= at.date() < first + timedelta(days=31)


def test_grants_have_keys_that_no_other_grant_has() -> None:
    start = starting_grant(ENTRY.id, bank=CUP.id, points=5)
    days = [date(2026, 6, 11), date(2026, 6, 12)]
    top_ups = [top_up_grant(ENTRY.id, bank=CUP.id, points=5, period=day) for day in days]
    keys = {start.key, *(top_up.key for top_up in top_ups)}
    assert len(keys) == 3
    assert not any(key.startswith("grant:") for key in keys if key)


def test_an_admin_decides_on_others() -> None:
    check_decides(AMA, by=UUID(int=8), others=True)


def test_nobody_decides_on_their_own_entry() -> None:
    with pytest.raises(OwnEntry):
        check_decides(AMA, by=AMA, others=True)


def test_the_only_admin_of_a_community_does() -> None:
    check_decides(AMA, by=AMA, others=False)
