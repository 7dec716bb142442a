"""Steps of predictions.feature, played over HTTP on the pages themselves."""

import re
from datetime import datetime
from uuid import UUID

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from tests.acceptance.leaderboards.season import Season
from tests.acceptance.pages.reading import Reading
from tests.acceptance.world import World

scenarios("predictions.feature")

LINE = re.compile(r"(\w+ v \w+) (\d*):(\d*)")


@pytest.fixture
def contest(world: World) -> Season:
    return Season(world)


@pytest.fixture
def ama(contest: Season) -> Reading:
    browser = contest.world.sign_in(contest.person("Ama"), f"{contest.subdomain}.localhost")
    return Reading(browser)


@pytest.fixture
def times() -> dict[str, datetime]:
    """When each of Ama's tips was given, before the sheet was sent again."""
    return {}


def page_of(contest: Season) -> str:
    return f"/competitions/{contest.competition_id}/predictions"


def open_round(contest: Season, ama: Reading, name: str = "Round 1") -> None:
    ama.open(f"{page_of(contest)}?round={name}")


def fill_in(contest: Season, ama: Reading, lines: str, *, joker: bool = False) -> None:
    typed: dict[str, str] = {}
    for name, first, second in LINE.findall(lines):
        event_id = contest.events[name]
        typed |= {f"first-{event_id}": first, f"second-{event_id}": second}
        if joker:
            typed[f"joker-{event_id}"] = "true"
    [action] = [form.action for form in ama.forms() if form.action.startswith(page_of(contest))]
    ama.send(action, **typed)


def tips(contest: Season, who: str = "Ama") -> dict[str, tuple[str, bool, datetime]]:
    rows = contest.sql(
        "select e.name, p.first_score || ':' || p.second_score, p.joker, p.predicted_at"
        " from prediction p join event e on e.id = p.event_id where p.entry_id = %s",
        contest.entry(who),
    )
    return {name: (score, joker, at) for name, score, joker, at in rows}


@given('"Ghana v Mali" and "Togo v Niger" are played in "Round 1"')
def _(contest: Season) -> None:
    for name in ("Ghana v Mali", "Togo v Niger"):
        contest.event(name, round_name="Round 1")


@given('"Benin v Chad" is played in "Round 2"')
def _(contest: Season) -> None:
    contest.event("Benin v Chad", round_name="Round 2")


@given("Ama and Kofi play along")
def _(contest: Season) -> None:
    for who in ("Ama", "Kofi"):
        contest.entry(who)


@given("Ama has opened Round 1")
def _(contest: Season, ama: Reading) -> None:
    open_round(contest, ama)


@given(parsers.parse('"{name}" has locked'))
def _(contest: Season, name: str) -> None:
    contest.lock(name)


@given(parsers.parse("Kofi has predicted {name} {first:d}:{second:d}"))
def _(contest: Season, name: str, first: int, second: int) -> None:
    path = f"/api/entries/{contest.entry('Kofi')}/predictions/{contest.events[name]}"
    contest.must("Kofi", f"PUT {path}", {"first": first, "second": second})


@given('Efua asks "Who wins the cup?", Ghana or Mali')
def _(contest: Season) -> None:
    contest.game.bonus_question(contest.competition_id)


@given("Ama takes a time-out")
def _(contest: Season) -> None:
    contest.must("Ama", "POST /api/limits/time-out", {"hours": 24})


@given(parsers.parse("Ama has filled in Round 1: {lines}"))
def _(contest: Season, ama: Reading, times: dict[str, datetime], lines: str) -> None:
    open_round(contest, ama)
    fill_in(contest, ama, lines)
    times |= {name: at for name, (_, _, at) in tips(contest).items()}


@when(parsers.parse("Ama fills in Round 1: {lines}"))
def _(contest: Season, ama: Reading, lines: str) -> None:
    open_round(contest, ama)
    fill_in(contest, ama, lines)


@when(parsers.parse("Ama fills in Round 1 with a joker on each: {lines}"))
def _(contest: Season, ama: Reading, lines: str) -> None:
    open_round(contest, ama)
    fill_in(contest, ama, lines, joker=True)


@when(parsers.parse("Ama sends what she typed: {lines}"))
def _(contest: Season, ama: Reading, lines: str) -> None:
    fill_in(contest, ama, lines)


@when(parsers.parse("Ama opens the tips of {name}"))
def _(contest: Season, ama: Reading, name: str) -> None:
    ama.open(f"{page_of(contest)}/{contest.events[name]}")


@when("Ama opens everybody's tips of Round 1")
def _(contest: Season, ama: Reading) -> None:
    contest.refresh()
    ama.open(f"{page_of(contest)}/everybody?round=Round 1")


@when("Ama answers Mali")
def _(contest: Season, ama: Reading) -> None:
    open_round(contest, ama)
    [[question_id]] = contest.sql(
        "select id from bonus_question where tenant_id = %s", contest.tenant_id
    )
    [form] = [form for form in ama.forms() if form.action.startswith(page_of(contest))]
    ama.send(form.action, **{f"answer-{UUID(str(question_id))}": "Mali"})


@then(parsers.re(r"her tips are (?P<lines>.+)"))
def _(contest: Season, lines: str) -> None:
    wanted = {name: f"{first}:{second}" for name, first, second in LINE.findall(lines)}
    assert {name: score for name, (score, _, _) in tips(contest).items()} == wanted


@then(parsers.parse('"{typed}" still stands for {name}'))
def _(contest: Season, ama: Reading, typed: str, name: str) -> None:
    assert ama.answer.status_code == 422
    [form] = [form for form in ama.forms() if form.action.startswith(page_of(contest))]
    assert form.values[f"first-{contest.events[name]}"] == typed


@then(parsers.parse("only her tip for {name} is newer"))
def _(contest: Season, times: dict[str, datetime], name: str) -> None:
    newer = [each for each, (_, _, at) in tips(contest).items() if at != times[each]]
    assert newer == [name]


@then(parsers.parse("her joker is on {name}"))
def _(contest: Season, name: str) -> None:
    assert [each for each, (_, joker, _) in tips(contest).items() if joker] == [name]


@then("her answer is Mali")
def _(contest: Season) -> None:
    answers = contest.sql(
        "select answer from bonus_answer where entry_id = %s", contest.entry("Ama")
    )
    assert answers == [("Mali",)]
