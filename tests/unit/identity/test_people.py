"""Who may take what from whom, one test a rule."""

from dataclasses import replace
from uuid import UUID

import pytest

from app.identity.rules.people import (
    LastAdmin,
    NoSuchPerson,
    NotYourself,
    Someone,
    StillSuspended,
    check_gain,
    check_loss,
    get_someone,
)
from app.plumbing.actors import Role

EFUA = Someone(
    subject="efua",
    email="e@x.example",
    roles=frozenset({Role.PLAYER, Role.ADMIN}),
    enabled=True,
    player_id=UUID(int=1),
)
KWAME = replace(EFUA, subject="kwame", player_id=UUID(int=2))
AMA = replace(EFUA, subject="ama", roles=frozenset({Role.PLAYER}))
PLAYER = frozenset({Role.PLAYER})


def test_an_admin_may_be_demoted_while_there_is_another() -> None:
    check_loss(EFUA, PLAYER, by="kwame", everybody=[EFUA, KWAME])


@pytest.mark.parametrize(
    "others",
    [
        [],
        [AMA],
        [replace(KWAME, enabled=False)],
        [replace(KWAME, suspended=True)],
        [replace(KWAME, player_id=None)],
    ],
)
def test_the_last_admin_stays(others: list[Someone]) -> None:
    with pytest.raises(LastAdmin):
        check_loss(EFUA, PLAYER, by="yaw", everybody=[EFUA, *others])


def test_nobody_demotes_themselves() -> None:
    with pytest.raises(NotYourself):
        check_loss(EFUA, PLAYER, by="efua", everybody=[EFUA, KWAME])


def test_another_role_of_the_last_admin_may_go() -> None:
    results = replace(EFUA, roles=frozenset({Role.RESULTS, Role.ADMIN}))

    check_loss(results, frozenset({Role.ADMIN}), by="yaw", everybody=[results])


def test_a_player_may_be_suspended_where_there_is_one_admin() -> None:
    check_loss(AMA, frozenset(), by="efua", everybody=[EFUA, AMA])


def test_the_suspended_gain_nothing() -> None:
    check_gain(suspended=False)
    with pytest.raises(StillSuspended):
        check_gain(suspended=True)


def test_only_the_community_s_own_people_are_found() -> None:
    assert get_someone([AMA, EFUA], "efua") is EFUA
    with pytest.raises(NoSuchPerson):
        get_someone([AMA], "efua")


def test_addresses_do_not_show() -> None:
    assert "e@x.example" not in repr(EFUA)
