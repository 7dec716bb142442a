"""Which community answers at which address."""

from tests.acceptance.world import World


def test_an_unknown_host_gets_a_plain_404_page(world: World) -> None:
    answer = world.browser("nowhere.localhost").get("/health/live")
    assert answer.status_code == 200

    answer = world.browser("nowhere.localhost").get("/nowhere")

    assert answer.status_code == 404
    assert "text/html" in answer.headers["content-type"]
