"""What a competition may be, and which states follow on which."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.competitions.rules.competitions import (
    Competition,
    CompetitionChanged,
    CompetitionInvalid,
    CompetitionOver,
    CompetitionState,
    PeriodFixed,
    PeriodPast,
    StateNotNext,
    check_change,
    check_competition,
    check_next,
    check_seen,
)
from app.competitions.rules.settings import CompetitionSettings, SettingsFixed, Standing

NOW = datetime(2026, 6, 11, 15, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
CUP = Competition(
    id=UUID(int=1),
    slug="world-cup-2026",
    name="World Cup",
    description="",
    state=CompetitionState.RUNNING,
    starts_at=NOW,
    ends_at=NOW + timedelta(days=30),
    join_code="abcdefghjk",
    settings=CompetitionSettings(),
)
OTHER_STANDING = CompetitionSettings(standing=(Standing.NET_POINTS,))


def test_a_plain_competition_is_possible() -> None:
    check_competition(CUP)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"slug": ""}, "slug"),
        ({"slug": "World"}, "slug"),
        ({"slug": "a--b"}, "slug"),
        ({"slug": "-a"}, "slug"),
        ({"slug": "a" * 61}, "slug"),
        ({"slug": "ä"}, "slug"),
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"description": "x" * 2_001}, "description"),
        ({"ends_at": NOW}, "ends_at"),
        ({"settings": CompetitionSettings(starting_points=-1)}, "settings.starting_points"),
    ],
)
def test_what_is_not_possible_is_named(change: dict[str, Any], field: str) -> None:
    with pytest.raises(CompetitionInvalid) as refusal:
        check_competition(replace(CUP, **change))
    errors = refusal.value.facts["errors"]
    assert isinstance(errors, dict)
    assert list(errors) == [field]


def test_nobody_overwrites_what_they_have_not_seen() -> None:
    check_seen(CUP, seen_version=1)
    with pytest.raises(CompetitionChanged):
        check_seen(CUP, seen_version=0)


def test_what_is_over_stays() -> None:
    for state in (CompetitionState.FINISHED, CompetitionState.ARCHIVED):
        over = replace(CUP, state=state)
        with pytest.raises(CompetitionOver):
            check_change(over, replace(over, name="Cup"), now=NOW)


@pytest.mark.parametrize("state", [CompetitionState.DRAFT, CompetitionState.TEMPLATE])
def test_what_is_in_the_making_may_change(state: CompetitionState) -> None:
    before = replace(CUP, state=state)
    after = replace(before, starts_at=NOW - SECOND, settings=OTHER_STANDING)
    check_change(before, after, now=NOW)


def test_what_runs_keeps_some_settings() -> None:
    with pytest.raises(SettingsFixed):
        check_change(CUP, replace(CUP, settings=OTHER_STANDING), now=NOW)


def test_a_beginning_may_move_until_it_has_come() -> None:
    later = replace(CUP, starts_at=NOW + SECOND)
    check_change(CUP, later, now=NOW - SECOND)
    with pytest.raises(PeriodFixed):
        check_change(CUP, later, now=NOW)


def test_an_end_moves_within_the_future() -> None:
    check_change(CUP, replace(CUP, ends_at=NOW + SECOND), now=NOW)
    with pytest.raises(PeriodFixed):
        check_change(CUP, replace(CUP, ends_at=NOW + SECOND), now=NOW + SECOND)


def test_past_its_end_other_things_may_still_change() -> None:
    check_change(CUP, replace(CUP, name="Cup"), now=CUP.ends_at)


@pytest.mark.parametrize("before", CompetitionState)
@pytest.mark.parametrize("after", CompetitionState)
def test_states_follow_in_their_order(before: CompetitionState, after: CompetitionState) -> None:
    allowed = {
        ("template", "archived"),
        ("draft", "template"),
        ("draft", "running"),
        ("draft", "archived"),
        ("running", "finished"),
        ("finished", "running"),
        ("finished", "archived"),
    }
    competition = replace(CUP, state=before)
    if (before, after) in allowed:
        check_next(competition, after, now=NOW)
    else:
        with pytest.raises(StateNotNext):
            check_next(competition, after, now=NOW)


def test_nothing_runs_past_its_end() -> None:
    draft = replace(CUP, state=CompetitionState.DRAFT)
    check_next(draft, CompetitionState.RUNNING, now=CUP.ends_at - SECOND)
    with pytest.raises(PeriodPast):
        check_next(draft, CompetitionState.RUNNING, now=CUP.ends_at)
