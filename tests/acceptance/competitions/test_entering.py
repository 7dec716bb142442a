"""Steps of entering.feature, played over HTTP against a real database."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from pytest_bdd import given, parsers, scenarios, then, when

from tests.acceptance.competitions.club import Club

scenarios("entering.feature")

POLICIES = {
    "those who know its code": "code",
    "those who are invited": "invitation",
    "those who are approved": "approval",
}


@given(parsers.parse('"{name}" is running for {whom}'))
def _(club: Club, name: str, whom: str) -> None:
    club.make(name, join_policy=POLICIES[whom])


@given(parsers.parse('"{name}" ended a minute ago'))
def _(club: Club, name: str) -> None:
    club.sql(
        "update competition set ends_at = now() - interval '1 minute' where id = %s",
        UUID(club.competitions[name]),
    )


@given(parsers.parse('Efua renews the code of "{name}"'), target_fixture="earlier_code")
def _(club: Club, name: str) -> str:
    earlier = club.must("Efua", f"GET {club.path(name)}/code")["code"]
    club.must("Efua", f"POST {club.path(name)}/code")
    return str(earlier)


@given(parsers.parse('Efua invites Ama to "{name}"'))
def _(club: Club, name: str) -> None:
    player = club.person("Ama").username
    club.must("Efua", f"POST {club.path(name)}/invitations", {"player": player.upper()})


@when(parsers.parse('Efua invites somebody unknown to "{name}"'))
def _(club: Club, name: str) -> None:
    club.ask("Efua", f"POST {club.path(name)}/invitations", {"player": "Somebody"})


@when(parsers.parse('Ama joins "{name}" {times:d} times at once'))
def _(club: Club, name: str, times: int) -> None:
    club.person("Ama")
    with ThreadPoolExecutor(times) as pool:
        answers = list(pool.map(lambda _: club.join("Ama", name), range(times)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1


@when(parsers.parse('Ama joins "{name}" with its code in capitals'))
def _(club: Club, name: str) -> None:
    code = club.must("Efua", f"GET {club.path(name)}/code")["code"]
    club.join("Ama", name, code=f" {code.upper()} ")


@when(parsers.re(r'Ama joins "(?P<name>[^"]+)" with the code "(?P<code>[^"]*)"'))
def _(club: Club, name: str, code: str) -> None:
    club.join("Ama", name, code=code)


@when(parsers.parse('Ama joins "{name}" with the earlier code'))
def _(club: Club, name: str, earlier_code: str) -> None:
    club.join("Ama", name, code=earlier_code)


@when(parsers.parse('Robo, a bot, joins "{name}"'))
def _(club: Club, name: str) -> None:
    club.join("Robo", name, bot=True)


@given("Yaw, another admin, plays here")
def _(club: Club) -> None:
    club.person("Yaw")


@given(parsers.re(r'Efua (?P<asks>asks|does not ask) to play in "(?P<name>[^"]+)"'))
def _(club: Club, asks: str, name: str) -> None:
    if asks == "asks":
        assert club.join("Efua", name).json()["state"] == "requested"


@given(parsers.parse('Efua plays in "{name}" by a bot'))
def _(club: Club, name: str) -> None:
    assert club.join("Efua", name, bot=True).is_success


@given(parsers.parse('Yaw excludes Efua from "{name}"'))
def _(club: Club, name: str) -> None:
    entry_id = club.entry("Efua", name)["id"]
    club.must("Yaw", f"POST /api/entries/{entry_id}/exclude", {"reason": "a test"})


@when(parsers.parse('Efua invites herself in "{name}"'))
def _(club: Club, name: str) -> None:
    club.ask(
        "Efua", f"POST {club.path(name)}/invitations", {"player": club.person("Efua").username}
    )


@when(parsers.re(r'(?P<who>\w+) approves (herself|Efua) in "(?P<name>[^"]+)"'))
def _(club: Club, who: str, name: str) -> None:
    club.ask(who, f"POST /api/entries/{club.entry('Efua', name)['id']}/approve")


@when(parsers.parse('Efua says that she is no bot in "{name}"'))
def _(club: Club, name: str) -> None:
    club.ask("Efua", f"PUT /api/entries/{club.entry('Efua', name)['id']}/bot", {"bot": False})


@when(parsers.parse('Efua lets herself return to "{name}"'))
def _(club: Club, name: str) -> None:
    club.ask("Efua", f"POST /api/entries/{club.entry('Efua', name)['id']}/return")


@given(parsers.parse('Ama withdraws from "{name}"'))
def _(club: Club, name: str) -> None:
    entry_id = club.entry("Ama", name)["id"]
    withdrawn = club.must("Ama", f"POST /api/entries/{entry_id}/withdraw")
    assert withdrawn["state"] == "withdrawn"


@given(parsers.re(r'Efua (?P<verb>approve|refuse)s Ama in "(?P<name>[^"]+)"'))
@when(parsers.re(r'Efua (?P<verb>approve|refuse)s Ama in "(?P<name>[^"]+)"'))
def _(club: Club, verb: str, name: str) -> None:
    club.decide("Efua", verb, "Ama", name)


@given(parsers.parse('Efua excludes Ama from "{name}" because "{reason}"'))
@when(parsers.parse('Efua excludes Ama from "{name}" because "{reason}"'))
def _(club: Club, name: str, reason: str) -> None:
    club.decide("Efua", "exclude", "Ama", name, reason=reason)


@when(parsers.parse('Efua lets Ama return to "{name}"'))
def _(club: Club, name: str) -> None:
    club.decide("Efua", "return", "Ama", name)


@when(parsers.parse('Efua marks Ama as a bot in "{name}"'))
def _(club: Club, name: str) -> None:
    club.ask("Efua", f"PUT /api/entries/{club.entry('Ama', name)['id']}/bot", {"bot": True})


@when(parsers.parse('Kofi looks at the entry of Ama in "{name}"'))
def _(club: Club, name: str) -> None:
    club.ask("Kofi", f"GET /api/entries/{club.entry('Ama', name)['id']}")


@then(parsers.re(r'(?P<who>Ama|Efua) plays in "(?P<name>[^"]+)"'))
def _(club: Club, who: str, name: str) -> None:
    assert club.entry(who, name)["state"] == "active"


@then(parsers.parse('Ama waits to play in "{name}"'))
def _(club: Club, name: str) -> None:
    assert club.entry("Ama", name)["state"] == "requested"


@then(parsers.parse('Ama has no entry in "{name}"'))
def _(club: Club, name: str) -> None:
    assert club.entry("Ama", name) is None


@then(parsers.parse('"{name}" has 1 entry'))
def _(club: Club, name: str) -> None:
    entries = club.must("Efua", f"GET {club.path(name)}/entries")["items"]
    assert [entry["player"] for entry in entries] == [club.person("Ama").username]


@then(parsers.parse('Ama is excluded from "{name}" because "{reason}"'))
def _(club: Club, name: str, reason: str) -> None:
    entry = club.entry("Ama", name)
    assert (entry["state"], entry["reason"]) == ("excluded", reason)


@then(parsers.parse('Kofi sees that Ama is excluded from "{name}", but not why'))
def _(club: Club, name: str) -> None:
    (entry,) = club.must("Kofi", f"GET {club.path(name)}/entries")["items"]
    assert (entry["state"], entry["reason"]) == ("excluded", None)


@then(parsers.parse('{who} is marked as a bot in "{name}"'))
def _(club: Club, who: str, name: str) -> None:
    assert club.entry(who, name)["bot"] is True


@then(parsers.re(r'(?P<who>\w+) finds (?P<whom>Ama|nobody) among the entries of "(?P<name>[^"]+)"'))
def _(club: Club, who: str, whom: str, name: str) -> None:
    found = club.must(who, f"GET {club.path(name)}/entries")["items"]
    wanted = [] if whom == "nobody" else [club.person(whom).username]
    assert [entry["player"] for entry in found] == wanted


@when(parsers.re(r'(?P<who>Ama|Kofi) tries to withdraw (Ama )?from "(?P<name>[^"]+)"'))
def _(club: Club, who: str, name: str) -> None:
    club.ask(who, f"POST /api/entries/{club.entry('Ama', name)['id']}/withdraw")
