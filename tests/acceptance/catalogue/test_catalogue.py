"""Steps of catalogue.feature, played over HTTP against a real database."""

import json
from typing import Any
from uuid import UUID

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from app.catalogue.rules.slugs import slug_of
from app.plumbing.pages import cursor_of
from tests.acceptance.catalogue.office import Office

scenarios("catalogue.feature")

DAY = "2030-06-11"
FOOTBALL = "/api/sports/football"


def path_of(name: str) -> str:
    return f"{FOOTBALL}/events/{slug_of(name, longest=200)}"


def at(clock: str) -> str:
    return f"{DAY}T{clock}:00Z"


def said_of(event: dict[str, Any]) -> dict[str, Any]:
    """What an admin would send to leave the event as it is, but for its times."""
    seats = [
        {"participant": seat["slug"], "withdrawn": seat["withdrawn_at"] is not None}
        for seat in event["participants"]
    ]
    return {"starts_at": event["starts_at"], "name": event["name"], "participants": seats}


def change(office: Office, name: str, **changes: object) -> None:
    event = office.read("Efua", path_of(name))
    office.ask("Efua", f"PUT {path_of(name)}", said_of(event) | changes)


@given("Efua's community plays football")
def _(office: Office) -> None:
    sport = {"slug": "football", "name": "Football", "scheme": "goals"}
    office.must("Efua", "POST /api/sports", sport)


@given(parsers.parse('"{name}" starts at {start} and takes bets until {lock}'))
def _(office: Office, name: str, start: str, lock: str) -> None:
    for who in name.split(" v "):
        slug = slug_of(who, longest=120)
        office.ask("Efua", f"POST {FOOTBALL}/participants", {"slug": slug, "name": who})
    seats = [{"participant": slug_of(who, longest=120)} for who in name.split(" v ")]
    wish = {"starts_at": at(start), "locks_at": at(lock), "participants": seats}
    office.must("Efua", f"POST {FOOTBALL}/events", wish)


@given(parsers.parse('Ama lives in "{zone}"'))
def _(office: Office, zone: str) -> None:
    office.lives_in("Ama", zone)


@when(parsers.parse('Ama looks at "{name}"'))
def _(office: Office, name: str) -> None:
    office.read("Ama", path_of(name))


@then(parsers.parse("it starts at {start} UTC, which is {local} for Ama"))
def _(office: Office, start: str, local: str) -> None:
    event = office.answer.json()
    assert event["starts_at"] == at(start)
    assert event["local"]["starts_at"] == f"{DAY}T{local}:00+05:30"
    assert event["local"]["time_zone"] == "Asia/Kolkata"


@when(parsers.parse('Efua moves "{name}" to {start}'))
@given(parsers.parse('another admin moves "{name}" to {start} meanwhile'))
def _(office: Office, name: str, start: str) -> None:
    change(office, name, starts_at=at(start))


@then(parsers.parse("it starts at {start} and takes bets until {lock}"))
def _(office: Office, start: str, lock: str) -> None:
    event = office.answer.json()
    assert (event["starts_at"], event["locks_at"]) == (at(start), at(lock))


@then(parsers.parse("it was first to start at {start}"))
def _(office: Office, start: str) -> None:
    assert office.answer.json()["first_starts_at"] == at(start)


@when(parsers.parse('Efua lets "{name}" take bets until {lock}'))
def _(office: Office, name: str, lock: str) -> None:
    change(office, name, locks_at=at(lock))


@given(parsers.parse('Efua has "{name}" before her'), target_fixture="seen")
def _(office: Office, name: str) -> str:
    return office.ask("Efua", f"GET {path_of(name)}").headers["etag"]


@when(parsers.parse("Efua moves what she saw to {start}"))
def _(office: Office, seen: str, start: str) -> None:
    path = path_of("Ghana v Mali")
    wish = said_of(office.read("Efua", path)) | {"starts_at": at(start)}
    assert office.ask("Efua", f"PUT {path}", wish, if_match=seen).status_code == 412


