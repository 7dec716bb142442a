"""The game that tests build is one that the application could have built."""

from tests.acceptance.game import Game
from tests.acceptance.world import World


def test_a_built_game_breaks_no_invariant(world: World) -> None:
    tenant_id = world.found_community("built")
    ama = world.join("ama-built", "built", "player")
    game = Game(world.database, tenant_id)
    event = game.event("Ghana v Mali")
    market = game.market(event, {"1": 2500, "draw": 3100, "2": None})
    competition = game.competition([event])

    entry = game.entry(competition, game.player(ama.id), points=100)

    assert game.balance(entry) == 100
    assert list(market.selections) == ["1", "draw", "2"]
