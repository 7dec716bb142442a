"""Pages, one's own place, versions, days, and why these points."""

from uuid import uuid4

from app.plumbing.ids import new_id
from tests.acceptance.contest import Contest
from tests.acceptance.leaderboards.season import Season
from tests.acceptance.world import World

MATCH, OTHER = "Ghana v Mali", "Togo v Niger"
FIVE = ("Ama", "Kojo", "Esi", "Yaw", "Efua")


def five(season: Season) -> None:
    for who in FIVE:
        season.entry(who)
    season.refresh()


def test_pages_follow_one_another(season: Season) -> None:
    five(season)

    first = season.page(limit=2)
    second = season.page(limit=2, after=first["next"])
    third = season.page(limit=2, after=second["next"])

    rows = [row for page in (first, second, third) for row in page["items"]]
    assert [season.who(row) for row in rows] == list(FIVE)
    assert third["next"] is None


def test_ones_own_place_is_shown_with_its_neighbours(season: Season) -> None:
    five(season)

    page = season.page("/me", who="Esi", neighbours=1)

    assert [season.who(row) for row in page["items"]] == ["Kojo", "Esi", "Yaw"]
    asked = season.page("/me", who="Esi", neighbours=1, by="net_points")
    assert [season.who(row) for row in asked["items"]] == ["Kojo", "Esi", "Yaw"]


def test_who_does_not_play_has_no_place(season: Season) -> None:
    season.entry("Ama")
    season.refresh()

    season.ask("Kojo", f"GET {season.path}/leaderboard/me")

    assert season.problem() == "not-in-leaderboard"


def test_an_unchanged_leaderboard_is_not_sent_again(season: Season) -> None:
    season.entry("Ama")
    season.refresh()
    route = f"GET {season.path}/leaderboard"
    tag = season.ask("Ama", route).headers["etag"]

    season.refresh()
    assert season.ask("Ama", route, if_none_match=tag).status_code == 304

    season.entry("Kojo")
    season.refresh()
    answer = season.ask("Ama", route, if_none_match=tag)
    assert (answer.status_code, answer.json()["version"]) == (200, 2)


def test_before_its_first_refresh_there_is_none(season: Season) -> None:
    season.entry("Ama")

    season.ask("Ama", f"GET {season.path}/leaderboard")
    assert season.problem() == "no-leaderboard-yet"
    season.ask("Ama", f"GET /api/competitions/{uuid4()}/leaderboard")
    assert season.problem() == "no-such-competition"
    season.ask("Ama", "GET /api/leaderboard")
    assert season.problem() == "no-leaderboard-yet"


def test_the_same_page_is_not_looked_up_twice_a_second(season: Season) -> None:
    season.entry("Ama")
    season.refresh()
    before = season.page()
    season.do(
        "update standing set streak = 7, best_streak = 7 where board_id = %(id)s",
        id=season.competition_id,
    )

    assert season.page() == before
    season.world.forget_pages()
    assert season.row("Ama")["streak"] == 7


def test_what_was_just_shown_here_is_not_shown_next_door(season: Season, world: World) -> None:
    season.entry("Ama")
    season.refresh()
    season.page()
    neighbour = Contest(world)

    neighbour.ask("Ama", f"GET {season.path}/leaderboard")

    assert neighbour.problem() == "no-such-competition"


def test_a_round_has_no_net_worth(season: Season) -> None:
    season.entry("Ama")
    season.refresh()

    season.ask("Ama", f"GET {season.path}/leaderboard?round=1&by=net_worth")

    assert season.problem() == "not-ranked-by"


def test_what_a_standing_adds_up_from(season: Season) -> None:
    season.bet("Ama", 100, MATCH, name="first")
    season.bet("Ama", 50, OTHER, name="second")
    question = season.game.bonus_question(season.competition_id)
    season.results(MATCH, ("first", "won"))
    season.results(OTHER, ("second", "lost"))
    season.begin_run(MATCH)
    season.score("Ama", season.prediction("Ama", MATCH), 4, kind="exact")
    season.score("Ama", question, 10)
    season.finish_run()
    grant = {"id": str(new_id()), "owner": str(season.entry("Ama")), "points": 70}
    season.must("Efua", "POST /api/ledger/grants", grant | {"reason": "a gift"})
    season.refresh()

    entry = season.entry("Ama")
    found = season.must("Kojo", f"GET {season.path}/leaderboard/{entry}/explanation")

    assert found["given"] == [{"kind": "grant", "count": 2, "points": 1_070}]
    parts = [
        (part["round"], part["net_points"], part["prediction_points"], part["bonus_points"])
        for part in found["parts"]
    ]
    assert parts == [("Round 1", 100, 4, 0), ("Round 2", -50, 0, 0), (None, 0, 0, 10)]
    assert found["place"]["net_worth"] == 1_120
    assert found["place"]["prediction_points"] == 14


def test_days_are_kept_as_they_ended(season: Season) -> None:
    for who in ("Ama", "Kojo"):
        season.entry(who)
    season.bet("Kojo", 100, MATCH)
    season.refresh()
    yesterday = "update board set day = day - 1 where id = %(id)s"
    season.do(yesterday, id=season.competition_id)

    season.results(MATCH, ("Kojo", "won"))
    season.refresh()
    season.refresh()

    days = season.must("Ama", f"GET {season.path}/leaderboard/{season.entry('Ama')}/days")
    assert [(day["rank"], day["net_worth"]) for day in days] == [(1, 1_000), (2, 1_000)]
    assert days[0]["day"] < days[1]["day"]


def test_an_entry_of_another_competition_has_no_standing_here(season: Season) -> None:
    season.entry("Ama")
    season.refresh()

    season.ask("Ama", f"GET {season.path}/leaderboard/{uuid4()}/explanation")

    assert season.problem() == "no-such-entry"
