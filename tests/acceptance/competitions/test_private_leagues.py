"""Steps of private_leagues.feature, played over HTTP against a real database."""

import io
import re
from uuid import UUID

import segno
from pytest_bdd import given, parsers, scenarios, then, when

from tests.acceptance.competitions.club import Club

scenarios("private_leagues.feature")

LEAGUES = "/api/private-leagues"


@given(parsers.re(r'(?P<who>\w+) founds "(?P<name>[^"]*)" in "(?P<where>[^"]+)"'))
@when(parsers.re(r'(?P<who>\w+) founds "(?P<name>[^"]*)" in "(?P<where>[^"]+)"'))
def _(club: Club, who: str, name: str, where: str) -> None:
    club.ask(who, f"POST {LEAGUES}", {"competition_id": club.competitions[where], "name": name})
    if club.answer.is_success:
        club.leagues[name] = club.answer.json()


@given(parsers.parse('Ama has founded {count:d} leagues in "{where}"'))
def _(club: Club, count: int, where: str) -> None:
    for number in range(count):
        body = {"competition_id": club.competitions[where], "name": f"League {number}"}
        club.must("Ama", f"POST {LEAGUES}", body)


@given("the community has switched private leagues off")
def _(club: Club) -> None:
    club.sql(
        """update tenant set settings = '{"features": ["pools"]}' where id = %s""", club.tenant_id
    )


@given(parsers.parse('Ama asks for a new code of "{name}"'))
def _(club: Club, name: str) -> None:
    new = club.must("Ama", f"POST {LEAGUES}/{club.league_id(name)}/code")
    assert new["code"] != club.leagues[name]["code"]


@given(parsers.parse('Ama archives "{name}"'))
def _(club: Club, name: str) -> None:
    club.must("Ama", f"POST {LEAGUES}/{club.league_id(name)}/archive")


@given(parsers.re(r'(?P<who>\w+) joins the league "(?P<name>[^"]+)" with its (earlier )?code'))
@when(parsers.re(r'(?P<who>\w+) joins the league "(?P<name>[^"]+)" with its (earlier )?code'))
def _(club: Club, who: str, name: str) -> None:
    club.ask(who, f"POST {LEAGUES}/join", {"code": club.leagues[name]["code"]})


@when(parsers.re(r'(?P<who>\w+) leaves "(?P<name>[^"]+)"'))
def _(club: Club, who: str, name: str) -> None:
    club.ask(who, f"POST {LEAGUES}/{club.league_id(name)}/leave")


@when(parsers.parse('Ama removes Kofi from "{name}"'))
def _(club: Club, name: str) -> None:
    entry_id = club.entry("Kofi", "World Cup")["id"]
    club.ask("Ama", f"DELETE {LEAGUES}/{club.league_id(name)}/entries/{entry_id}")


@when(parsers.re(r'(?P<who>\w+) renames "(?P<name>[^"]+)" to "(?P<new>[^"]+)"'))
def _(club: Club, who: str, name: str, new: str) -> None:
    club.ask(who, f"PUT {LEAGUES}/{club.league_id(name)}/name", {"name": new})


@when(parsers.parse('Kofi looks at "{name}"'))
def _(club: Club, name: str) -> None:
    club.ask("Kofi", f"GET {LEAGUES}/{club.league_id(name)}")


@then(parsers.parse('"{name}" has {who} in it'))
def _(club: Club, name: str, who: str) -> None:
    members = club.must("Ama", f"GET {LEAGUES}/{club.league_id(name)}/entries")["items"]
    wanted = [club.person(one).username for one in who.split(" and ")]
    assert [member["player"] for member in members] == wanted


@then(parsers.parse('Kofi finds "{name}" among his leagues'))
def _(club: Club, name: str) -> None:
    (found,) = club.must("Kofi", f"GET {LEAGUES}")["items"]
    assert found == club.leagues[name]
    everywhere = club.must("Efua", f"GET {club.path('World Cup')}/private-leagues")["items"]
    assert everywhere == [found]


@then(parsers.parse('Kofi sees that its code leads to "{name}" in "{where}"'))
def _(club: Club, name: str, where: str) -> None:
    league = club.leagues[name]
    assert league["path"] == f"/join/{league['code']}"
    seen = club.must("Kofi", f"GET {LEAGUES}/by-code/{league['code']}")
    assert seen == {
        "league_id": league["id"],
        "name": name,
        "competition_id": club.competitions[where],
    }


@then(parsers.parse('Ama gets the link of "{name}" as a picture'))
def _(club: Club, name: str) -> None:
    answer = club.ask("Ama", f"GET {LEAGUES}/{club.league_id(name)}/qr.svg")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    link = f"http://{club.subdomain}.localhost:{club.world.port}{club.leagues[name]['path']}"
    expected = io.BytesIO()
    segno.make_qr(link).save(expected, kind="svg", scale=8, light="#fff")
    assert answer.content == expected.getvalue()
    assert re.search(rb"<svg [^>]*width=", answer.content)


@then(parsers.parse('"{name}" is now called "{new}"'))
def _(club: Club, name: str, new: str) -> None:
    assert club.must("Ama", f"GET {LEAGUES}/{club.league_id(name)}")["name"] == new


@then("the audit record tells nothing of it")
def _(club: Club) -> None:
    assert str(UUID(club.league_id("Friends"))) not in club.world.audit_of(club.subdomain)
