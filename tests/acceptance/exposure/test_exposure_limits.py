"""Steps of exposure_limits.feature, played over HTTP against a real database."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

from pytest_bdd import given, parsers, scenarios, then, when

from app.exposure.jobs import respond
from app.plumbing.db import Database
from app.plumbing.ids import new_id
from tests.acceptance.game import Market
from tests.acceptance.markets.office import Entry, Office

scenarios("exposure_limits.feature")

LIMIT = {"level": "market", "hard": 100}


@dataclass(slots=True)
class Board:
    """The market that scenarios bet on; its selections by the names of the participants."""

    market: Market
    entry: Entry
    selections: dict[str, UUID]


@given(
    parsers.re(
        r'"(?P<one>\w+)" is offered (?P<all>to all communities )?at (?P<odds>[\d.]+)'
        r' and "(?P<other>\w+)" at (?P<other_odds>[\d.]+)'
    ),
    target_fixture="board",
)
def _(office: Office, one: str, other: str, odds: str, other_odds: str, all: str | None) -> Board:  # noqa: A002 - a word of the step
    office.programme(f"{one} v {other}", shared=bool(all))
    game = office.shared if all else office.game
    prices = {"1": int(odds.replace(".", "")), "2": int(other_odds.replace(".", ""))}
    market = game.market(office.event, prices)
    selections = {one: market.selections["1"], other: market.selections["2"]}
    return Board(market=market, entry=office.entry(), selections=selections)


@given(parsers.parse('Ama has bet {stake:d} points on "{name}"'))
@when(parsers.parse('Ama bets {stake:d} points on "{name}"'))
def _(office: Office, board: Board, stake: int, name: str) -> None:
    office.bet(board.entry, stake, board.selections[name])
    let_the_worker_look(office)


def let_the_worker_look(office: Office) -> None:
    async def look() -> None:
        database = Database(office.world.settings)
        await respond(database)
        await database.close()

    asyncio.run(look())


@given(parsers.parse("Efua has limited the {level} to {points:d} points"))
@when(parsers.parse("Efua limits the {level} to {points:d} points"))
def _(office: Office, board: Board, level: str, points: int) -> None:
    limit(office, board, level, {"hard": points})


@when("Efua limits a market that is not there to 100 points")
def _(office: Office) -> None:
    office.ask("Efua", f"PUT /api/exposure/limits/{new_id()}", LIMIT)


@given(parsers.parse("Efua wants to know when the market passes {points:d} points"))
def _(office: Office, board: Board, points: int) -> None:
    limit(office, board, "market", {"soft": points})


@given(parsers.parse("Efua wants the {level} suspended when it passes 50 points"))
def _(office: Office, board: Board, level: str) -> None:
    limit(office, board, level, {"soft": 50, "response": "suspend"})


@given(parsers.parse("Efua wants prices shortened by a tenth when the {level} passes 50 points"))
@when(parsers.parse("Efua wants prices shortened by a tenth when the {level} passes 50 points"))
def _(office: Office, board: Board, level: str) -> None:
    limit(office, board, level, {"soft": 50, "response": "shorten", "shorten_by": 100})


def limit(office: Office, board: Board, level: str, bounds: dict[str, object]) -> None:
    with office.game.transaction() as tx:
        found = tx.execute("select sport_id from event where id = %s", [office.event]).fetchone()
    assert found
    subjects = {
        "selection": board.selections.get("Ghana"),
        "market": board.market.id,
        "event": office.event,
        "sport": found[0],
        "competition": board.entry.competition_id,
    }
    subject = subjects[level]
    assert subject
    office.ask("Efua", f"PUT /api/exposure/limits/{subject}", bounds | {"level": level})


@given("the market is suspended, and Efua opens it again")
def _(office: Office, board: Board) -> None:
    office.ask("Efua", f"POST /api/markets/{board.market.id}/open")
    assert office.answer.status_code == 200, office.answer.text


@when("Efua takes the limit away")
def _(office: Office, board: Board) -> None:
    office.ask("Efua", f"DELETE /api/exposure/limits/{board.market.id}")
    assert office.answer.status_code == 204, office.answer.text


@when(parsers.parse("{who} looks at the market's exposure"))
def _(office: Office, board: Board, who: str) -> None:
    office.ask(who, f"GET /api/exposure/markets/{board.market.id}")


@when("Efua suspends the competition")
def _(office: Office, board: Board) -> None:
    path = f"/api/competitions/{board.entry.competition_id}/markets/suspend"
    office.ask("Efua", f"POST {path}", {"reason": "a doubtful report"})
    assert office.answer.json() == {"suspended_market_ids": [str(board.market.id)]}


def standing(office: Office) -> dict[str, object]:
    (found,) = office.must("Efua", "GET /api/exposure/limits")["items"]
    return {**found}


@then(parsers.parse("the limit stands at {points:d} points"))
def _(office: Office, points: int) -> None:
    assert standing(office)["liability"] == points


@then("the limit has been noted as passed")
def _(office: Office) -> None:
    assert standing(office)["alerted_at"] is not None


@then("the limit has not been noted as passed")
def _(office: Office) -> None:
    assert standing(office)["alerted_at"] is None


@then("there is no limit")
def _(office: Office) -> None:
    assert office.must("Efua", "GET /api/exposure/limits")["items"] == []


@then(parsers.parse('the market is "{state}"'))
def _(office: Office, board: Board, state: str) -> None:
    assert office.must("Ama", f"GET /api/markets/{board.market.id}")["state"] == state


@then('in other communities the market is "open"')
def _(office: Office, board: Board) -> None:
    page = office.ask("Sena", f"GET /api/platform/events/{office.event}/markets")
    assert [m["state"] for m in page.json()["items"] if m["id"] == str(board.market.id)] == ["open"]


@then(parsers.parse('"{name}" is at {odds}'))
def _(office: Office, board: Board, name: str, odds: str) -> None:
    market = office.must("Ama", f"GET /api/markets/{board.market.id}")
    prices = {s["id"]: s["odds"] for s in market["selections"]}
    assert prices[str(board.selections[name])] == int(odds.replace(".", ""))


@then('"Ghana" would cost 50 points and "Mali" would bring 20')
def _(office: Office, board: Board) -> None:
    losses = {s["selection_id"]: s["loss"] for s in office.answer.json()["selections"]}
    assert losses == {
        str(board.selections["Ghana"]): 50,
        str(board.selections["Mali"]): -20,
    }


@then('"Ghana" would cost most')
def _(office: Office, board: Board) -> None:
    assert office.answer.json()["worst_selection_id"] == str(board.selections["Ghana"])


@then(parsers.parse('it is refused as "{problem}"'))
def _(office: Office, problem: str) -> None:
    assert office.answer.json()["type"] == f"/problems/{problem}", office.answer.text
