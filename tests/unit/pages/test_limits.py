"""What a page draws of a limit."""

from dataclasses import replace
from datetime import UTC, datetime

from app.limits.rules.changing import Standing
from app.limits.rules.checking import LimitKind
from app.limits.rules.periods import Period
from app.pages.rules.limits import Bar, bar_of, used

STANDING = Standing(
    kind=LimitKind.STAKE,
    period=Period.DAY,
    amount=200,
    used=50,
    resets_at=datetime(2026, 6, 12, tzinfo=UTC),
)


def test_a_bar_is_as_full_as_the_limit_is_used() -> None:
    assert bar_of(STANDING) == Bar(filled=25, nearly=False)
    assert bar_of(replace(STANDING, used=160)) == Bar(filled=80, nearly=True)


def test_a_limit_passed_by_a_lower_one_is_full() -> None:
    assert bar_of(replace(STANDING, used=500)) == Bar(filled=100, nearly=True)


def test_a_limit_of_nothing_is_full_at_once() -> None:
    assert bar_of(replace(STANDING, amount=0, used=0)) == Bar(filled=100, nearly=True)


def test_no_limit_has_no_bar() -> None:
    assert bar_of(replace(STANDING, amount=None)) is None


def test_who_won_has_used_nothing_of_a_limit_on_losses() -> None:
    won = replace(STANDING, kind=LimitKind.NET_LOSS, used=-30)

    assert used(won) == 0
    assert bar_of(won) == Bar(filled=0, nearly=False)
