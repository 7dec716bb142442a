"""What a bet is judged by, and what it moves along, each from its own table."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app.competitions.rules.settings import CompetitionSettings, StakeLimits
from app.plumbing.ids import new_id
from app.tenants.rules import PLATFORM_ID
from tests.acceptance.betting.round import Round
from tests.acceptance.game import Game, Market
from tests.acceptance.world import World


@pytest.fixture
def ready(round_: Round) -> Round:
    round_.player("Ama", points=100)
    round_.offer({"Ghana": 2500, "Mali": 3000})
    return round_


def problem_of(round_: Round) -> str:
    return str(round_.answer.json()["type"]).removeprefix("/problems/")


def player_id(round_: Round, who: str) -> UUID:
    return round_.game.player(round_.player(who).person.id)


def test_a_stake_in_a_pool_goes_to_its_total(ready: Round) -> None:
    market = ready.offer({"Togo": None, "Benin": None})
    pool_id = new_id()
    ready.change(
        "insert into pool (id, competition_id, market_tenant_id, market_id, takeout,"
        " minimum_dividend) values (%s, %s, %s, %s, 0, true)",
        pool_id,
        ready.competition_id,
        ready.tenant_id,
        market.id,
    )
    slip = ready.slip("Ama", 10, "Togo", kind="pool", pool_id=str(pool_id))
    slip["legs"] = [{"selection_id": str(ready.selections["Togo"])}]
    totals = "select bets, staked from pool_total"

    bets = [ready.place("Ama", slip).json() for _ in range(2)]

    assert [bet["potential_payout"] for bet in bets] == [None, None]
    assert bets[0]["legs"][0]["odds_version"] == 0
    assert ready.rows(totals) == [(2, 20)]
    assert ready.rows("select from exposure") == []
    ready.send("Ama", "PUT", f"/api/bets/{bets[0]['id']}/cancel")
    assert ready.rows(totals) == [(1, 10)]
    assert ready.balance("Ama") == 90


# Made more than a day before it counts, as one that was raised must be.
WISHED = """
    insert into player_limit (player_id, kind, period, amount, created_at, in_force_at)
    values (%s, 'stake', '{}', %s, clock_timestamp() + make_interval(hours => %s - 25),
            clock_timestamp() + make_interval(hours => %s))
"""


def test_one_s_own_limit_holds_over_all_bets_of_the_day(ready: Round) -> None:
    for amount, hours in ((10, -48), (50, -1), (5, 1)):
        ready.change(
            WISHED.format("day"),
            player_id(ready, "Ama"),
            amount,
            hours,
            hours,
        )

    assert ready.bet("Ama", 40, "Ghana").is_success
    ready.bet("Ama", 11, "Ghana")

    assert problem_of(ready) == "stake-limit-reached"
    assert ready.answer.json() | {"used": 40, "limit": 50} == ready.answer.json()
    assert ready.bet("Ama", 10, "Ghana").is_success


def test_a_limit_that_was_lifted_limits_nothing(ready: Round) -> None:
    for amount, hours in ((10, -2), (None, -1)):
        ready.change(
            WISHED.format("month"),
            player_id(ready, "Ama"),
            amount,
            hours,
            hours,
        )

    assert ready.bet("Ama", 40, "Ghana").is_success


@pytest.mark.parametrize(("began", "verdict"), [(-1, "taking-a-break"), (-25, None), (1, None)])
def test_during_a_time_out_no_bet_stands(ready: Round, began: int, verdict: str | None) -> None:
    starts_at = datetime.now(UTC) + timedelta(hours=began)
    ready.change(
        "insert into exclusion (player_id, kind, starts_at, ends_at)"
        " values (%s, 'time_out', %s, %s)",
        player_id(ready, "Ama"),
        starts_at,
        starts_at + timedelta(hours=24),
    )

    ready.bet("Ama", 40, "Ghana")

    assert ready.answer.is_success == (verdict is None)
    assert verdict is None or problem_of(ready) == verdict


def test_the_share_of_a_day_counts_earlier_batches(world: World) -> None:
    stakes = StakeLimits(day_share_of_bankroll=500)
    here = Round(world, CompetitionSettings(stakes=stakes))
    here.player("Ama", points=100)
    here.offer({"Ghana": 2500})

    assert here.bet("Ama", 40, "Ghana").is_success
    here.bet("Ama", 11, "Ghana")

    assert problem_of(here) == "day-share-of-bankroll-passed"
    assert here.bet("Ama", 10, "Ghana").is_success


@pytest.fixture
def shared(ready: Round) -> Market:
    """A market of the platform's, played on here."""
    platform = Game(ready.world.database, PLATFORM_ID)
    event = platform.event(sport=f"sport-{ready.name}")
    market = platform.market(event, {"1": 2500})
    ready.change(
        "insert into competition_event (competition_id, event_tenant_id, event_id)"
        " values (%s, %s, %s)",
        ready.competition_id,
        PLATFORM_ID,
        event,
    )
    ready.selections["shared"], ready.odds["shared"] = market.selections["1"], 2500
    return market


