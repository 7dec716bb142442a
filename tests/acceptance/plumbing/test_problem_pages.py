"""The address in a problem's `type` leads to what it means."""

from app.plumbing.problems import catalogue
from tests.acceptance.world import World


def test_every_problem_is_explained_at_its_address(world: World) -> None:
    page = world.browser("nowhere.localhost").get("/problems").text

    for problem in catalogue():
        assert f'id="{problem.slug}"' in page


def test_the_address_in_a_problem_leads_to_its_explanation(world: World) -> None:
    browser = world.browser("nowhere.localhost")
    problem = browser.get("/api/nothing", headers={"accept": "application/json"}).json()

    explained = browser.get(problem["type"])

    assert explained.status_code == 303
    assert explained.headers["location"] == "/problems#not-found"


def test_a_problem_that_does_not_exist_is_not_explained(world: World) -> None:
    assert world.browser("nowhere.localhost").get("/problems/no-such").status_code == 404
