"""Steps of markets.feature, played over HTTP against a real database."""

from datetime import datetime, timedelta
from typing import Any

from pytest_bdd import given, parsers, scenarios, then, when

from tests.acceptance.markets.office import Office

scenarios("markets.feature")

REASON = {"reason": "a doubtful report"}


def shown(office: Office, name: str) -> dict[str, Any]:
    return next(market for market in office.played() if market["name"] == name)


def event_locks_at(office: Office) -> datetime:
    with office.game.transaction() as tx:
        found = tx.execute("select locks_at from event where id = %s", [office.event]).fetchone()
    assert found
    return datetime.fromisoformat(str(found[0]))


@when(parsers.re(r"(?P<who>\w+) opens the usual markets"))
def _(office: Office, who: str) -> None:
    office.ask(who, f"POST /api/events/{office.event}/markets/template", {})


@given(parsers.re(r'Efua has added a "(?P<kind>\w+)" market'))
@when(parsers.re(r'Efua adds a "(?P<kind>\w+)" market'))
def _(office: Office, kind: str) -> None:
    office.ask("Efua", f"POST /api/events/{office.event}/markets", {"kind": kind})


@when(parsers.parse('Efua adds a "{kind}" market with the line "{line}"'))
def _(office: Office, kind: str, line: str) -> None:
    office.ask("Efua", f"POST /api/events/{office.event}/markets", {"kind": kind, "line": line})


@when(parsers.parse('Efua adds a "{kind}" market with the selections "{keys}"'))
def _(office: Office, kind: str, keys: str) -> None:
    selections = [{"key": key, "name": key} for key in keys.split(", ")]
    body = {"kind": kind, "selections": selections}
    office.ask("Efua", f"POST /api/events/{office.event}/markets", body)


@given(parsers.re(r'Efua has (?P<verb>suspend|close)e?d "(?P<market>.+)"'))
@when(parsers.re(r'Efua (?P<verb>open|suspend|close)s "(?P<market>.+)"'))
def _(office: Office, verb: str, market: str) -> None:
    market_id = office.market(market)["id"]
    office.ask("Efua", f"POST /api/markets/{market_id}/{verb}", REASON)


@given(parsers.re(r'Sena, of the platform, has (?P<verb>suspend)ed "Winner"'))
@when(parsers.re(r'Sena, of the platform, (?P<verb>suspend|close)s "Winner"'))
def _(office: Office, verb: str) -> None:
    market_id = office.market("Winner")["id"]
    office.ask("Sena", f"POST /api/platform/markets/{market_id}/{verb}", REASON)


@when("Efua suspends the whole event")
def _(office: Office) -> None:
    office.ask("Efua", f"POST /api/events/{office.event}/markets/suspend", REASON)


@when("Efua suspends all markets")
def _(office: Office) -> None:
    office.ask("Efua", "POST /api/markets/suspend", REASON)


@when(parsers.re(r'Efua locks "Winner" (?P<span>half an hour before|a minute after) the event'))
def _(office: Office, span: str) -> None:
    lock(office, timedelta(minutes=-30 if span.startswith("half") else 1))


@when('Efua locks "Winner" half an hour before the event, as it was before')
def _(office: Office) -> None:
    lock(office, timedelta(minutes=-30), versions_ago=1)


def lock(office: Office, span: timedelta, *, versions_ago: int = 0) -> None:
    market = office.market("Winner")
    body = {
        "version": market["version"] - versions_ago,
        "locks_at": (event_locks_at(office) + span).isoformat(),
    }
    office.ask("Efua", f"PUT /api/markets/{market['id']}/lock-time", body)


@given(parsers.parse('"{one}" is at {odds:f} and "{other}" at {other_odds:f}'))
def _(office: Office, one: str, odds: float, other: str, other_odds: float) -> None:
    prices = [
        {"selection_id": office.selection(name)["id"], "odds": round(price * 1000),
         "seen_version": 0}
        for name, price in ((one, odds), (other, other_odds))
    ]  # fmt: skip
    office.ask("Efua", "POST /api/odds", {"prices": prices})
    assert office.answer.status_code == 200, office.answer.text


@when(parsers.parse('Efua withdraws "{runner}"'))
def _(office: Office, runner: str) -> None:
    market_id, selection_id = office.market("Winner")["id"], office.selection(runner)["id"]
    path = f"/api/markets/{market_id}/selections/{selection_id}/withdraw"
    office.ask("Efua", f"POST {path}", REASON)


@given('"Fleet" joins the race')
def _(office: Office) -> None:
    office.game.join_event(office.event, 6, "Fleet")


@when(parsers.parse('Efua adds "{name}" to "{market}" as "{key}"'))
def _(office: Office, name: str, market: str, key: str) -> None:
    path = f"/api/markets/{office.market(market)['id']}/selections"
    office.ask("Efua", f"POST {path}", {"key": key, "name": name})


@then('"Fleet" has no price yet')
def _(office: Office) -> None:
    assert office.on_offer("Fleet")["odds"] is None


@then(parsers.parse('the draft "{market}" asks for "{name}", too'))
def _(office: Office, market: str, name: str) -> None:
    assert name in {s["name"] for s in office.market(market)["selections"]}


@then(parsers.parse("players are offered {count:d} markets"))
def _(office: Office, count: int) -> None:
    assert [market["state"] for market in office.played()] == ["open"] * count


@then(parsers.parse('"{market}" asks for "{names}"'))
def _(office: Office, market: str, names: str) -> None:
    assert ", ".join(s["name"] for s in shown(office, market)["selections"]) == names


@then('"Winner" pays 2 places at a quarter of the odds')
def _(office: Office) -> None:
    market = shown(office, "Winner")
    assert (market["places"], market["place_divisor"]) == (2, 4)


@then(parsers.parse('the draft is called "{name}"'))
def _(office: Office, name: str) -> None:
    assert office.answer.status_code == 201, office.answer.text
    assert office.market(name)["state"] == "draft"


@then(parsers.parse('players see "{market}" as "{state}"'))
def _(office: Office, market: str, state: str) -> None:
    assert shown(office, market)["state"] == state


@then('the platform sees "Winner" as "open"')
def _(office: Office) -> None:
    page = office.ask("Sena", f"GET /api/platform/events/{office.event}/markets")
    assert [m["state"] for m in page.json()["items"] if m["name"] == "Winner"] == ["open"]


@then(parsers.parse("players see {count:d} markets suspended"))
def _(office: Office, count: int) -> None:
    assert sum(market["state"] == "suspended" for market in office.played()) == count


@then("the record says why")
def _(office: Office) -> None:
    last = office.world.audit_of(office.subdomain).splitlines()[-1]
    assert '"markets.suspended"' in last
    assert REASON["reason"] in last


@then('players see that "Winner" locks half an hour before the event')
def _(office: Office) -> None:
    locks_at = datetime.fromisoformat(shown(office, "Winner")["locks_at"])
    assert locks_at == event_locks_at(office) - timedelta(minutes=30)
    others = {m["locks_at"] for m in office.played() if m["name"] != "Winner"}
    assert {datetime.fromisoformat(each) for each in others} == {event_locks_at(office)}


@then(parsers.parse('"{selection}" is at {odds:f}'))
def _(office: Office, selection: str, odds: float) -> None:
    assert office.on_offer(selection)["odds"] == round(odds * 1000)
