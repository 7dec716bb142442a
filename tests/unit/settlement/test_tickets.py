"""What a bet should be, by what its legs are."""

from dataclasses import replace
from uuid import UUID

from app.betting.rules.tickets import BetKind
from app.settlement.rules.tickets import BetNow, LegNow, Verdict, judge

WON = LegNow(decided=True, win=1, push=0, divisor=1, paid_odds=200_000)
LOST = replace(WON, win=0)
VOID = replace(WON, win=0, push=1)
WAITING = replace(WON, decided=False, win=None, push=None, divisor=None)
BET = BetNow(
    id=UUID(int=1),
    kind=BetKind.TRIXIE,
    fold=None,
    lines=4,
    stake=40,
    each_way=False,
    legs=[WON, WON, WON],
)


def verdict(*legs: LegNow, **others: object) -> tuple[int | None, str | None]:
    found: Verdict = judge(replace(BET, legs=legs, **others))  # type: ignore[arg-type]
    return found.payout, found.result


def test_a_system_is_paid_over_all_its_lines() -> None:
    assert verdict(WON, WON, WON) == (10 * (3 * 4 + 8), "won")


def test_it_waits_as_long_as_a_line_may_win() -> None:
    assert verdict(LOST, WON, WAITING) == (None, None)


def test_it_is_lost_at_once_when_no_line_can() -> None:
    assert verdict(LOST, LOST, WAITING) == (0, "lost")


def test_all_void_is_void() -> None:
    assert verdict(VOID, VOID, VOID) == (40, "void")


def test_an_each_way_bet_has_two_lines_a_leg() -> None:
    placed = replace(
        LOST, place_win=1, place_push=0, place_divisor=1, place_terms=4, paid_odds=500_000
    )

    # 20 to win at 5.0 are lost, 20 to be placed at 2.0 are paid.
    assert verdict(placed, kind=BetKind.SINGLE, lines=2, each_way=True) == (40, "returned")
