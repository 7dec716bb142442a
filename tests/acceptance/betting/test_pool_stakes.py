"""Steps of pool_stakes.feature."""

from uuid import UUID

from pytest_bdd import given, parsers, scenarios, then, when

from tests.acceptance.betting.round import Round

scenarios("pool_stakes.feature")


@given(parsers.parse('"{name}" has a pool'), target_fixture="pool_id")
def _(round_: Round, name: str) -> UUID:
    market = round_.offer({name: None, f"not {name}": None})
    return round_.game.pool(round_.competition_id, market)


@given(parsers.parse('the pool on "{name}" has been paid out'))
def _(round_: Round, pool_id: UUID, name: str) -> None:
    round_.change(
        "update pool set state = 'settled' where id = %s and market_id = %s",
        pool_id,
        round_.markets[name].id,
    )


@given(parsers.parse('{who} has staked {stake:d} points in the pool on "{name}"'))
@when(parsers.parse('{who} stakes {stake:d} points in the pool on "{name}"'))
def _(round_: Round, pool_id: UUID, who: str, stake: int, name: str) -> None:
    slip = round_.slip(who, stake, kind="pool", pool_id=str(pool_id))
    round_.place(who, slip | {"legs": [{"selection_id": str(round_.selections[name])}]})


@then("nobody knows what it may pay")
def _(round_: Round) -> None:
    assert round_.answer.json()["potential_payout"] is None


@then(parsers.parse("the pool holds {points:d} points"))
def _(round_: Round, pool_id: UUID, points: int) -> None:
    assert round_.send("Ama", "GET", f"/api/pools/{pool_id}").json()["staked"] == points
