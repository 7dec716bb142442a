"""What keys open, one test a rule."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app.identity.rules.keys import (
    KEYS_MAX,
    Key,
    KeyInvalid,
    KeyRefused,
    KeyTooNarrow,
    KeyWish,
    Scope,
    ScopeTooWide,
    TooManyKeys,
    check_use,
    check_wish,
    is_key,
    read_key,
    roles_of_key,
    spell,
)
from app.identity.rules.sign_in import hash_secret
from app.plumbing.actors import Role

NOW = datetime(2026, 6, 11, 12, 0, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
SECRET = "s3_cret_-of-the-key"
KEY = Key(
    tenant_id=UUID(int=7),
    id=UUID(int=1),
    player_id=UUID(int=2),
    name="my program",
    secret_hash=hash_secret(SECRET),
    scopes=frozenset({Scope.BET}),
    expires_at=None,
    created_at=NOW,
)
WISH = KeyWish(name="my program", scopes=frozenset({Scope.BET}))
PLAYER = frozenset({Role.PLAYER})
ADMIN = frozenset({Role.PLAYER, Role.ADMIN})


def test_a_key_is_read_as_it_was_spelt() -> None:
    assert read_key(spell(KEY.id, SECRET)) == (KEY.id, SECRET)


@pytest.mark.parametrize("token", ["pb_", "pb__", "pb_x_y", "pb_unknown", "pb_" + "0" * 31 + "_s"])
def test_what_is_no_key_is_refused(token: str) -> None:
    with pytest.raises(KeyRefused):
        read_key(token)


def test_an_access_token_is_no_key() -> None:
    assert is_key(spell(KEY.id, SECRET))
    assert not is_key("eyJhbGciOiJSUzI1NiJ9.e30.x")


def test_a_key_is_good_with_its_secret_alone() -> None:
    assert KEY.is_good(SECRET, NOW)
    assert not KEY.is_good(SECRET + "x", NOW)
    assert not KEY.is_good("", NOW)


def test_a_key_expires_on_the_moment() -> None:
    key = replace(KEY, expires_at=NOW)

    assert key.is_good(SECRET, NOW - MOMENT)
    assert not key.is_good(SECRET, NOW)


def test_a_revoked_key_is_over() -> None:
    assert not replace(KEY, revoked_at=NOW).is_good(SECRET, NOW)


def test_a_key_shows_no_secret() -> None:
    assert repr(KEY.secret_hash) not in repr(KEY)


@pytest.mark.parametrize(
    ("scopes", "roles"),
    [
        ({Scope.READ}, {Role.PLAYER}),
        ({Scope.BET}, {Role.PLAYER}),
        ({Scope.RESULTS}, set()),
        ({Scope.ADMIN}, {Role.ADMIN}),
        ({Scope.READ, Scope.ADMIN}, {Role.PLAYER, Role.ADMIN}),
    ],
)
def test_a_key_opens_what_its_scopes_leave(scopes: set[Scope], roles: set[Role]) -> None:
    assert roles_of_key(frozenset(scopes), ADMIN) == roles


def test_no_key_makes_a_superadmin() -> None:
    assert roles_of_key(frozenset(Scope), frozenset(Role)) == set(Role) - {Role.SUPERADMIN}


def test_a_key_for_reading_reads() -> None:
    check_use(frozenset({Scope.READ}), writing=False)
    check_use(frozenset({Scope.READ, Scope.BET}), writing=True)
    with pytest.raises(KeyTooNarrow):
        check_use(frozenset({Scope.READ}), writing=True)


def test_a_player_may_have_a_key() -> None:
    check_wish(WISH, roles=PLAYER, held=KEYS_MAX - 1, now=NOW)
    check_wish(replace(WISH, expires_at=NOW + MOMENT), roles=PLAYER, held=0, now=NOW)


@pytest.mark.parametrize("scope", [Scope.RESULTS, Scope.ADMIN])
def test_no_key_does_more_than_its_player(scope: Scope) -> None:
    with pytest.raises(ScopeTooWide):
        check_wish(replace(WISH, scopes=frozenset({scope})), roles=PLAYER, held=0, now=NOW)


def test_a_player_has_so_many_keys_and_no_more() -> None:
    with pytest.raises(TooManyKeys):
        check_wish(WISH, roles=PLAYER, held=KEYS_MAX, now=NOW)


@pytest.mark.parametrize(
    "wish",
    [
        replace(WISH, name=""),
        replace(WISH, name="x" * 61),
        replace(WISH, name="a\nb"),
        replace(WISH, scopes=frozenset()),
        replace(WISH, expires_at=NOW),
    ],
)
def test_a_key_that_makes_no_sense_is_not_made(wish: KeyWish) -> None:
    with pytest.raises(KeyInvalid):
        check_wish(wish, roles=PLAYER, held=0, now=NOW)
