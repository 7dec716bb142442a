"""Who may leave, one test a rule."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.plumbing.actors import Role
from app.privacy.rules.leaving import (
    BetsStillOpen,
    Leaving,
    LeavingInABreak,
    NameNotTyped,
    StillInOffice,
    check_leaving,
    check_name,
)

LEAVING = Leaving(open_bets=0, break_until=None, roles=frozenset({Role.PLAYER}))


def test_a_player_without_open_bets_may_leave() -> None:
    check_leaving(LEAVING)


def test_nobody_leaves_open_bets_behind() -> None:
    with pytest.raises(BetsStillOpen) as refusal:
        check_leaving(replace(LEAVING, open_bets=2))

    assert refusal.value.facts == {"open_bets": 2}


def test_leaving_is_no_way_out_of_a_break() -> None:
    with pytest.raises(LeavingInABreak):
        check_leaving(replace(LEAVING, break_until=datetime(2027, 1, 1, tzinfo=UTC)))


@pytest.mark.parametrize("role", [Role.ADMIN, Role.RESULTS, Role.SUPERADMIN])
def test_whoever_others_rely_on_hands_over_first(role: Role) -> None:
    with pytest.raises(StillInOffice):
        check_leaving(replace(LEAVING, roles=frozenset({Role.PLAYER, role})))


def test_the_name_counts_whatever_its_case_and_spaces() -> None:
    check_name("  ama   MENSAH ", name="Ama Mensah")
    with pytest.raises(NameNotTyped):
        check_name("Ama", name="Ama Mensah")
