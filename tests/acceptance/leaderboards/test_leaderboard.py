"""Steps of leaderboard.feature, on journals that are written as a settlement would."""

from pytest_bdd import given, parsers, scenarios, then, when

from app.plumbing.ids import new_id
from tests.acceptance.leaderboards.season import Season

scenarios("leaderboard.feature")


@given(parsers.parse("{who} is a bot"))
def _(season: Season, who: str) -> None:
    season.must("Efua", f"PUT /api/entries/{season.entry(who)}/bot", {"bot": True})


@when("the leaderboard is refreshed")
def _(season: Season) -> None:
    season.refresh()


@when(parsers.parse("{who} is granted {points:d} points"))
def _(season: Season, who: str, points: int) -> None:
    grant = {"id": str(new_id()), "entry_id": str(season.entry(who)), "points": points}
    season.must("Efua", "POST /api/ledger/grants", grant | {"reason": "a gift"})
    season.refresh()


@when(parsers.parse("{who} cashes out for {points:d} points"))
def _(season: Season, who: str, points: int) -> None:
    season.cash_out(who, points)
    season.refresh()


@then(parsers.parse('{who} has no rank, as "{outside}"'))
def _(season: Season, who: str, outside: str) -> None:
    row = season.row(who)
    assert (row["rank"], row["outside"]) == (None, outside)