def configure(
    round_: Round, market: Market, *, odds_multiplier: int = 1000, hidden: bool = False
) -> None:
    """What the community makes of a shared event, in its first version."""
    event = PLATFORM_ID, market.event_id
    round_.change(
        "insert into event_config (event_tenant_id, event_id, odds_multiplier, hidden)"
        " values (%s, %s, %s, %s)",
        *event,
        odds_multiplier,
        hidden,
    )
    round_.change(
        "insert into event_config_change (event_tenant_id, event_id, odds_multiplier, version,"
        " author) values (%s, %s, %s, 1, 'test')",
        *event,
        odds_multiplier,
    )


def test_what_all_communities_share_can_be_bet_on(ready: Round, shared: Market) -> None:
    bet = ready.bet("Ama", 40, "shared", "Ghana").json()

    assert [leg["market_id"] for leg in bet["legs"]] == [
        str(shared.id),
        str(ready.markets["Ghana"].id),
    ]
    assert bet["potential_payout"] == 250


def test_a_community_has_odds_of_its_own(ready: Round, shared: Market) -> None:
    configure(ready, shared, odds_multiplier=500)

    ready.bet("Ama", 40, "shared")
    assert problem_of(ready) == "odds-moved"
    leg = ready.bet("Ama", 40, "shared", odds_policy="any").json()["legs"][0]

    assert (leg["odds"], leg["odds_version"], leg["multiplier_version"]) == (1750, 1, 1)


def suspend(round_: Round, market: Market) -> None:
    round_.change(
        "insert into market_config (market_tenant_id, market_id, suspended) values (%s, %s, true)",
        PLATFORM_ID,
        market.id,
    )


def test_a_community_suspends_for_itself_what_all_share(ready: Round, shared: Market) -> None:
    next_door = Round(ready.world)
    suspend(next_door, shared)
    assert ready.bet("Ama", 10, "shared").is_success

    suspend(ready, shared)
    ready.bet("Ama", 10, "shared")

    assert problem_of(ready) == "market-not-open"
    assert ready.answer.json()["state"] == "suspended"


def test_what_a_community_suspended_for_itself_is_not_cashed_out(
    ready: Round, shared: Market
) -> None:
    bet_id = ready.bet("Ama", 10, "shared").json()["id"]
    suspend(ready, shared)

    refused = ready.send("Ama", "GET", f"/api/bets/{bet_id}/cash-out")

    assert refused.json()["type"] == "/problems/no-cash-out-now"


def test_nobody_bets_on_an_archived_sport(ready: Round) -> None:
    ready.change("update sport set archived_at = now() where tenant_id = %s", ready.tenant_id)

    ready.bet("Ama", 10, "Ghana")

    assert problem_of(ready) == "not-offered"


@pytest.mark.parametrize("what", ["the event", "its sport"])
def test_what_a_community_hides_is_not_offered(ready: Round, shared: Market, what: str) -> None:
    if what == "the event":
        configure(ready, shared, hidden=True)
    else:
        ready.change(
            "insert into sport_config (sport_tenant_id, sport_id, hidden)"
            " select sport_tenant_id, sport_id, true from event where id = %s",
            shared.event_id,
        )

    ready.bet("Ama", 40, "shared")

    assert problem_of(ready) == "not-offered"


def test_an_event_that_is_not_part_of_the_competition_is_not_offered(ready: Round) -> None:
    event = ready.game.event()
    market = ready.game.market(event, {"1": 2500})
    ready.selections["elsewhere"], ready.odds["elsewhere"] = market.selections["1"], 2500

    ready.bet("Ama", 40, "elsewhere")

    assert problem_of(ready) == "not-offered"


def test_whatever_a_bet_moves_is_counted(ready: Round) -> None:
    ready.bet("Ama", 10, "Ghana")
    ready.offer({"Togo": 2000})
    ready.bet("Ama", 20, "Ghana", "Togo")
    ready.bet("Ama", 5, "Ghana", "Mali")

    risk = "select bets, staked, liability from exposure where selection_id = %s"
    assert problem_of(ready) == "same-event"
    assert ready.rows(risk, ready.selections["Ghana"]) == [(2, 30, 95)]
    assert ready.rows(risk, ready.selections["Togo"]) == [(1, 20, 80)]
    assert ready.rows("select staked, returned from play_day") == [(30, 0)]


def test_new_settings_count_from_the_next_bet(ready: Round) -> None:
    assert ready.bet("Ama", 1, "Ghana").is_success
    document = '{"stakes": {"minimum": 2}}'
    ready.change(
        "insert into competition_settings (competition_id, version, document, author)"
        " values (%s, 2, %s, 'test')",
        ready.competition_id,
        document,
    )
    ready.change(
        "update competition set settings = %s, settings_version = 2 where id = %s",
        document,
        ready.competition_id,
    )

    ready.bet("Ama", 1, "Ghana")
    assert problem_of(ready) == "stake-below-minimum"
    assert ready.bet("Ama", 2, "Ghana").is_success

    assert ready.rows("select settings_version from bet order by accepted_at") == [(1,), (2,)]
