"""Steps of season_end.feature, and the picture of the end."""

import asyncio
from xml.etree import ElementTree as ET

from pytest_bdd import given, parsers, scenarios, then, when

from tests.acceptance.leaderboards.season import Season

scenarios("season_end.feature")


@given("the prizes are 500, 300 and 200 points")
def _(season: Season) -> None:
    season.set_up(prizes={"points": [500, 300, 200]})


@given("equals share their rank")
def _(season: Season) -> None:
    season.set_up(standing=["net_worth"])


@given(parsers.parse('Efua finishes the season, because "{reason}"'))
@when(parsers.parse('Efua finishes the season, because "{reason}"'))
def _(season: Season, reason: str) -> None:
    season.ask("Efua", f"PUT {season.path}/finish", {"reason": reason})


@when("Efua finishes the season")
def _(season: Season) -> None:
    season.ask("Efua", f"PUT {season.path}/finish", {})


@when("Efua lets it run again")
def _(season: Season) -> None:
    season.ask("Efua", f"PUT {season.path}/state", {"state": "running"})


@then(parsers.parse("{who} holds {points:d} points"))
def _(season: Season, who: str, points: int) -> None:
    assert season.game.balance(season.entry(who)) == points


@then("the prizes are announced")
def _(season: Season) -> None:
    [announcement] = season.must("Ama", f"GET {season.path}/announcements")["items"]
    assert announcement["kind"] == "standings_frozen"
    assert [prize["points"] for prize in announcement["facts"]["prizes"]] == [500, 300, 200]


@then(parsers.parse('the audit record tells of "{action}"'))
def _(season: Season, action: str) -> None:
    assert f'"action":"{action}"' in season.world.audit_of(season.subdomain)


def test_prizes_are_paid_once_however_many_finish_it_at_once(season: Season) -> None:
    season.set_up(prizes={"points": [500]})
    season.entry("Ama")
    season.person("Efua")

    async def at_once() -> None:
        finish = (f"PUT {season.path}/finish", {"reason": "it is over"})
        await asyncio.gather(*(asyncio.to_thread(season.ask, "Efua", *finish) for _ in range(4)))

    asyncio.run(at_once())

    assert season.game.balance(season.entry("Ama")) == 1_500


def test_the_picture_names_the_first_and_escapes_what_they_are_called(season: Season) -> None:
    season.entry("Ama")
    season.do(
        "update player set display_name = '<b>&' where id = (select player_id from entry"
        " where id = %(id)s)",
        id=season.entry("Ama"),
    )
    season.refresh()

    answer = season.ask("Ama", f"GET {season.path}/leaderboard/picture.svg")

    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert "<b>&" in "".join(ET.fromstring(answer.text).itertext())  # noqa: S314 - our own


def test_a_leaderboard_by_predictions_can_be_a_picture(season: Season) -> None:
    season.set_up(standing=["prediction_points"])
    season.entry("Ama")
    season.refresh()

    assert season.ask("Ama", f"GET {season.path}/leaderboard/picture.svg").is_success
