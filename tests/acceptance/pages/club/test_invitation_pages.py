"""Steps of invitations.feature, played in browsers that run no script."""

from urllib.parse import parse_qs, urlsplit

from pytest_bdd import given, parsers, scenarios, then, when

from tests.acceptance.pages.club.lobby import Lobby

scenarios("invitations.feature")

NAME = "Friends"


@given('Kofi has founded "Friends"')
def _(lobby: Lobby) -> None:
    lobby.look("Kofi", leagues_of(lobby))
    lobby.pages["Kofi"].send(leagues_of(lobby), name=NAME)
    lobby.leagues[NAME] = lobby.must("Kofi", "GET /api/private-leagues")["items"][0]
    assert lobby.pages["Kofi"].answer.url.path == league_page(lobby)


@given('Ama has joined "Friends"')
def _(lobby: Lobby) -> None:
    lobby.must("Ama", "POST /api/private-leagues/join", {"code": code_of(lobby)})


@given("Esi signs in from the link for the first time")
def _(lobby: Lobby) -> None:
    newcomer = lobby.world.people.join("Esi", f"{lobby.subdomain}/player")
    page = lobby.pages["Esi"] = lobby.look("somebody", link_of(lobby))
    page.follow("I have an account: sign in")
    page.answer = lobby.world.people.fill_in(page.browser, page.answer, newcomer)


@given(parsers.re(r"(?P<who>\w+) visits the link$"))
@when(parsers.re(r"(?P<who>\w+) visits the link$"))
def _(lobby: Lobby, who: str) -> None:
    lobby.look(who, link_of(lobby))


@given(parsers.parse('Ama visits the link of "{name}"'))
def _(lobby: Lobby, name: str) -> None:
    code = lobby.must("Efua", f"GET {lobby.path(name)}/code")["code"]
    lobby.look("Ama", f"/join/{code}")


@when("Kofi visits the page of his league")
def _(lobby: Lobby) -> None:
    lobby.look("Kofi", f"{league_page(lobby)}?founded=true")


@when("Ama accepts")
def _(lobby: Lobby) -> None:
    lobby.pages["Ama"].send(lobby.pages["Ama"].answer.url.path)


@when("Esi tells a little more, and accepts the invitation")
def _(lobby: Lobby) -> None:
    told = {"display_name": "Esi of Osu", "born_on": "1990-01-01", "locale": "en"}
    lobby.pages["Esi"].send("/welcome", **told, accepts="true")
    assert lobby.pages["Esi"].answer.url.path == link_of(lobby)
    lobby.pages["Esi"].send(link_of(lobby))


@when("somebody types the code in capitals")
def _(lobby: Lobby) -> None:
    lobby.look("somebody", "/join")
    lobby.pages["somebody"].send("/join", code=f" {code_of(lobby).upper()} ")


@when(parsers.parse('somebody types the code "{code}"'))
def _(lobby: Lobby, code: str) -> None:
    lobby.look("somebody", "/join")
    lobby.pages["somebody"].send("/join", code=code)


@when(parsers.parse('Kofi founds another "{name}"'))
def _(lobby: Lobby, name: str) -> None:
    lobby.look("Kofi", leagues_of(lobby))
    lobby.pages["Kofi"].send(leagues_of(lobby), name=name)


@when("Ama leaves the league")
def _(lobby: Lobby) -> None:
    lobby.look("Ama", league_page(lobby))
    lobby.pages["Ama"].send(f"{league_page(lobby)}/leave")


@when("Kofi removes Ama, takes a new code and archives the league")
def _(lobby: Lobby) -> None:
    page, ama = lobby.look("Kofi", league_page(lobby)), lobby.entry("Ama", "World Cup")["id"]
    assert "Founder" in page.text
    lobby.pages["Kofi"].send(f"{league_page(lobby)}/entries/{ama}/remove")
    lobby.pages["Kofi"].send(f"{league_page(lobby)}/code")
    lobby.pages["Kofi"].send(f"{league_page(lobby)}/archive")


@then("Kofi finds the link, the code and the picture")
def _(lobby: Lobby) -> None:
    page = lobby.look("Kofi", league_page(lobby))
    html = page.answer.text
    assert f'value="http://{lobby.host}:{lobby.world.port}{link_of(lobby)}"' in html
    assert f">{code_of(lobby)}<" in html
    picture = f"/api/private-leagues/{lobby.league_id(NAME)}/qr.svg"
    assert f'src="{picture}"' in html
    assert page.browser.get(picture).headers["content-type"] == "image/svg+xml"


@then("signing in and registering lead back to the link")
def _(lobby: Lobby) -> None:
    page = lobby.pages["somebody"]
    for name in ("I have an account: sign in", "Register and play"):
        assert parse_qs(urlsplit(page.link(name)).query) == {"next": [link_of(lobby)]}


@then(parsers.re(r"(?P<who>\w+) is in the league"))
def _(lobby: Lobby, who: str) -> None:
    assert who in lobby.look("Kofi", league_page(lobby)).text.title()


@then("the name is still there")
def _(lobby: Lobby) -> None:
    page = lobby.pages["Kofi"]
    assert page.answer.status_code == 422
    assert page.form(leagues_of(lobby)).values["name"] == NAME


@then("the old link leads nowhere")
def _(lobby: Lobby) -> None:
    assert lobby.look("Ama", link_of(lobby)).answer.status_code == 404


@then("the league holds Kofi alone, and takes nobody in")
def _(lobby: Lobby) -> None:
    text = lobby.look("Kofi", league_page(lobby)).text
    assert "Archived" in text
    assert "Invite friends" not in text
    assert "ama-" not in text


def leagues_of(lobby: Lobby) -> str:
    return f"{lobby.page_of('World Cup')}/leagues"


def league_page(lobby: Lobby) -> str:
    return f"{leagues_of(lobby)}/{lobby.league_id(NAME)}"


def code_of(lobby: Lobby) -> str:
    return str(lobby.leagues[NAME]["code"])


def link_of(lobby: Lobby) -> str:
    return f"/join/{code_of(lobby)}"
