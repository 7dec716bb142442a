"""What the platform rules on its events is settled by each community, its own markets with it."""

from app.plumbing.ids import new_id
from app.tenants.rules import PLATFORM_ID
from tests.acceptance.game import Game
from tests.acceptance.settlement.ground import Ground, grade, only

RESULT = '{"scores": {"full_time": {"1": 2, "2": 1}}, "positions": {}}'


def test_a_community_settles_shared_and_own_markets_of_a_shared_event(ground: Ground) -> None:
    platform = Game(ground.database, PLATFORM_ID)
    event = platform.event()
    shared = platform.market(event, {"1": 2_500, "draw": 3_000, "2": 2_600})
    answers = {"yes": 1_900, "no": 1_800}
    own = ground.game.market(event, answers, kind="both_score", event_tenant_id=PLATFORM_ID)
    ama = ground.entry(100)
    on_shared = ground.bet(ama, 10, shared.selections["1"])
    on_own = ground.bet(ama, 10, own.selections["yes"])
    ruling_id = new_id()
    with platform.transaction() as tx:
        tx.execute(
            "insert into result (event_id, version, document, source, entered_by)"
            " values (%s, 1, %s, 'hand', 'efua')",
            [event, RESULT],
        )
        tx.execute(
            "insert into ruling (id, kind, event_tenant_id, event_id, result_version, document,"
            " state, second_person, entered_by, decided_by, decided_at)"
            " values (%s, 'result', %s, %s, 1, '{}', 'confirmed', false, 'efua', 'efua', now())",
            [ruling_id, PLATFORM_ID, event],
        )
        grade(tx, shared, only("1", shared), {}, ruling_id, None)

    ground.enqueue("settlement.begin", ruling_tenant_id=PLATFORM_ID, ruling_id=ruling_id)
    ground.settle()

    assert ground.state(on_shared) == ("settled", "won", 25)
    assert ground.state(on_own) == ("settled", "won", 19)
