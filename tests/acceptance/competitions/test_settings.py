"""Steps of settings.feature, played over HTTP against a real database."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from pytest_bdd import given, parsers, scenarios, then, when

from app.plumbing.openapi.general import Problem
from tests.acceptance.competitions.club import Club

scenarios("settings.feature")


def document(path: str, value: object) -> dict[str, Any]:
    """A setting by its path, as it is sent: `stakes.minimum` stands inside of `stakes`."""
    name, _, rest = path.partition(".")
    return {name: document(rest, value) if rest else value}


@when("Efua makes a competition with", target_fixture="fields")
def _(club: Club, datatable: list[list[str]]) -> list[str]:
    settings: dict[str, Any] = {"top_up": {"every": "day"}}
    for path, value in datatable[1:]:
        ((name, part),) = document(path, int(value)).items()
        settings[name] = settings.get(name, {}) | part if isinstance(part, dict) else part
    club.ask("Efua", "POST /api/competitions", club.outline("World Cup", settings=settings))
    return [path for path, _ in datatable[1:]]


@when("Efua makes a competition without a name that ends before it starts")
def _(club: Club) -> None:
    outline = club.outline(" ", ends_at="2020-01-01T00:00:00Z")
    club.ask("Efua", "POST /api/competitions", outline)


@given(parsers.parse('Efua changes "{setting}" of "{name}" to {value}'))
@when(parsers.parse('Efua changes "{setting}" of "{name}" to {value}'))
def _(club: Club, setting: str, name: str, value: str) -> None:
    club.change(name, settings=document(setting, json.loads(value)))


@given(parsers.parse('Efua and Yaw have both opened "{name}"'), target_fixture="seen")
def _(club: Club, name: str) -> dict[str, Any]:
    seen: dict[str, Any] = club.read(name)
    return seen


@when("Efua changes it, and then Yaw")
def _(club: Club, seen: dict[str, Any]) -> None:
    for who, name in {"Efua": "World Cup of Efua", "Yaw": "World Cup of Yaw"}.items():
        body = {"version": seen["version"], "reason": "a test", "name": name}
        club.ask(who, f"PATCH /api/competitions/{seen['id']}", body)


@when(parsers.parse('Efua lets "{name}" begin a day earlier'))
def _(club: Club, name: str) -> None:
    club.change(name, starts_at=(datetime.now(UTC) - timedelta(days=2)).isoformat())


@when(parsers.parse('Efua lets "{name}" end an hour ago'))
def _(club: Club, name: str) -> None:
    club.change(name, ends_at=(datetime.now(UTC) - timedelta(hours=1)).isoformat())


@then("each of these fields has a complaint of its own")
def _(club: Club, fields: list[str]) -> None:
    assert wrong_in(club) == {f"settings.{field}" for field in fields}


@then(parsers.parse('the complaints are about "{fields}"'))
def _(club: Club, fields: str) -> None:
    assert wrong_in(club) == set(fields.split(", "))


@then(parsers.parse('the setting "{setting}" of "{name}" is {value:d}'))
def _(club: Club, setting: str, name: str, value: int) -> None:
    found = club.read(name)["settings"]
    for part in setting.split("."):
        found = found[part]
    assert found == value


@then(parsers.parse('"{name}" is at version {version:d}'))
def _(club: Club, name: str, version: int) -> None:
    assert club.read(name)["version"] == version


@then(parsers.parse('Ama reads that "{what}" of "{name}" went from {before:d} to {after:d}'))
def _(club: Club, what: str, name: str, before: int, after: int) -> None:
    newest = club.must("Ama", f"GET {club.path(name)}/announcements?limit=1")["items"][0]
    assert (newest["kind"], newest["facts"]["reason"]) == ("changed", "a test")
    assert newest["facts"]["changes"] == {what: {"before": before, "after": after}}


@then(parsers.parse('nothing was announced in "{name}"'))
def _(club: Club, name: str) -> None:
    assert club.must("Efua", f"GET {club.path(name)}/announcements")["items"] == []


def wrong_in(club: Club) -> set[str]:
    problem = msgspec.json.decode(club.answer.content, type=Problem)
    return {error.path for error in problem.errors}
