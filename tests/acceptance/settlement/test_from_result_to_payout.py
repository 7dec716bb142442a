"""From a result that an official enters to points in the balance, and back by a correction."""

from tests.acceptance.rulings.court import Court
from tests.acceptance.settlement.ground import Ground
from tests.acceptance.world import World


def test_a_result_is_paid_and_its_correction_moves_the_difference(world: World) -> None:
    court = Court(world)
    court.programme("Ghana v Mali")
    court.open_market("winner", {"1": 2_000, "draw": 3_000, "2": 4_000})
    court.open_market("total", {"over": 1_900, "under": 1_900}, kind="total", line=10)
    ghana = court.bets("Ama", 40, ("winner", "1"))
    both = court.bets("Ama", 10, ("winner", "draw"), ("total", "under"))
    court.play()
    ground = Ground(world.database, court.tenant_id)

    court.enter("Efua", scores={"full_time": {"1": 2, "2": 0}})
    court.confirm("Efua")
    ground.settle()
    assert ground.state(ghana) == ("settled", "won", 80)
    assert ground.state(both) == ("settled", "lost", 0)

    court.enter(
        "Efua",
        seen_version=1,
        reason="The second goal was offside, the first theirs.",
        scores={"full_time": {"1": 1, "2": 1}},
    )
    court.confirm("Yaw")
    ground.settle()
    assert ground.state(ghana) == ("settled", "lost", 0)
    assert ground.state(both) == ("settled", "won", 57)
    assert court.violations() == []
