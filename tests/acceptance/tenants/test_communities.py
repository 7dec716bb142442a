"""Steps of communities.feature, played at the command line and over HTTP."""

import time

import httpx
from click.testing import CliRunner, Result
from pytest_bdd import given, parsers, scenarios, then, when

from app.cli import main
from app.tenants.web.finding import MEMORY_SECONDS
from tests.acceptance.world import World

scenarios("communities.feature")


def operate(world: World, *words: str) -> Result:
    return CliRunner().invoke(main, words, env=world.database.environ(), catch_exceptions=False)


def visit(world: World, host: str) -> httpx.Response:
    return world.browser(host).get("/")


@given(parsers.parse('the community "{name}"'))
@when(parsers.parse('the operator founds "{name}"'))
def _(world: World, name: str) -> None:
    told = operate(world, "tenant", "create", name)
    assert told.exit_code == 0, told.output


@when(parsers.parse('the operator founds "{name}" again'), target_fixture="told")
def _(world: World, name: str) -> Result:
    return operate(world, "tenant", "create", name)


@given(parsers.parse('the operator suspends "{name}" because "{reason}"'))
@when(parsers.parse('the operator suspends "{name}" because "{reason}"'))
def _(world: World, name: str, reason: str) -> None:
    assert visit(world, f"{name}.localhost").status_code == 200
    assert operate(world, "tenant", "suspend", name, "--reason", reason).exit_code == 0
    time.sleep(MEMORY_SECONDS)


@when(parsers.parse('the operator lets "{name}" go on because "{reason}"'))
def _(world: World, name: str, reason: str) -> None:
    assert operate(world, "tenant", "resume", name, "--reason", reason).exit_code == 0
    time.sleep(MEMORY_SECONDS)


@then(parsers.parse('"{name}" answers at its address'))
def _(world: World, name: str) -> None:
    assert visit(world, f"{name}.localhost").status_code == 200


@then(parsers.parse('nobody answers at "{host}"'))
def _(world: World, host: str) -> None:
    answer = visit(world, host)
    assert answer.status_code == 404
    assert "There is no community at this address." in answer.text


@then("the operator is told that the address is taken")
def _(told: Result) -> None:
    assert told.exit_code == 1
    assert "Another community already lives at this address." in told.output


@then(parsers.parse('"{name}" is listed once'))
def _(world: World, name: str) -> None:
    lines = operate(world, "tenant", "list").output.splitlines()
    assert [line.split("\t")[0] for line in lines].count(name) == 1


@then(parsers.parse('"{name}" shows a notice that it takes a break'))
def _(world: World, name: str) -> None:
    answer = visit(world, f"{name}.localhost")
    assert answer.status_code == 503
    assert "taking a break" in answer.text
    assert name.capitalize() in answer.text


@then(parsers.parse('the founding of "{name}" stands in its audit record'))
def _(world: World, name: str) -> None:
    assert "community.founded" in world.audit_of(name)


@then(parsers.parse('the reason "{reason}" stands in the audit record of "{name}"'))
def _(world: World, reason: str, name: str) -> None:
    assert reason in world.audit_of(name)
