"""Steps of competitions.feature, played over HTTP against a real database."""

from uuid import UUID

from pytest_bdd import given, parsers, scenarios, then, when

from app.plumbing.ids import new_id
from tests.acceptance.competitions.club import Club
from tests.acceptance.game import Game

scenarios("competitions.feature")


@given(parsers.parse('"{name}" is a draft that ended a minute ago'))
def _(club: Club, name: str) -> None:
    competition_id = club.make(name, run=False)
    club.sql(
        "update competition set ends_at = now() - interval '1 minute' where id = %s",
        UUID(competition_id),
    )


@given(parsers.parse("the community may have {count:d} competition"))
def _(club: Club, count: int) -> None:
    club.sql(
        "update tenant set settings = jsonb_build_object('limits',"
        " jsonb_build_object('competitions', %s::int)) where id = %s",
        count,
        club.tenant_id,
    )


@given(parsers.parse('"{name}" is played on an event'))
@when(parsers.parse('Efua adds an event to "{name}"'))
def _(club: Club, name: str) -> None:
    club.events["event"] = club.game.event(league_id=club.game.league())
    club.must("Efua", f"PUT {club.path(name)}/events/{club.events['event']}")


@when(
    parsers.parse(
        'Efua adds a league of 3 events, that one and an ended one among them, to "{name}"'
    )
)
def _(club: Club, name: str) -> None:
    ((league_id,),) = club.sql("select league_id from event where id = %s", club.events["event"])
    club.game.event("Togo v Benin", league_id=league_id)
    club.game.event("Chad v Niger", league_id=league_id, status="finished")
    club.must("Efua", f"POST {club.path(name)}/events", {"league_id": str(league_id)})


@when(parsers.parse('Efua adds an ended event to "{name}"'))
def _(club: Club, name: str) -> None:
    event_id = club.game.event(status="finished")
    club.ask("Efua", f"PUT {club.path(name)}/events/{event_id}")


@when(parsers.parse('Efua adds an event of another community to "{name}"'))
def _(club: Club, name: str) -> None:
    other = club.world.found_community(f"other-{club.subdomain}")
    event_id = Game(club.world.database, other).event()
    club.ask("Efua", f"PUT {club.path(name)}/events/{event_id}")


@given(parsers.parse('Ama made a {kind} on the event in "{name}"'))
def _(club: Club, kind: str, name: str) -> None:
    club.join("Ama", name)
    event_id = club.events["event"]
    entry = club.entry("Ama", name)["id"]
    if kind == "prediction":
        score = {"first": 2, "second": 1}
        club.must("Ama", f"PUT /api/entries/{entry}/predictions/{event_id}", score)
        return
    market = club.game.market(event_id, {"1": 2500})
    leg = {"selection_id": str(market.selections["1"]), "odds": 2500}
    slip = {"entry_id": entry, "kind": "single", "stake": 10, "legs": [leg]}
    club.must("Ama", f"PUT /api/bets/{new_id()}", slip)


@when(parsers.parse('Efua removes the event from "{name}"'))
def _(club: Club, name: str) -> None:
    club.ask("Efua", f"DELETE {club.path(name)}/events/{club.events['event']}")


@when(parsers.parse('Efua copies "{name}" as "{copy}"'))
def _(club: Club, name: str, copy: str) -> None:
    club.ask("Efua", f"POST {club.path(name)}/copy", club.outline(copy))
    if club.answer.is_success:
        club.competitions[copy] = club.answer.json()["id"]


@when(parsers.parse('Ama looks at "{name}"'))
def _(club: Club, name: str) -> None:
    club.ask("Ama", f"GET {club.path(name)}")


@given(parsers.parse('Ama has looked at "{name}"'), target_fixture="etag")
def _(club: Club, name: str) -> str:
    return str(club.ask("Ama", f"GET {club.path(name)}").headers["etag"])


@when(parsers.parse('Ama looks at "{name}" again'))
def _(club: Club, name: str, etag: str) -> None:
    club.ask("Ama", f"GET {club.path(name)}", if_none_match=f'"other", {etag}')


@then("she is told that nothing is new")
def _(club: Club, etag: str) -> None:
    assert (club.answer.status_code, club.answer.content) == (304, b"")
    assert club.answer.headers["etag"] == etag


@then("she is sent it anew")
def _(club: Club, etag: str) -> None:
    assert club.answer.json()["state"] == "finished"
    assert club.answer.headers["etag"] != etag


@then("Ama finds no competition")
def _(club: Club) -> None:
    assert club.must("Ama", "GET /api/competitions")["items"] == []
    assert club.must("Ama", "GET /api/competitions?state=draft")["items"] == []


@then(parsers.parse('Ama finds "{name}"'))
def _(club: Club, name: str) -> None:
    for query in ("", "?state=running&mode=pool&name=orld", "?limit=1"):
        found = club.must("Ama", f"GET /api/competitions{query}")["items"]
        assert [competition["name"] for competition in found] == [name]
    for query in ("state=finished", "name=%25", "mode=prediction&name=cup%20ii"):
        assert club.must("Ama", f"GET /api/competitions?{query}")["items"] == []


@then(
    parsers.parse(
        '"{name}" is a draft with {points:d} starting points, without events, at version 1'
    )
)
def _(club: Club, name: str, points: int) -> None:
    copy = club.read(name)
    assert (copy["state"], copy["version"]) == ("draft", 1)
    assert copy["settings"]["starting_points"] == points
    assert club.must("Efua", f"GET {club.path(name)}/events")["items"] == []


@then("the two have different codes")
def _(club: Club) -> None:
    codes = {club.must("Efua", f"GET {club.path(name)}/code")["code"] for name in club.competitions}
    assert len(codes) == 2


@then(parsers.re(r'"(?P<name>[^"]+)" is played on (?P<count>\d+) events?'))
def _(club: Club, name: str, count: str) -> None:
    found = club.must("Efua", f"GET {club.path(name)}/events?limit=1")
    ids = {event["id"] for event in found["items"]}
    while found["next"]:
        found = club.must("Efua", f"GET {club.path(name)}/events?limit=1&after={found['next']}")
        ids |= {event["id"] for event in found["items"]}
    assert len(ids) == int(count)


@then(parsers.parse('players are told of 1 event more in "{name}"'))
def _(club: Club, name: str) -> None:
    newest = club.must("Ama", f"GET {club.path(name)}/announcements?limit=1")["items"][0]
    assert newest["kind"] == "events_added"
    assert len(newest["facts"]["event_ids"]) == 1
