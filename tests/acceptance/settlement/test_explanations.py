"""Why these points: legs, arithmetic, history and transfers, for whoever may see them."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from app.betting.rules.bets import NoSuchBet
from app.competitions.rules.settings import CompetitionSettings, PredictionSettings
from app.plumbing.access import Actor, Role, Via
from app.plumbing.db import Database
from app.plumbing.ids import new_id
from app.settlement.rules.explaining import BetExplanation
from app.settlement.rules.foretold import AnswerExplanation, PredictionExplanation
from app.settlement.service import explaining
from tests.acceptance.settlement.ground import HALF_WON, WON, everyone, only
from tests.acceptance.settlement.stadium import Stadium
from tests.conftest import TestDatabase


@pytest.fixture
def stadium(ground_database: TestDatabase) -> Iterator[Stadium]:
    settings = CompetitionSettings(predictions=PredictionSettings(quota=True))
    yield Stadium(ground_database, settings)
    assert ground_database.violations() == []


def actor(stadium: Stadium, entry: UUID, *roles: Role) -> Actor:
    return Actor(
        tenant_id=stadium.tenant_id,
        subject="whoever",
        player_id=stadium.players.get(entry, new_id()),
        roles=frozenset(roles or {Role.PLAYER}),
        via=Via.SESSION,
        address="127.0.0.1",
    )


def bet_explained(stadium: Stadium, bet: UUID, by: Actor) -> BetExplanation:
    async def ask(database: Database) -> BetExplanation:
        async with database.tenant(stadium.tenant_id) as tx:
            return await explaining.explain_bet(tx, bet, by=by)

    return stadium.run(ask)


def prediction_explained(stadium: Stadium, entry: UUID, event: UUID) -> PredictionExplanation:
    async def ask(database: Database) -> PredictionExplanation:
        async with database.tenant(stadium.tenant_id) as tx:
            by = actor(stadium, entry)
            return await explaining.explain_prediction_of(tx, entry, event, by=by)

    return stadium.run(ask)


def answer_explained(stadium: Stadium, entry: UUID, question: UUID) -> AnswerExplanation:
    async def ask(database: Database) -> AnswerExplanation:
        async with database.tenant(stadium.tenant_id) as tx:
            by = actor(stadium, entry)
            return await explaining.explain_answer_of(tx, entry, question, by=by)

    return stadium.run(ask)


def test_a_corrected_single_says_how_it_came_to_its_points(stadium: Stadium) -> None:
    ama, market = stadium.entry(100), stadium.market(2_250, 1_500)
    bet = stadium.bet(ama, 41, market.selections["1"])
    stadium.rule(market, only("2", market))
    stadium.rule(market, only("1", market))

    told = bet_explained(stadium, bet, actor(stadium, ama))

    assert told.sentence == "The bet of 41 points won: it paid 92 points."
    assert told.steps == (
        "1: won, counts 2.25.",
        "41 x 2.25 = 92.25.",
        "Rounded down once: 92 points.",
    )
    assert (told.payout, told.exact) == (92, "92.25")
    assert [(s.payout_before, s.payout, s.reason) for s in told.settlements] == [
        (None, 0, "it was so"),
        (0, 92, "it was so"),
    ]
    assert [(t.kind, t.debit, t.credit, t.points) for t in told.transfers] == [
        ("stake", "balance", "escrow", 41),
        ("correction", "house", "balance", 92),
    ]
    assert told.rules == ("/rules#what-a-bet-pays", "/rules#corrections")


def test_a_leg_says_what_was_graded_and_what_its_odds_became(stadium: Stadium) -> None:
    ama, first = stadium.entry(100), stadium.market(3_000, kind="handicap", line=-1)
    second = stadium.market(4_000)
    bet = stadium.bet(ama, 10, first.selections["1"], second.selections["1"])
    stadium.correct_price(second, "1", 2_000)
    stadium.rule(first, everyone(HALF_WON, first))

    leg, other = bet_explained(stadium, bet, actor(stadium, ama)).legs

    assert (leg.outcome, leg.win, leg.push, leg.multiplier) == ("half_won", "0.5", "0.5", "2")
    assert (leg.event, leg.odds_taken, leg.odds_paid) == ("Ghana v Mali", "3", "3")
    assert leg.rules == ("/rules#half-won-and-half-lost",)
    assert (other.outcome, other.multiplier) == ("open", None)
    assert (other.odds_taken, other.odds_corrected, other.odds_paid) == ("4", "2", "2")
    assert other.rules == ("/rules#corrected-odds",)


def test_a_late_bet_says_so(stadium: Stadium) -> None:
    ama, market = stadium.entry(100), stadium.market(2_500)
    bet = stadium.bet(ama, 40, market.selections["1"])
    began = _accepted_at(stadium, bet) - timedelta(minutes=1)
    stadium.rule(market, everyone(WON, market), true_start_at=began)

    told = bet_explained(stadium, bet, actor(stadium, ama))

    assert told.sentence == "The bet is void: you got 40 points back."
    assert told.legs[0].why == "The bet came at the true start of the event or after it."
    assert "/rules#too-late" in told.rules


def test_a_stake_in_a_pool_says_its_dividend(stadium: Stadium) -> None:
    ama, kofi, market = stadium.entry(100), stadium.entry(100), stadium.market(2_000, 2_000)
    pool = stadium.game.pool(stadium.competition_id, market)
    bet = stadium.bet(ama, 30, market.selections["1"], pool_id=pool)
    stadium.bet(kofi, 15, market.selections["2"], pool_id=pool)
    waiting = bet_explained(stadium, bet, actor(stadium, ama))
    stadium.rule(market, only("1", market))

    told = bet_explained(stadium, bet, actor(stadium, ama))

    assert waiting.steps == ("The pool has not been shared out.",)
    assert told.steps == ("A point on 1 pays 1.5.", "30 x 1.5 = 45.")
    assert (told.payout, told.legs[0].odds_taken, told.legs[0].multiplier) == (45, None, None)
    assert told.rules == ("/rules#pools",)


def test_only_its_player_and_admins_see_a_bet(stadium: Stadium) -> None:
    ama, kofi, market = stadium.entry(100), stadium.entry(), stadium.market(2_500)
    bet = stadium.bet(ama, 40, market.selections["1"])

    open_bet = bet_explained(stadium, bet, actor(stadium, kofi, Role.ADMIN))
    assert open_bet.sentence == "The bet of 40 points is open.  It can pay 100 points at most."
    with pytest.raises(NoSuchBet):
        bet_explained(stadium, bet, actor(stadium, kofi, Role.PLAYER, Role.RESULTS))
    with pytest.raises(NoSuchBet):
        bet_explained(stadium, new_id(), actor(stadium, ama))


def test_a_prediction_says_what_it_was_worth(stadium: Stadium) -> None:
    ama, event = stadium.entry(), stadium.event()
    stadium.predict(ama, event, (3, 2), joker=True)
    stadium.predict(stadium.entry(), event, (0, 0))
    stadium.end(event, 0, 0)
    stadium.end(event, 2, 1)

    told = prediction_explained(stadium, ama, event)

    assert told.steps == (
        "You foretold 3-2; after full time it was 2-1: the right difference.",
        "1 of 2 had the tendency: 2 x 2 / 1, rounded down, between 2 and 6, is 4.",
        "With that, the right difference earns 5 points.",
        "The joker doubles it: 10 points.",
    )
    assert (told.points, told.kind, told.result_version) == (10, "difference", 2)
    assert [(s.points_before, s.points, s.reason) for s in told.history] == [
        (None, 0, "it was so"),
        (0, 10, "it was so"),
    ]
    assert told.rules == (
        "/rules#predictions",
        "/rules#quota",
        "/rules#joker",
        "/rules#corrections",
    )


@pytest.mark.parametrize(
    ("cut_short", "kind", "sentence"),
    [
        (None, "open", "There is no result yet."),
        ({}, "abandoned", "The event did not come to full time."),
    ],
)
def test_a_prediction_that_does_not_count_says_why(
    stadium: Stadium, cut_short: dict[str, Any] | None, kind: str, sentence: str
) -> None:
    ama, event = stadium.entry(), stadium.event()
    stadium.predict(ama, event, (3, 2))
    if cut_short is not None:
        stadium.end(event, cut_short=cut_short)

    told = prediction_explained(stadium, ama, event)

    assert (told.kind, told.points, told.sentence) == (kind, None, sentence)


def test_an_answer_says_what_was_right(stadium: Stadium) -> None:
    ama, kofi = stadium.entry(), stadium.entry()
    question = stadium.question((ama, "Ghana"), (kofi, "Mali"))
    unknown = answer_explained(stadium, ama, question)
    stadium.decide(question, "Ghana")

    assert unknown.sentence == "Nobody has said yet what was right."
    assert answer_explained(stadium, ama, question).sentence == "Ghana was right: 10 points."
    lost = asdict(answer_explained(stadium, kofi, question))
    assert lost["sentence"] == "Mali was not right, but Ghana: 0 points."
    assert lost["points"] == 0


def _accepted_at(stadium: Stadium, bet: UUID) -> Any:  # noqa: ANN401 - a moment
    return stadium.rows("select accepted_at from bet where id = %s", bet)[0][0]
