"""What a change of roles makes of people, and when two are the same."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from app.identity.rules.people import Someone
from app.identity.rules.role_changes import EVERY_ROLE, Act, RoleChange, with_changes
from app.plumbing.actors import Role

PLAYER, RESULTS, ADMIN = (frozenset({role}) for role in (Role.PLAYER, Role.RESULTS, Role.ADMIN))
AMA = Someone(subject="ama", roles=PLAYER, enabled=True)
PROMOTION = RoleChange(
    tenant_id=UUID(int=1),
    id=UUID(int=2),
    action=Act.PROMOTED,
    subject="ama",
    before=PLAYER,
    gained=ADMIN,
    reason="She is careful.",
    by_subject="efua",
    by_player_id=UUID(int=3),
    by_address="192.0.2.1",
    done_at=datetime(2026, 6, 11, 15, 0, tzinfo=UTC),
)
DEMOTION = replace(
    PROMOTION, action=Act.DEMOTED, before=PLAYER | ADMIN, gained=frozenset(), lost=ADMIN
)
SUSPENSION = replace(
    PROMOTION, action=Act.SUSPENDED, before=PLAYER | ADMIN, gained=frozenset(), lost=EVERY_ROLE
)


@pytest.mark.parametrize(
    ("change", "after"),
    [(PROMOTION, PLAYER | ADMIN), (DEMOTION, PLAYER), (SUSPENSION, frozenset())],
)
def test_roles_are_gained_and_lost(change: RoleChange, after: frozenset[Role]) -> None:
    assert change.after == after
    assert with_changes(replace(AMA, roles=change.before), [change]).roles == after


def test_changes_are_made_in_their_order() -> None:
    assert with_changes(AMA, [PROMOTION, DEMOTION]).roles == PLAYER
    assert with_changes(AMA, [DEMOTION, PROMOTION]).roles == PLAYER | ADMIN


def test_what_is_not_made_yet_takes_but_does_not_give() -> None:
    admin = replace(AMA, roles=PLAYER | ADMIN)

    assert with_changes(AMA, [replace(PROMOTION, done_at=None)]) == AMA
    assert with_changes(admin, [replace(DEMOTION, done_at=None)]) == AMA


def test_a_change_made_already_changes_nothing_more() -> None:
    made = with_changes(AMA, [PROMOTION])

    assert with_changes(made, [PROMOTION]) == made


def test_a_change_of_somebody_else_changes_nobody_here() -> None:
    assert with_changes(AMA, [replace(PROMOTION, subject="kofi")]) == AMA


def test_whoever_asks_again_asks_for_the_same() -> None:
    again = replace(PROMOTION, id=UUID(int=9), before=PLAYER | ADMIN, reason="As I said.")

    assert again.repeats(PROMOTION)


@pytest.mark.parametrize("other", [DEMOTION, SUSPENSION, replace(PROMOTION, gained=RESULTS)])
def test_another_change_is_no_repetition(other: RoleChange) -> None:
    assert not other.repeats(PROMOTION)


def test_the_audit_names_whoever_decided() -> None:
    by = PROMOTION.by

    assert (by.subject, by.player_id, by.address) == ("efua", UUID(int=3), "192.0.2.1")


def test_reasons_and_addresses_do_not_show() -> None:
    assert "careful" not in repr(PROMOTION)
    assert "192.0.2.1" not in repr(PROMOTION)
