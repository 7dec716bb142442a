"""Steps of predicting.feature, quotas.feature and modes.feature, played over HTTP."""

from datetime import timedelta
from typing import Any

from pytest_bdd import given, parsers, scenarios, then, when

from app.competitions.rules.settings import Mode, PredictionSettings
from app.tenants.rules import PLATFORM_ID
from tests.acceptance.contest import Contest
from tests.acceptance.game import Game

scenarios("predicting.feature", "quotas.feature", "modes.feature")

Table = list[list[str]]


def goals(score: str) -> dict[str, int]:
    first, _, second = score.partition(":")
    return {"first": int(first), "second": int(second)}


def save(contest: Contest, who: str, name: str, score: str, *, joker: bool = False) -> None:
    path = f"/api/entries/{contest.entry(who)}/predictions/{contest.events[name]}"
    contest.ask(who, f"PUT {path}", goals(score) | {"joker": joker})


def send(contest: Contest, who: str, *lines: tuple[str, str, bool]) -> None:
    body = [
        {"event_id": str(contest.events[name]), "joker": joker} | goals(score)
        for name, score, joker in lines
    ]
    contest.ask(who, f"PUT /api/entries/{contest.entry(who)}/predictions", {"predictions": body})


def sheet(contest: Contest, who: str, round_name: str = "") -> dict[str, Any]:
    """What the player has predicted, by the names of the events."""
    query = f"?round={round_name}" if round_name else ""
    page = contest.must(who, f"GET /api/entries/{contest.entry(who)}/predictions{query}")
    return {line["event"]["name"]: line["prediction"] for line in page["items"]}


@given(parsers.parse("{who} takes a time-out of {hours:d} hours"))
def _(contest: Contest, who: str, hours: int) -> None:
    assert contest.ask(who, "POST /api/limits/time-out", {"hours": hours}).is_success


@given("a competition of fixed odds only")
def _(contest: Contest) -> None:
    contest.play_with(modes=frozenset({Mode.FIXED_ODDS}))


@given(parsers.parse("a quota from {least:d} to {most:d} points"))
def _(contest: Contest, least: int, most: int) -> None:
    scheme = PredictionSettings(quota=True, quota_minimum=least, quota_maximum=most)
    contest.play_with(predictions=scheme)


@given(parsers.parse('{wins:d} players predict 1:0 and {draws:d} predicts 0:0 for "{name}"'))
def _(contest: Contest, wins: int, draws: int, name: str) -> None:
    for number in range(wins + draws):
        save(contest, f"Player{number}", name, "1:0" if number < wins else "0:0")
        assert contest.answer.is_success


@given(parsers.parse('"{name}" has locked'))
def _(contest: Contest, name: str) -> None:
    contest.lock(name)


@given(parsers.parse('"{name}" is "{status}"'))
def _(contest: Contest, name: str, status: str) -> None:
    contest.sql("update event set status = %s where id = %s", status, contest.events[name])


@given(parsers.parse('"{name}" is a race'))
def _(contest: Contest, name: str) -> None:
    contest.game.sport("racing", "positions")
    contest.event(name, sport="racing", participants=["Senna", "Prost"])


@given(parsers.parse('"{name}" is played elsewhere'))
def _(contest: Contest, name: str) -> None:
    contest.event(name, played=False)


@given(parsers.parse('"{name}" is shared by the platform'))
def _(contest: Contest, name: str) -> None:
    platform = Game(contest.world.database, PLATFORM_ID)
    platform.sport(f"football-{contest.subdomain}")
    contest.events[name] = platform.event(name, sport=f"football-{contest.subdomain}")
    contest.play_on(contest.events[name], owner=PLATFORM_ID)


@given(parsers.re(r'(?P<who>\w+) has predicted (?P<score>[\d:]+) for "(?P<name>[^"]+)"'))
@when(parsers.re(r'(?P<who>\w+) predicts (?P<score>[\d:]+) for "(?P<name>[^"]+)"'))
def _(contest: Contest, who: str, score: str, name: str) -> None:
    save(contest, who, name, score)


@given(parsers.re(r'(?P<who>\w+) has put a joker on "(?P<name>[^"]+)"'))
@when(parsers.re(r'(?P<who>\w+) puts a joker on "(?P<name>[^"]+)"'))
def _(contest: Contest, who: str, name: str) -> None:
    save(contest, who, name, "1:0", joker=True)


@when(parsers.parse('Kofi predicts 9:9 for "{name}" in Ama\'s name'))
def _(contest: Contest, name: str) -> None:
    path = f"/api/entries/{contest.entry('Ama')}/predictions/{contest.events[name]}"
    contest.ask("Kofi", f"PUT {path}", goals("9:9"))


