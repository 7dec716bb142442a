"""Steps of importing.feature, played over HTTP and at the command line."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner, Result
from pytest_bdd import given, parsers, scenarios, then, when

from app.catalogue.rules.importing.wanted import EVENTS_MAX, FILE_BYTES_MAX
from app.cli import main
from tests.acceptance.catalogue.office import Office
from tests.acceptance.catalogue.test_catalogue import said_of

scenarios("importing.feature")

EVENTS = "/api/sports/football/events"
IMPORTS = "/api/catalogue/imports"
WORLD_CUPS = Path("../shared/data/openfootball")


@dataclass
class File:
    name: str
    text: str
    digest: str = "none yet"
    first: httpx.Response | None = None


def send(office: Office, who: str, path: str, file: File, query: str = "") -> httpx.Response:
    content = file.text.encode()
    return office.ask(who, f"POST {path}?name={file.name}{query}", content=content)


def preview(office: Office, file: File, who: str = "Efua", query: str = "") -> None:
    answer = send(office, who, f"{IMPORTS}/preview", file, query)
    file.digest = answer.json().get("digest", file.digest)


def apply(office: Office, file: File, query: str = "") -> httpx.Response:
    return send(office, "Efua", IMPORTS, file, f"&digest={file.digest}{query}")


def import_(office: Office, file: File, query: str = "") -> None:
    preview(office, file, query=query)
    assert apply(office, file, query).status_code == 201, office.answer.text


@given(parsers.parse('the file "{name}"'), target_fixture="file")
def _(name: str, docstring: str) -> File:
    return File(name, docstring)


@given(parsers.parse('"{old}" became "{new}" in it'))
def _(file: File, old: str, new: str) -> None:
    assert old in file.text
    file.text = file.text.replace(old, new)


@given("Efua previews the file")
@when("Efua previews the file")
def _(office: Office, file: File) -> None:
    preview(office, file)


@when("Ama previews the file")
def _(office: Office, file: File) -> None:
    preview(office, file, who="Ama")


@when("Efua applies it")
def _(office: Office, file: File) -> None:
    apply(office, file)


@given("Efua applies it")
def _(office: Office, file: File) -> None:
    file.first = apply(office, file)
    assert file.first.status_code == 201, file.first.text


@when("Efua sends the very same again")
def _(office: Office, file: File) -> None:
    apply(office, file)


@given("Efua has imported the file")
@when("Efua imports the file")
def _(office: Office, file: File) -> None:
    import_(office, file)


@given(parsers.parse('another admin moves "{slug}" meanwhile'))
def _(office: Office, slug: str) -> None:
    event = office.read("Efua", f"{EVENTS}/{slug}")
    wish = said_of(event) | {"starts_at": "2030-06-11T20:00:00Z", "league": "the-cup"}
    office.must("Efua", f"PUT {EVENTS}/{slug}", wish)


@then(parsers.parse("{count:d} things would be added"))
def _(office: Office, count: int) -> None:
    told = office.answer.json()
    assert (told["added"], told["changed"], told["unchanged"]) == (count, 0, 0), told
    assert len(told["changes"]) == count


@then("there is no event")
def _(office: Office) -> None:
    with office.as_superuser() as superuser:
        query = "select from event where tenant_id = %s"
        assert superuser.execute(query, [office.tenant_id]).fetchall() == []


@then(parsers.parse('"{slug}" starts at {moment}'))
def _(office: Office, slug: str, moment: str) -> None:
    assert office.read("Ama", f"{EVENTS}/{slug}")["starts_at"] == moment


@then(parsers.parse('"{slug}" was first to start at {moment}'))
def _(office: Office, slug: str, moment: str) -> None:
    event = office.read("Ama", f"{EVENTS}/{slug}")
    assert event["first_starts_at"] == moment != event["starts_at"]


@then(parsers.parse("the audit has {count:d} import"))
def _(office: Office, count: int) -> None:
    assert office.audited().count('"catalogue.imported"') == count


@then(parsers.parse("{count:d} things stay as they are and nothing would change"))
def _(office: Office, count: int) -> None:
    told = office.answer.json()
    assert (told["added"], told["changed"], told["unchanged"]) == (0, 0, count), told


@then(
    parsers.parse('only the start and the lock of "{slug}" would change, by two hours'),
)
def _(office: Office, slug: str) -> None:
    (change,) = [c for c in office.answer.json()["changes"] if c["action"] != "unchanged"]
    was, will_be = "2030-06-11T19:00:00Z", "2030-06-11T21:00:00Z"
    assert (change["action"], change["slug"]) == ("changed", slug)
    assert change["before"] == {"starts_at": was, "locks_at": was}
    assert change["after"] == {"starts_at": will_be, "locks_at": will_be}


@then("the answer is the first one")
def _(office: Office, file: File) -> None:
    assert file.first
    answer = office.answer
    assert (answer.status_code, answer.json()) == (201, file.first.json())


@then(parsers.parse("it complains of line {line:d}, column {column}: {message}"))
def _(office: Office, line: int, column: str, message: str) -> None:
    complaint = {"file": "cup.csv", "line": line, "column": column, "path": "", "message": message}
    assert complaint in office.answer.json()["errors"], office.answer.text


@when(parsers.re("the operator (?P<verb>imports|previews) the file"), target_fixture="told")
def _(office: Office, file: File, verb: str, tmp_path: Path) -> Result:
    path = tmp_path / file.name
    path.write_text(file.text)
    words = ["import", str(path), "--community", office.subdomain]
    words += ["--preview"] if verb == "previews" else []
    return CliRunner().invoke(main, words, env=office.world.database.environ())


@then(parsers.parse('they are told "{words}"'))
def _(told: Result, words: str) -> None:
    assert words in told.output.splitlines(), told.output
    assert told.exit_code == (1 if "cup.csv" in words else 0)


CUP = """{"name": "Small Cup 2030", "matches": [
    {"round": "Matchday 1", "date": "2030-06-11", "time": "13:00 UTC-6", "group": "Group A",
     "team1": "Ghana", "team2": "Mali", "ground": "Kumasi"},
    {"round": "Final", "num": 2, "date": "2030-06-20", "time": "20:00 UTC+5:30",
     "team1": "W1", "team2": "Togo"}
]}"""


def test_a_score_that_arrives_later_ends_the_event(office: Office) -> None:
    import_(office, File("cup.json", CUP))
    score = '"score": {"ft": [1, 1], "ht": [0, 1], "et": [2, 1]}, "team1": "W1"'
    played = File("cup.json", CUP.replace('"team1": "W1"', score))

    preview(office, played)
    (change,) = [c for c in office.answer.json()["changes"] if c["action"] != "unchanged"]
    apply(office, played)

    assert set(change["after"]) == {"status", "result"}
    final = f"{EVENTS}/small-cup-2030-match-2"
    assert office.read("Ama", final)["status"] == "finished"
    (result,) = office.read("Ama", f"{final}/results")["items"]
    assert result["source"] == "import"
    assert result["result"]["scores"]["extra_time"] == {"1": 2, "2": 1}


def test_a_corrected_score_is_a_new_version(office: Office) -> None:
    wrong = CUP.replace('"team1": "W1"', '"score": {"ft": [1, 0]}, "team1": "W1"')
    import_(office, File("cup.json", wrong))

    import_(office, File("cup.json", wrong.replace("[1, 0]", "[0, 1]")))

    versions = office.read("Ama", f"{EVENTS}/small-cup-2030-match-2/results")["items"]
    assert [(v["version"], v["result"]["scores"]["full_time"]["2"]) for v in versions] == [
        (2, 1),
        (1, 0),
    ]
    path = f"{EVENTS}/small-cup-2030-match-2/results?limit=1"
    newest = office.read("Ama", path)
    older = office.read("Ama", f"{path}&after={newest['next']}")
    assert ([v["version"] for v in older["items"]], older["next"]) == ([1], None)


def test_a_placeholder_of_a_file_makes_way(office: Office) -> None:
    import_(office, File("cup.json", CUP))

    import_(office, File("cup.json", CUP.replace('"W1"', '"Ghana"')))

    event = office.read("Ama", f"{EVENTS}/small-cup-2030-match-2")
    assert [seat["slug"] for seat in event["participants"]] == ["ghana", "togo"]
    assert event["version"] == 2


def test_a_bad_match_is_named_by_its_path(office: Office) -> None:
    bad = CUP.replace('"Mali"', "7").replace('"20:00 UTC+5:30"', '"20:00"')

    preview(office, File("cup.json", bad))

    assert [(e["path"], e["line"]) for e in office.answer.json()["errors"]] == [
        ("$.matches[0].team2", None),
        ("$.matches[1].time", None),
    ]


@pytest.mark.parametrize(
    ("name", "text", "status"),
    [
        ("cup.txt", "", 400),
        ("cup.csv", "x" * (FILE_BYTES_MAX + 1), 413),
        ("cup.csv", "sport,participants,starts\n" + "a,b,c\n" * (EVENTS_MAX + 1), 400),
        ("cup.json", "[" * 100_000, 400),
        ("cup.json", "", 400),
        ("cup.csv", "", 400),
    ],
    ids=["another format", "too large", "too many", "too deep", "no JSON", "no CSV"],
)
def test_what_cannot_be_read_is_refused(office: Office, name: str, text: str, status: int) -> None:
    preview(office, File(name, text))

    assert office.answer.status_code == status


@pytest.mark.skipif(not WORLD_CUPS.exists(), reason="the world cups lie beside the project")
@pytest.mark.parametrize(("year", "matches"), [(2018, 64), (2022, 64), (2026, 104)])
def test_a_world_cup_is_imported_once(office: Office, year: int, matches: int) -> None:
    file = File("worldcup.json", (WORLD_CUPS / str(year) / "worldcup.json").read_text())
    qatar = "&zone=Asia/Qatar"

    import_(office, file, qatar)
    preview(office, file, query=qatar)

    again: dict[str, Any] = office.answer.json()
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, matches)
