"""Steps of odds.feature, played over HTTP against a real database."""

import re
from typing import Any

from pytest_bdd import given, parsers, scenarios, then, when

from app.plumbing.ids import new_id
from tests.acceptance.markets.office import Office

scenarios("odds.feature")

QUOTED = re.compile(r'"([^"]+)" at ([0-9.]+)')


def thousandths(odds: str) -> int:
    return int(odds.replace(".", ""))


def quoted(office: Office, text: str) -> list[dict[str, Any]]:
    return [
        {"selection_id": office.selection(name)["id"], "odds": thousandths(odds)}
        for name, odds in QUOTED.findall(text)
    ]


def offer(office: Office, who: str, prices: list[dict[str, Any]], *, place: str = "/api") -> None:
    office.ask(who, f"POST {place}/odds", {"prices": prices})


def feed(office: Office, sequence: int, text: str) -> None:
    prices = quoted(office, text)
    if "something unknown" in text:
        prices.append({"selection_id": str(new_id()), "odds": 3_000})
    office.ask("Yaw", "POST /api/odds/feed", {"sequence": sequence, "prices": prices})


def seen(office: Office, prices: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """With the versions that are on offer now."""
    versions = {s["id"]: s["odds_version"] for s in office.market("Winner")["selections"]}
    return [price | {"seen_version": versions[price["selection_id"]]} for price in prices]


@given(parsers.re(r"Efua has offered (?P<text>.+)"))
@when(parsers.re(r"Efua offers (?P<text>.+)"))
def _(office: Office, text: str) -> None:
    offer(office, "Efua", seen(office, quoted(office, text)))


@when(parsers.re(r"Yaw, who saw no price, offers (?P<text>.+)"))
def _(office: Office, text: str) -> None:
    offer(office, "Yaw", [price | {"seen_version": 0} for price in quoted(office, text)])


@when(parsers.re(r"Sena, of the platform, offers (?P<text>.+)"))
def _(office: Office, text: str) -> None:
    prices = [price | {"seen_version": 0} for price in quoted(office, text)]
    offer(office, "Sena", prices, place="/api/platform")
    assert office.answer.status_code == 200, office.answer.text


@when("Efua believes in 0.5, 0.25 and 0.25 and takes a margin of 0.25")
def _(office: Office) -> None:
    price_by_margin(office, enter=True)


@when("Efua tries 0.5, 0.25 and 0.25 with a margin of 0.25")
def _(office: Office) -> None:
    price_by_margin(office, enter=False)


def price_by_margin(office: Office, *, enter: bool) -> None:
    market = office.market("Winner")
    believed = zip(market["selections"], (0.5, 0.25, 0.25), strict=True)
    body = {
        "probabilities": {selection["id"]: part for selection, part in believed},
        "margin": 0.25,
        "enter": enter,
    }
    office.ask("Efua", f"POST /api/markets/{market['id']}/odds/margin", body)


@given(parsers.re(r"the feed's message (?P<sequence>\d) (?:has )?offered (?P<text>.+)"))
@when(parsers.re(r"the feed's message (?P<sequence>\d) offers (?P<text>.+)"))
def _(office: Office, sequence: str, text: str) -> None:
    feed(office, int(sequence), text)


@given("this community pays 0.900 of what is above the stake")
def _(office: Office) -> None:
    office.multiply(900)


@then(parsers.parse('players are offered "{name}" at {odds} as version {version:d}'))
def _(office: Office, name: str, odds: str, version: int) -> None:
    on_offer = office.on_offer(name)
    assert (on_offer["odds"], on_offer["odds_version"]) == (thousandths(odds), version)


@then(parsers.parse('"{name}" is not on offer'))
def _(office: Office, name: str) -> None:
    on_offer = office.on_offer(name)
    assert (on_offer["odds"], on_offer["odds_version"]) == (None, 0)


@then(parsers.parse('the refusal names "{name}" as "{problem}"'))
def _(office: Office, name: str, problem: str) -> None:
    (item,) = office.answer.json()["items"]
    assert (item["selection_id"], item["problem"]) == (office.selection(name)["id"], problem)


@then(parsers.parse('the refusal names item {number:d} as "{problem}"'))
def _(office: Office, number: int, problem: str) -> None:
    (item,) = office.answer.json()["items"]
    assert (item["item"], item["problem"]) == (number, problem)


@then("Efua reads the prices 1.600, 3.200 and 3.200")
def _(office: Office) -> None:
    book = office.answer.json()
    assert [line["odds"] for line in book["selections"]] == [1_600, 3_200, 3_200]
    assert book["entered"] is False


@then("the record tells once that the feed began")
def _(office: Office) -> None:
    assert office.world.audit_of(office.subdomain).count('"odds_feed.started"') == 1


@then("the record tells of no prices entered")
def _(office: Office) -> None:
    assert '"prices.entered"' not in office.world.audit_of(office.subdomain)


@then('the prices of "Ghana" were 2.050 by feed and 2.150 by hand')
def _(office: Office) -> None:
    path = f"/api/markets/{office.market('Winner')['id']}/selections"
    path += f"/{office.selection('Ghana')['id']}/prices?limit=1"
    pages = [office.must("Efua", f"GET {path}")]
    while (cursor := pages[-1]["next"]) is not None:
        pages.append(office.must("Efua", f"GET {path}&after={cursor}"))

    prices = [price for page in pages for price in page["items"]]
    by = {who: office.person(who).id for who in ("Efua", "Yaw")}
    assert [(p["version"], p["odds"], p["source"], p["author"]) for p in prices] == [
        (2, 2_050, "feed", by["Yaw"]),
        (1, 2_150, "hand", by["Efua"]),
        (0, None, "none", by["Efua"]),
    ]


@then('players see that "Ghana" moved from 2.150 to 2.050')
def _(office: Office) -> None:
    path = f"/api/markets/{office.market('Winner')['id']}/selections"
    page = office.must("Ama", f"GET {path}/{office.selection('Ghana')['id']}/movement")

    assert [price["odds"] for price in page["items"]] == [2_050, 2_150, None]
    assert "author" not in page["items"][0]