@then(parsers.parse('"{name}" starts at {start}'))
def _(office: Office, name: str, start: str) -> None:
    assert office.read("Ama", path_of(name))["starts_at"] == at(start)


@when(parsers.parse('Efua leaves Mali out of "{name}"'))
def _(office: Office, name: str) -> None:
    change(office, name, participants=[{"participant": "ghana"}])


@when(parsers.parse('Efua marks Mali as withdrawn from "{name}"'))
def _(office: Office, name: str) -> None:
    mali = {"participant": "mali", "withdrawn": True}
    change(office, name, participants=[{"participant": "ghana"}, mali])


@then("Mali still has number 2, and has withdrawn")
def _(office: Office) -> None:
    ghana, mali = office.answer.json()["participants"]
    assert (mali["number"], mali["slug"]) == (2, "mali")
    assert mali["withdrawn_at"]
    assert ghana["withdrawn_at"] is None


@when("Efua replaces Winner A by Ghana")
def _(office: Office) -> None:
    seats = [{"participant": "ghana"}, {"participant": "winner-b"}]
    change(office, "Winner A v Winner B", participants=seats)


@then("number 1 is Ghana")
def _(office: Office) -> None:
    assert office.answer.json()["participants"][0]["slug"] == "ghana", office.answer.text


@given(parsers.parse('bets are taken on "{name}"'), target_fixture="markets")
def _(office: Office, name: str) -> list[Any]:
    event_id = UUID(office.read("Ama", path_of(name))["id"])
    office.game.market(event_id, {"1": 2500, "draw": 3000, "2": 2800})
    return office.markets(event_id)


@when(parsers.parse("Kwesi ticks {score} after {minutes:d} minutes"))
def _(office: Office, score: str, minutes: int) -> None:
    tick(office, "Kwesi", score, clock=f"{minutes}'")


@when(parsers.parse("Ama ticks {score}"))
def _(office: Office, score: str) -> None:
    tick(office, "Ama", score)


def tick(office: Office, who: str, score: str, **more: str) -> None:
    one, other = map(int, score.split("-"))
    body = {"scores": {"full_time": {"1": one, "2": other}}} | more
    office.ask(who, f"PUT {path_of('Ghana v Mali')}/score", body)


@when("Kwesi ticks a score of number 3")
def _(office: Office) -> None:
    body = {"scores": {"full_time": {"1": 0, "2": 0, "3": 1}}}
    office.ask("Kwesi", f"PUT {path_of('Ghana v Mali')}/score", body)


@then("Ama sees 1-0 and that it is live")
def _(office: Office) -> None:
    event = office.read("Ama", path_of("Ghana v Mali"))
    assert event["status"] == "live"
    assert event["score"]["scores"] == {"full_time": {"1": 1, "2": 0}}
    assert event["score"]["clock"] == "20'"


@then("no market has changed")
def _(office: Office, markets: list[Any]) -> None:
    event_id = office.read("Ama", path_of("Ghana v Mali"))["id"]
    assert office.markets(event_id) == markets != []


@given(parsers.parse('Efua says that "{name}" is {status} because "{reason}"'))
@when(parsers.parse('Efua says that "{name}" is {status} because "{reason}"'))
def _(office: Office, name: str, status: str, reason: str) -> None:
    body = {"status": status, "reason": reason}
    office.ask("Efua", f"PUT {path_of(name)}/status", body)


@when("Efua hides football")
def _(office: Office) -> None:
    office.must("Efua", f"PUT {FOOTBALL}/config", {"hidden": True})


@then("Ama finds no football")
def _(office: Office) -> None:
    assert "football" not in [s["slug"] for s in office.read("Ama", "/api/sports")["items"]]
    assert office.ask("Ama", f"GET {FOOTBALL}/events").status_code == 404


@then("Efua still finds it")
def _(office: Office) -> None:
    found = office.read("Efua", "/api/sports?hidden=true")["items"]
    assert "football" in [sport["slug"] for sport in found if sport["hidden"]]


