"""A cash-out is final, unless a leg that was decided before it becomes something else."""

from collections.abc import Mapping
from uuid import UUID

import pytest

from app.betting.rules.bets import PlacedBet
from app.betting.service import ending
from app.leaderboards.service import refreshing
from app.plumbing.db import Database
from app.settlement.rules import rulebook
from app.settlement.rules.explaining import BetFacts, explain
from app.settlement.rules.runs import Part, PartKind
from app.settlement.service import running
from app.settlement.store.explaining import find_bet
from app.settlement.store.writing import Change
from app.tenants.rules import CommunitySettings
from tests.acceptance.game import Market
from tests.acceptance.settlement.ground import (
    HALF_WON,
    LOST,
    VOID,
    WON,
    Ground,
    Parts,
    everyone,
    moved_by,
)

# 10 x 2.5 x 3 / 3, less five percent.
OFFERED = 23


class CashedOut:
    """Ama's combo of 10 points on two markets; the first was ruled on before she cashed out."""

    def __init__(self, ground: Ground, became: Parts) -> None:
        self.ground = ground
        self.ama = ground.entry(100)
        self.first, self.second = ground.market(2_500), ground.market(3_000)
        self.bet = ground.bet(self.ama, 10, self.first.selections["1"], self.second.selections["1"])
        self.rule(self.first, became)
        self.points = ground.cash_out(self.bet)

    def rule(self, market: Market, became: Parts | None, *, settle: bool = True) -> None:
        outcomes: Mapping[str, Parts] = everyone(became, market) if became else {}
        self.ground.rule(market, outcomes, settle=settle)

    @property
    def steps(self) -> list[tuple[int | None, int | None]]:
        """What the cash-out was corrected from and to."""
        journal = self.ground.journal(self.bet)
        assert all((was, became) == ("cashed_out",) * 2 for was, _, became, _ in journal)
        return [(before, after) for _, before, _, after in journal]


@pytest.fixture
def cashed_out(ground: Ground) -> CashedOut:
    return CashedOut(ground, WON)


@pytest.mark.parametrize("became", [LOST, VOID, WON])
def test_a_leg_that_was_open_changes_nothing(cashed_out: CashedOut, became: Parts) -> None:
    cashed_out.rule(cashed_out.second, became)

    assert cashed_out.ground.state(cashed_out.bet) == ("cashed_out", None, OFFERED)
    assert cashed_out.steps == []


def test_a_leg_that_was_decided_takes_back_what_it_made_too_much(cashed_out: CashedOut) -> None:
    cashed_out.rule(cashed_out.first, VOID)

    # 10 x 3 / 3, less five percent.
    assert cashed_out.ground.state(cashed_out.bet) == ("cashed_out", None, 9)
    assert cashed_out.steps == [(OFFERED, 9)]
    assert moved_by(cashed_out.ground, [cashed_out.bet])[2:] == [
        ("correction", "balance", "house", 14)
    ]
    assert cashed_out.ground.position(cashed_out.ama) == (99, 0)


def test_a_leg_that_was_decided_pays_what_it_made_too_little(ground: Ground) -> None:
    cashed_out = CashedOut(ground, HALF_WON)
    assert cashed_out.points == 16

    cashed_out.rule(cashed_out.first, WON)

    assert cashed_out.steps == [(16, OFFERED)]
    assert moved_by(ground, [cashed_out.bet])[-1] == ("correction", "house", "balance", 7)
    assert ground.position(cashed_out.ama) == (113, 0)


def test_what_was_spent_meanwhile_becomes_debt(cashed_out: CashedOut) -> None:
    ground, other = cashed_out.ground, cashed_out.ground.market(2_000)
    ground.bet(cashed_out.ama, 113, other.selections["1"])

    cashed_out.rule(cashed_out.first, LOST)

    assert cashed_out.steps == [(OFFERED, 0)]
    assert ground.position(cashed_out.ama) == (0, -OFFERED)


def test_a_leg_that_is_open_again_waits_until_it_is_decided(cashed_out: CashedOut) -> None:
    cashed_out.rule(cashed_out.first, None)
    assert cashed_out.steps == []

    cashed_out.rule(cashed_out.first, VOID)
    assert cashed_out.steps == [(OFFERED, 9)]


def test_a_correction_that_was_wrong_is_corrected_in_turn(cashed_out: CashedOut) -> None:
    cashed_out.rule(cashed_out.first, LOST)
    cashed_out.rule(cashed_out.first, LOST)
    cashed_out.rule(cashed_out.first, WON)

    assert cashed_out.steps == [(OFFERED, 0), (0, OFFERED)]
    assert cashed_out.ground.position(cashed_out.ama) == (113, 0)


