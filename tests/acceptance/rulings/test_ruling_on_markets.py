"""Steps of ruling_on_markets.feature, played over HTTP."""

from typing import Any

from pytest_bdd import given, parsers, scenarios, then, when

from tests.acceptance.rulings.court import Court

scenarios("ruling_on_markets.feature")

MARKS = '{who} has marked "{market}" yes {yes}, no {no}'
SHARES = {"won": "1", "lost": "0"}


def mark(court: Court, who: str, market: str, **marked: str) -> None:
    marks = {key: {"win": SHARES[became]} for key, became in marked.items()}
    body = {"marks": marks, "wins": "1", "reason": "I saw it"}
    court.rule(who, f"POST /api/markets/{court.markets[market].id}/marks", body)


def correct(court: Court, version: int) -> None:
    winner = court.markets["winner"]
    correction: dict[str, Any] = {
        "selection_id": str(winner.selections["1"]),
        "versions": [version],
        "odds": 2000,
    }
    body = {"corrections": [correction], "reason": "a slip of the finger"}
    court.rule("Efua", f"POST /api/markets/{winner.id}/price-corrections", body)


@given(parsers.parse('"{market}" can be bet on, too'))
def _(court: Court, market: str) -> None:
    court.open_market(market, {"yes": 3000, "no": 1400}, kind="custom")


@given(parsers.parse(MARKS))
def _(court: Court, who: str, market: str, yes: str, no: str) -> None:
    mark(court, who, market, yes=yes, no=no)
    assert court.answer.status_code == 201, court.answer.text


@when(parsers.parse(MARKS.replace("has marked", "marks")))
def _(court: Court, who: str, market: str, yes: str, no: str) -> None:
    mark(court, who, market, yes=yes, no=no)


@given(parsers.parse('Efua has ruled that the winner is {what} because "{why}"'))
def _(court: Court, what: str, why: str) -> None:
    verb = "void" if what == "void" else "lift-void"
    court.rule("Efua", f"POST /api/markets/{court.markets['winner'].id}/{verb}", {"reason": why})
    assert court.answer.status_code == 201, court.answer.text


@given("the price of 1 was 200.0 by mistake")
def _(court: Court) -> None:
    assert court.game.price(court.markets["winner"].selections["1"], 200_000) == 2


@given('Efua has ruled that it should have been 2.0 because "a slip of the finger"')
def _(court: Court) -> None:
    correct(court, version=2)
    assert court.answer.status_code == 201, court.answer.text


@when("Efua rules that version 7 of 1 should have been 2.0")
def _(court: Court) -> None:
    correct(court, version=7)


@then(parsers.parse("the {market} is {state}, at grading {grading:d}"))
def _(court: Court, market: str, state: str, grading: int) -> None:
    assert court.market_row(market) == (state, grading)


@then("bets at that price are paid at 2.0")
def _(court: Court) -> None:
    [(odds,)] = court.sql(
        "select odds from leg_now where selection_id = %s",
        court.markets["winner"].selections["1"],
    )
    assert odds == 2000


@then("no selection of the winner has an outcome")
def _(court: Court) -> None:
    assert court.outcomes("winner") == {}