@when(parsers.parse('Efua hides "{name}"'))
def _(office: Office, name: str) -> None:
    office.must("Efua", f"PUT {path_of(name)}/config", {"hidden": True})


@then("Ama finds no event")
def _(office: Office) -> None:
    assert office.read("Ama", f"{FOOTBALL}/events")["items"] == []


@then(parsers.parse('Ama cannot look at "{name}"'))
def _(office: Office, name: str) -> None:
    assert office.ask("Ama", f"GET {path_of(name)}").json()["type"] == "/problems/no-such-event"


@given(parsers.re(r'Efua (?P<verb>offers|hides) "(?P<name>.+)" at (?P<share>\S+) of the winnings'))
@when(parsers.re(r'Efua (?P<verb>offers|hides) "(?P<name>.+)" at (?P<share>\S+) of the winnings'))
def _(office: Office, verb: str, name: str, share: str) -> None:
    config = {"hidden": verb == "hides", "odds_multiplier": round(float(share) * 1000)}
    office.must("Efua", f"PUT {path_of(name)}/config", config)


@then(parsers.parse("its multiplier is {multiplier:d}, version {version:d}"))
def _(office: Office, multiplier: int, version: int) -> None:
    event = office.answer.json()
    told = (event["odds_multiplier"], event["odds_multiplier_version"])
    assert told == (multiplier, version)


@then(parsers.parse("the versions were {first:d} and {second:d}"))
def _(office: Office, first: int, second: int) -> None:
    with office.as_superuser() as superuser:
        kept = superuser.execute(
            "select odds_multiplier from event_config_change where tenant_id = %s order by version",
            [office.tenant_id],
        ).fetchall()
    assert kept == [(first,), (second,)]


@given("the platform shares tennis")
def _(office: Office) -> None:
    sport = {"slug": "tennis", "name": "Tennis", "scheme": "sets"}
    answer = office.ask("Sena", "POST /api/sports?shared=true", sport)
    assert answer.status_code in {201, 409}, answer.text


@when("Efua renames tennis")
def _(office: Office) -> None:
    office.ask("Efua", "PUT /api/sports/tennis", {"name": "Padel", "scheme": "sets"})


@when(parsers.parse('Efua adds "{slug}" for all communities'))
def _(office: Office, slug: str) -> None:
    sport = {"slug": slug, "name": slug, "scheme": "positions"}
    office.ask("Efua", "POST /api/sports?shared=true", sport)


@when("Sena adds a sport for all communities", target_fixture="slug")
def _(office: Office) -> str:
    slug = f"a-{office.subdomain}"
    sport = {"slug": slug, "name": slug, "scheme": "positions"}
    office.must("Sena", "POST /api/sports?shared=true", sport)
    return slug


@then("Ama finds it, shared")
def _(office: Office, slug: str) -> None:
    assert office.read("Ama", f"/api/sports/{slug}")["shared"] is True


@when("Efua says that football is told in sets")
def _(office: Office) -> None:
    office.ask("Efua", f"PUT {FOOTBALL}", {"name": "Football", "scheme": "sets"})


@then("the audit says who moved it, from 15:00 to 18:00")
def _(office: Office) -> None:
    (record,) = [r for r in office.audited().splitlines() if '"event.changed"' in r]
    act = json.loads(record)["act"]
    assert act["who"]["subject"] == office.person("Efua").id
    assert act["before"]["starts_at"].startswith(f"{DAY}T15:00:00")
    assert act["after"]["starts_at"].startswith(f"{DAY}T18:00:00")


@when(parsers.parse("Ama asks for events with {query}"), target_fixture="found")
def _(office: Office, query: str) -> list[str]:
    return [event["name"] for event in office.read("Ama", f"{FOOTBALL}/events?{query}")["items"]]


@then(parsers.parse("she finds {names}"))
def _(found: list[str], names: str) -> None:
    assert found == ([] if names == "nothing" else names.split(" and "))