@when("Ama sends a sheet with")
def _(contest: Contest, datatable: Table) -> None:
    send(contest, "Ama", *((name, score, False) for name, score in datatable[1:]))


@when(parsers.parse('Ama moves her joker from "{before}" to "{after}"'))
def _(contest: Contest, before: str, after: str) -> None:
    # The new place comes first, so that the order of a sheet is seen not to matter.
    send(contest, "Ama", (after, "1:0", True), (before, "1:0", False))


@when(parsers.re(r'(?P<who>\w+) looks at the predictions of "(?P<name>[^"]+)"'))
def _(contest: Contest, who: str, name: str) -> None:
    contest.ask(who, f"GET {contest.path}/predictions?event_id={contest.events[name]}")


@when("Kofi looks at Ama's sheet")
def _(contest: Contest) -> None:
    contest.ask("Kofi", f"GET /api/entries/{contest.entry('Ama')}/predictions")


@then(parsers.re(r'(?P<who>\w+)\'s sheet has (?P<score>[\d:]+) for "(?P<name>[^"]+)"'))
def _(contest: Contest, who: str, score: str, name: str) -> None:
    assert sheet(contest, who)[name].items() >= goals(score).items()


@then(parsers.parse('Ama\'s sheet of "{round_name}" is'))
def _(contest: Contest, round_name: str, datatable: Table) -> None:
    seen = {
        name: f"{told['first']}:{told['second']}"
        for name, told in sheet(contest, "Ama", round_name).items()
    }
    assert seen == dict(datatable[1:])


@then("these lines come back with what she typed")
def _(contest: Contest, datatable: Table) -> None:
    names = {str(event_id): name for name, event_id in contest.events.items()}
    back = [
        [
            names[line["event_id"]],
            f"{line['first']}:{line['second']}",
            line["problem"]["type"].removeprefix("/problems/"),
        ]
        for line in contest.answer.json()["refused"]
    ]
    assert back == datatable[1:]


@then(parsers.parse('Ama\'s joker of "{round_name}" is on "{name}"'))
def _(contest: Contest, round_name: str, name: str) -> None:
    predicted = sheet(contest, "Ama", round_name)
    assert [on for on, told in predicted.items() if told and told["joker"]] == [name]


@then(parsers.re(r"s?he learns that (?P<count>\d+) (has|have) predicted and nothing more"))
def _(contest: Contest, count: str) -> None:
    seen = contest.answer.json()
    assert (seen["predicted"], seen["locked"]) == (int(count), False)
    assert (seen["items"], seen["tendencies"], seen["next"]) == ([], [], None)


@then("he sees 2:1 by Ama and 1:1 by Kofi")
def _(contest: Contest) -> None:
    seen = contest.answer.json()
    told = {line["player"]: (line["first"], line["second"]) for line in seen["items"]}
    names = [contest.person(who).username for who in ("Ama", "Kofi")]
    assert told == dict(zip(names, [(2, 1), (1, 1)], strict=True))
    assert seen["locked"]


@then("a right tendency earns 2 for the first, 6 for a draw and nothing for the second")
def _(contest: Contest) -> None:
    seen = contest.answer.json()["tendencies"]
    assert [(line["tendency"], line["points"]) for line in seen] == [
        ("first", 2),
        ("draw", 6),
        ("second", None),
    ]


def test_a_sheet_is_read_page_by_page(contest: Contest) -> None:
    for number in range(3):
        contest.event(f"Event {number}", participants="AB", starts_in=timedelta(hours=9 - number))
    path = f"/api/entries/{contest.entry('Ama')}/predictions?limit=2"

    first = contest.must("Ama", f"GET {path}")
    second = contest.must("Ama", f"GET {path}&after={first['next']}")

    names = [line["event"]["name"] for line in first["items"] + second["items"]]
    assert names == ["Event 2", "Event 1", "Event 0"]
    assert second["next"] is None


def test_a_locked_events_predictions_are_read_page_by_page(contest: Contest) -> None:
    contest.event("Ghana v Mali")
    for who in ("Ama", "Kofi", "Esi"):
        save(contest, who, "Ghana v Mali", "1:0")
    contest.lock("Ghana v Mali")
    path = f"{contest.path}/predictions?event_id={contest.events['Ghana v Mali']}&limit=2"

    first = contest.must("Ama", f"GET {path}")
    second = contest.must("Ama", f"GET {path}&after={first['next']}")

    entries = [line["entry_id"] for line in first["items"] + second["items"]]
    assert entries == sorted(str(contest.entry(who)) for who in ("Ama", "Kofi", "Esi"))
    assert second["next"] is None
