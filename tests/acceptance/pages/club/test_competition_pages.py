"""Steps of competitions.feature, played in browsers that run no script."""

from datetime import timedelta

from pytest_bdd import given, parsers, scenarios, then, when

from app.plumbing.ids import new_id
from tests.acceptance.pages.club.lobby import Lobby

scenarios("competitions.feature")


@given(parsers.parse('it is played on "{event}" at {home:f}, {draw:f} and {away:f}'))
def _(lobby: Lobby, event: str, home: float, draw: float, away: float) -> None:
    lobby.events[event] = lobby.game.event(event)
    odds = {"1": round(home * 1000), "draw": round(draw * 1000), "2": round(away * 1000)}
    lobby.markets[event] = lobby.game.market(lobby.events[event], odds)
    lobby.play_on(lobby.events[event])


@given(parsers.parse('"{event}" of it ended 2:1'))
def _(lobby: Lobby, event: str) -> None:
    event_id = lobby.game.event(event, starts_in=timedelta(hours=-3))
    lobby.play_on(event_id)
    lobby.game.ruling(event_id)
    lobby.sql("update event set status = 'finished' where id = %s", event_id)


@given(parsers.parse('the community pays half of what a win brings on "{event}"'))
def _(lobby: Lobby, event: str) -> None:
    lobby.game.configure(lobby.events[event], odds_multiplier=500)


@given(parsers.parse('Efua changes the top-up of "{name}" to {points:d} points each week'))
def _(lobby: Lobby, name: str, points: int) -> None:
    wanted = {"top_up": {"points": points, "every": "week"}}
    assert lobby.change(name, settings=wanted).is_success


@given(parsers.parse('Ama bets {stake:d} points on "{event}"'))
def _(lobby: Lobby, stake: int, event: str) -> None:
    selection = lobby.markets[event].selections["1"]
    slip = {
        "entry_id": lobby.entry("Ama", "World Cup")["id"],
        "kind": "single",
        "stake": stake,
        "legs": [{"selection_id": str(selection), "odds": 2500}],
    }
    lobby.must("Ama", f"PUT /api/bets/{new_id()}", slip)


@when(parsers.parse('Ama asks to join "{name}"'))
def _(lobby: Lobby, name: str) -> None:
    lobby.pages["Ama"].send(f"{lobby.page_of(name)}/join")


@when(parsers.parse('Ama types the code "{code}" for "{name}"'))
def _(lobby: Lobby, code: str, name: str) -> None:
    lobby.pages["Ama"].send(f"{lobby.page_of(name)}/join", code=code)


@when(parsers.parse('Ama withdraws from "{name}"'))
def _(lobby: Lobby, name: str) -> None:
    lobby.pages["Ama"].send(f"{lobby.page_of(name)}/withdraw")


@when(parsers.parse('Ama looks at what was played in "{name}"'))
def _(lobby: Lobby, name: str) -> None:
    page = lobby.look("Ama", lobby.page_of(name))
    lobby.look("Ama", page.link("Played"))


@when(parsers.parse('Ama visits the rules of "{name}"'))
def _(lobby: Lobby, name: str) -> None:
    lobby.look("Ama", f"{lobby.page_of(name)}/rules")


@when("Ama hides the first steps")
def _(lobby: Lobby) -> None:
    assert "Your first steps" in lobby.look("Ama", "/").text
    lobby.pages["Ama"].send("/first-steps/hide")


@then(parsers.parse('Ama can play along in "{name}"'))
def _(lobby: Lobby, name: str) -> None:
    assert lobby.pages["Ama"].button(f"{lobby.page_of(name)}/join").startswith("Play along")


@then(parsers.parse('Ama can come back to "{name}"'))
def _(lobby: Lobby, name: str) -> None:
    assert lobby.pages["Ama"].button(f"{lobby.page_of(name)}/join") == "Come back"


@then(parsers.parse('Ama cannot join "{name}"'))
def _(lobby: Lobby, name: str) -> None:
    actions = {form.action for form in lobby.pages["Ama"].forms()}
    assert f"{lobby.page_of(name)}/join" not in actions


@then(parsers.parse('Ama finds the price {price} of "{event}"'))
def _(lobby: Lobby, price: str, event: str) -> None:
    text = lobby.pages["Ama"].text
    assert price in text.partition(event.replace(" v ", " "))[2]


@then("what Ama typed is still there")
def _(lobby: Lobby) -> None:
    page = lobby.pages["Ama"]
    assert page.answer.status_code == 422
    assert page.form(f"{lobby.page_of('World Cup')}/join").values["code"] == "nonsense"


@then("Ama is told that there is none")
def _(lobby: Lobby) -> None:
    assert lobby.pages["Ama"].answer.status_code == 404
    assert "There is no such competition." in lobby.pages["Ama"].text