def test_a_list_is_read_page_by_page(office: Office) -> None:
    office.game.sport()
    ids = {str(office.game.event(f"Ghana v Team {number}")) for number in range(5)}

    seen: list[str] = []
    path, after = f"{FOOTBALL}/events?limit=2", ""
    while True:
        page = office.read("Ama", path + after)
        assert len(page["items"]) <= 2
        seen += [event["id"] for event in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"

    assert len(seen) == len(ids)
    assert set(seen) == ids


def test_what_has_not_changed_is_not_sent_again(office: Office) -> None:
    office.game.event("Ghana v Mali")
    known = office.ask("Ama", f"GET {FOOTBALL}/events").headers["etag"]

    again = office.ask("Ama", f"GET {FOOTBALL}/events", if_none_match=known)
    assert (again.status_code, again.content) == (304, b"")

    office.game.event("Togo v Benin")
    assert office.ask("Ama", f"GET {FOOTBALL}/events", if_none_match=known).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/api/sports",
        f"{FOOTBALL}/events",
        f"{FOOTBALL}/leagues",
        f"{FOOTBALL}/participants",
    ],
)
def test_only_admins_ask_for_what_is_hidden(office: Office, path: str) -> None:
    office.game.sport()

    assert office.ask("Ama", f"GET {path}?hidden=true").status_code == 403
    assert office.ask("Efua", f"GET {path}?hidden=true").status_code == 200


def test_a_time_without_its_offset_is_refused(office: Office) -> None:
    office.game.sport()

    office.ask("Efua", f"POST {FOOTBALL}/events", {"starts_at": "2030-06-11T15:00:00"})

    assert office.answer.status_code == 400
    assert office.answer.json()["errors"][0]["path"] == "starts_at"


def test_a_league_and_its_participants_are_kept(office: Office) -> None:
    office.game.sport()
    league = {"slug": "cup", "name": "The Cup"}
    office.must("Efua", f"POST {FOOTBALL}/leagues", league)
    office.must("Efua", f"PUT {FOOTBALL}/leagues/cup", {"name": "The Old Cup"})
    pair = {"slug": "a-and-b", "name": "A & B", "kind": "pair"}
    office.must("Efua", f"POST {FOOTBALL}/participants", pair)

    (kept,) = office.read("Ama", f"{FOOTBALL}/leagues")["items"]
    assert (kept["slug"], kept["name"], kept["shared"]) == ("cup", "The Old Cup", False)
    (who,) = office.read("Ama", f"{FOOTBALL}/participants")["items"]
    assert (who["slug"], who["kind"]) == ("a-and-b", "pair")

    office.must(
        "Efua",
        f"PUT {FOOTBALL}/participants/a-and-b",
        {"name": "A & B", "kind": "pair", "archived": True},
    )
    assert office.read("Ama", f"{FOOTBALL}/participants")["items"] == []
    (archived,) = office.read("Efua", f"{FOOTBALL}/participants?hidden=true")["items"]
    assert archived["archived_at"] is not None
    assert office.ask("Efua", f"POST {FOOTBALL}/leagues", league).json()["type"] == (
        "/problems/slug-taken"
    )


def test_the_largest_score_there_is_can_be_shown(office: Office) -> None:
    event_id = office.game.event("race", participants=[f"car {n}" for n in range(1, 5)])
    laps = {f"{'lap' * 12}_{n}": {str(car): 100_000 for car in range(1, 5)} for n in range(49)}
    score = {"scores": laps, "positions": {str(car): car for car in range(1, 5)}}

    office.must("Kwesi", f"PUT {FOOTBALL}/events/{event_id}/score", score)


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_a_cursor_from_the_end_of_time_breaks_nothing(office: Office, year: str) -> None:
    office.game.sport()
    for offset in ("+14:00", "-12:00", ""):
        cursor = cursor_of((f"{year}-12-31T00:00:00{offset}", office.tenant_id))
        office.read("Ama", f"{FOOTBALL}/events?after={cursor}")
