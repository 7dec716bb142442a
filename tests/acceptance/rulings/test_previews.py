"""What a preview says of bets that were paid already, and of those that came late."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app.plumbing.db import Database
from app.settlement.rules.previews import Effect
from app.settlement.service.previewing import preview
from tests.acceptance.rulings.conftest import ended
from tests.acceptance.rulings.court import Court

# Rolled back: the points of it were never moved.
PAID = "update bet set state = 'settled', result = %s, payout = %s, settled_at = now()"


def effect_once(court: Court, paid: Mapping[UUID, int]) -> Effect:
    """The preview of the newest ruling, in a transaction where these bets are paid."""
    told: list[Effect] = []

    async def look() -> None:
        database = Database(court.world.settings)
        async with database.tenant(court.tenant_id) as tx:
            for bet_id, payout in paid.items():
                values = ("won" if payout else "lost", payout, bet_id)
                await tx.exec_driver_sql(f"{PAID} where id = %s", values)
            told.extend((await preview(tx, UUID(court.ruling["id"]))).effects)
            await tx.rollback()
        await database.close()

    asyncio.run(look())
    [effect] = told
    return effect


@pytest.fixture
def match(court: Court) -> Court:
    court.programme("Ghana v Mali")
    court.open_market("winner", {"1": 2000, "draw": 3000, "2": 4000})
    return court


def test_a_correction_pays_some_and_takes_back_from_others(match: Court) -> None:
    ghana, mali = match.bets("Ama", 100, ("winner", "1")), match.bets("Kofi", 50, ("winner", "2"))
    match.play()
    match.enter("Kwesi", **ended("1-2"))

    effect = effect_once(match, {ghana: 200, mali: 0})

    assert (effect.ended, effect.corrected) == (0, 2)
    assert (effect.to_pay, effect.to_take_back) == (200, 200)


def test_what_was_paid_right_is_left_alone(match: Court) -> None:
    ghana = match.bets("Ama", 100, ("winner", "1"))
    match.play()
    match.enter("Kwesi", **ended("2-1"))

    effect = effect_once(match, {ghana: 200})

    assert (effect.bets, effect.corrected, effect.to_take_back) == (1, 0, 0)


def test_bets_after_the_true_start_get_their_stake_back(match: Court) -> None:
    match.bets("Ama", 100, ("winner", "1"))
    early = datetime.now(UTC) - timedelta(hours=2)
    match.play()
    match.enter("Kwesi", true_start_at=early.isoformat(), **ended("2-1"))

    assert effect_once(match, {}).to_pay == 100


def test_combos_end_with_any_leg_that_loses(match: Court) -> None:
    other = match.game.event("Togo v Benin", sport=match.sport)
    match.markets["other"] = match.game.market(other, {"1": 2000, "2": 2000})
    match.bets("Ama", 100, ("winner", "2"), ("other", "1"))
    match.play()
    match.enter("Kwesi", **ended("2-1"))

    effect = effect_once(match, {})

    assert (effect.ended, effect.to_pay) == (1, 0)


def test_corrected_prices_are_worked_out(match: Court) -> None:
    match.game.price(match.markets["winner"].selections["1"], 200_000)
    match.bets("Ama", 10, ("winner", "1"))
    match.play()
    match.enter("Kwesi", **ended("2-1"))
    assert match.confirm("Kwesi").status_code == 200, match.answer.text
    winner = match.markets["winner"]
    wrong = {"selection_id": str(winner.selections["1"]), "versions": [2], "odds": 2000}
    body = {"corrections": [wrong], "reason": "a slip of the finger"}
    match.rule("Efua", f"POST /api/markets/{winner.id}/price-corrections", body)

    [bet_id] = [bet_id for (bet_id,) in match.sql(
        "select id from bet where tenant_id = %s", match.tenant_id)]  # fmt: skip
    effect = effect_once(match, {bet_id: 2_000})

    assert (effect.corrected, effect.to_take_back) == (1, 1_980)
