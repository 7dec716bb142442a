"""Steps of time_outs.feature, played over HTTP against a real database."""

from pytest_bdd import parsers, scenarios, when

from tests.acceptance.care import Care

scenarios("time_outs.feature")


@when(parsers.parse("{who} gives {points:d} points back"))
def _(care: Care, who: str, points: int) -> None:
    care.withdraw(who, points)


@when(parsers.parse("{who} asks for {points:d} points"))
def _(care: Care, who: str, points: int) -> None:
    care.deposit(who, points=points)