def test_both_sides_agreed_on_the_price_of_a_leg_that_was_open(cashed_out: CashedOut) -> None:
    cashed_out.ground.correct_price(cashed_out.second, "1", 1_500)
    cashed_out.rule(cashed_out.second, WON)
    assert cashed_out.steps == []

    cashed_out.rule(cashed_out.first, VOID)
    assert cashed_out.steps == [(OFFERED, 9)]


def test_a_decided_leg_counts_by_the_odds_that_it_should_have_had(cashed_out: CashedOut) -> None:
    cashed_out.ground.correct_price(cashed_out.first, "1", 2_000)

    cashed_out.rule(cashed_out.first, WON)

    assert cashed_out.steps == [(OFFERED, 19)]


def test_a_bet_that_was_lost_by_mistake_and_cashed_out_is_corrected(ground: Ground) -> None:
    ama, first, second = ground.entry(100), ground.market(2_500), ground.market(3_000)
    bet = ground.bet(ama, 10, first.selections["1"], second.selections["1"])
    ground.rule(first, everyone(LOST, first))
    ground.rule(first, everyone(WON, first))
    assert ground.cash_out(bet) == OFFERED
    refresh_leaderboard(ground)

    ground.rule(first, everyone(VOID, first))

    assert ground.journal(bet) == [
        ("accepted", None, "settled", 0),
        ("settled", 0, "accepted", None),
        ("cashed_out", OFFERED, "cashed_out", 9),
    ]
    refresh_leaderboard(ground)


def test_a_correction_reaches_the_standings(cashed_out: CashedOut) -> None:
    refresh_leaderboard(cashed_out.ground)

    cashed_out.rule(cashed_out.first, VOID)
    refresh_leaderboard(cashed_out.ground)

    tallies = "select bets, staked, paid from tally where entry_id = %s"
    assert cashed_out.ground.rows(tallies, cashed_out.ama) == [(1, 10, 9)]


def test_the_offer_that_was_taken_may_be_taken_again(cashed_out: CashedOut) -> None:
    ground = cashed_out.ground
    cashed_out.rule(cashed_out.first, VOID)

    async def take_again(database: Database) -> PlacedBet:
        async with database.tenant(ground.tenant_id) as tx:
            return await ending.cash_out(
                tx,
                cashed_out.bet,
                points=OFFERED,
                versions={},
                player_id=ground.players[cashed_out.ama],
                community=CommunitySettings(),
            )

    assert ground.run(take_again).payout == 9


def test_a_cash_out_that_was_corrected_explains_itself(cashed_out: CashedOut) -> None:
    ground = cashed_out.ground
    cashed_out.rule(cashed_out.first, VOID)

    async def ask(database: Database) -> BetFacts | None:
        async with database.tenant(ground.tenant_id) as tx:
            return await find_bet(tx, cashed_out.bet)

    facts = ground.run(ask)
    assert facts
    told = explain(facts)
    assert told.sentence == (
        "You cashed the bet out for 23 points.  What was decided before was corrected since:"
        " it comes to 9 points."
    )
    assert rulebook.CORRECTION.link in told.rules


def test_what_is_corrected_counts_on_the_day_of_the_cash_out(cashed_out: CashedOut) -> None:
    ground = cashed_out.ground
    ground.change(
        "update bet set settled_at = settled_at - interval '1 day' where id = %s", cashed_out.bet
    )
    ground.change(
        "insert into play_day (entry_id, player_id, day, returned)"
        " select entry_id, player_id, day - 1, returned from play_day where entry_id = %s",
        cashed_out.ama,
    )
    ground.change(
        "update play_day set returned = 0 where entry_id = %s and staked > 0", cashed_out.ama
    )

    cashed_out.rule(cashed_out.first, VOID)

    days = "select staked, returned from play_day where entry_id = %s order by day"
    assert ground.rows(days, cashed_out.ama) == [(0, 9), (10, 0)]


def test_a_cash_out_that_was_corrected_is_not_taken_for_a_bet_that_is_open_again(
    cashed_out: CashedOut,
) -> None:
    ground, market = cashed_out.ground, cashed_out.first
    cashed_out.rule(market, VOID, settle=False)
    ground.work_once()
    ((run_id,),) = ground.rows("select id from settlement_run where state = 'running'")

    assert changed_by(ground, run_id, market.id) == Change(
        results={"cashed_out": 1}, paid=0, moved=14
    )
    ground.settle()


def refresh_leaderboard(ground: Ground) -> None:
    async def count(database: Database) -> None:
        async with database.tenant(ground.tenant_id) as tx:
            await refreshing.refresh(tx, ground.competition_id)

    ground.run(count)
    assert ground.database.violations() == []


def changed_by(ground: Ground, run_id: UUID, market_id: UUID) -> Change:
    async def step(database: Database) -> Change:
        part = Part(run_id=run_id, kind=PartKind.MARKET, subject_id=market_id)
        async with database.tenant(ground.tenant_id) as tx:
            taken = await running.work_part(tx, part)
            assert taken
            return taken.change

    return ground.run(step)
