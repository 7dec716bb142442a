"""An admin takes a competition from its first idea to its prizes, on pages without a script."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from tests.acceptance.pages.chair import Chair, words
from tests.acceptance.world import World

ALL = "/admin/competitions"


@pytest.fixture(scope="module")
def chair(shared_world: World) -> Iterator[Chair]:
    yield Chair(shared_world)
    shared_world.close_browsers()
    assert shared_world.violations() == []


def made(chair: Chair, name: str, **typed: str) -> str:
    """The path of a competition that was made on the page."""
    answer = chair.send(f"{ALL}/new", f"{ALL}/new", name=name, **typed)
    assert answer.status_code == 303, words(answer.text)
    return answer.headers["location"].removesuffix("/settings")


def test_a_draft_is_set_up_opened_and_stopped(chair: Chair) -> None:
    path = made(chair, "Spring Cup")
    settings = f"{path}/settings"
    changed = chair.send(settings, settings, starting_points="750", reason="as agreed")
    opened = chair.send(path, f"{path}/state", state="running")

    assert [changed.status_code, opened.status_code] == [303, 303]
    assert "Everybody begins with 750 points." in chair.look(settings)
    assert "Players see it and may join." in chair.look(path)
    chair.send(path, f"{path}/state", state="finished")
    assert "Play is stopped." in chair.look(path)


def test_a_form_sent_twice_makes_one_competition(chair: Chair) -> None:
    same = str(UUID(int=7 << 64 | 0x7000 << 64 | 1))
    first = chair.send(f"{ALL}/new", f"{ALL}/new", name="Once", id=same)
    second = chair.send(f"{ALL}/new", f"{ALL}/new", name="Once", id=same)

    assert second.headers["location"] == first.headers["location"]
    assert chair.sql("select count(*) from competition where name = 'Once'") == [(1,)]


def test_a_copy_has_the_settings_of_its_model(chair: Chair) -> None:
    model = made(chair, "Model", template="true")
    chair.send(f"{model}/settings", f"{model}/settings", postponement_hours="17", reason="a test")

    copy = made(chair, "Model again", like=model.rpartition("/")[2])

    assert "within 17 hours of its first time" in chair.look(f"{copy}/settings")


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(chair: Chair) -> None:
    path = made(chair, "Wrong") + "/settings"

    answer = chair.send(
        path, path, stakes_minimum="50", stakes_maximum="20", name="Typed", cash_out_margin="2,x"
    )
    page = answer.text
    impossible = chair.send(path, path, stakes_minimum="50", stakes_maximum="20", reason="a test")

    assert answer.status_code == 422
    assert 'value="Typed"' in page
    assert "Give a percentage with at most one decimal" in page
    assert impossible.status_code == 422
    assert 'id="stakes_maximum-error"' in impossible.text


def test_the_preview_tells_the_rules_as_they_would_be_and_saves_nothing(chair: Chair) -> None:
    path = made(chair, "Preview") + "/settings"

    preview = chair.send(path, path, to=f"{path}/preview", starting_points="333")

    assert preview.status_code == 200
    assert "Everybody begins with 333 points." in words(preview.text)
    assert "Everybody begins with 333 points." not in chair.look(path)


def test_what_players_have_earned_by_stays_while_it_runs(chair: Chair) -> None:
    chair.make("Going on", standing=["net_points"])
    path = f"{ALL}/{chair.competitions['Going on']}/settings"
    assert 'name="standing"' not in chair.browser().get(path).text

    chair.send(path, path, starting_points="900", reason="more for newcomers")

    kept = chair.read("Going on")["settings"]
    assert kept["standing"] == ["net_points"]
    assert kept["starting_points"] == 900


def test_whoever_asks_is_let_in_and_may_be_excluded(chair: Chair) -> None:
    chair.make("Closed", join_policy="approval")
    path = f"{ALL}/{chair.competitions['Closed']}/entries"
    chair.join("Ama", "Closed")
    ama = chair.name("Ama")
    assert f"{ama} Asks to join" in chair.look(path)
    entry = chair.entry("Ama", "Closed")["id"]

    chair.send(path, f"{path}/{entry}/approve")
    assert f"{ama} Plays" in chair.look(path)
    chair.send(path, f"{path}/{entry}/exclude", reason="Two accounts")
    assert "Two accounts" in chair.look(path)
    chair.send(path, f"{path}/{entry}/return")
    assert f"{ama} Plays" in chair.look(path)


def test_nobody_by_that_name_is_invited(chair: Chair) -> None:
    chair.make("By invitation", join_policy="invitation")
    path = f"{ALL}/{chair.competitions['By invitation']}/entries"
    kofi = chair.name("Kofi")

    nobody = chair.send(path, f"{path}/invite", name="Nemo")
    chair.send(path, f"{path}/invite", name=kofi)

    assert nobody.status_code == 422
    assert 'value="Nemo"' in nobody.text
    assert f"{kofi} Invited" in chair.look(path)


def test_a_league_is_added_at_once_and_an_event_removed(chair: Chair) -> None:
    league = chair.game.league("evening-league")
    event = chair.game.event(league_id=league)
    chair.make("On events")
    path = f"{ALL}/{chair.competitions['On events']}/events"

    chair.send(path, path, league_id=str(league))
    assert f"{path}/{event}/remove" in chair.browser().get(path).text
    chair.send(path, f"{path}/{event}/remove")

    assert "It is played on nothing yet." in chair.look(path)


def test_files_hold_entries_and_no_formulas(chair: Chair) -> None:
    chair.make("Files")
    chair.join("Ama", "Files")
    chair.join("Kofi", "Files")
    path = f"{ALL}/{chair.competitions['Files']}"
    entry = chair.entry("Kofi", "Files")["id"]
    chair.send(f"{path}/entries", f"{path}/entries/{entry}/exclude", reason="=1+1")

    lines = chair.browser().get(f"{path}/entries.csv").text.splitlines()

    assert lines[0] == "id,player,state,bot,joined_at,reason"
    assert [line.split(",")[1] for line in lines[1:]] == [chair.name("Ama"), chair.name("Kofi")]
    assert lines[2].endswith(",'=1+1")


def test_the_code_is_in_the_way_in_until_it_is_renewed(chair: Chair) -> None:
    chair.make("With a code", join_policy="code")
    path = f"{ALL}/{chair.competitions['With a code']}"
    code = chair.must("Efua", f"GET {chair.path('With a code')}/code")["code"]
    assert f"/join/{code}" in chair.look(path)
    assert "With a code" in chair.look(f"/join/{code}")

    chair.send(path, f"{path}/code")

    assert code not in chair.look(path)


def test_prizes_are_paid_once_standings_freeze(chair: Chair) -> None:
    chair.make("Prizes", prizes={"points": [500, 300]})
    chair.join("Ama", "Prizes")
    path = f"{ALL}/{chair.competitions['Prizes']}"
    early = chair.send(path, f"{path}/finish")
    assert early.status_code == 409
    assert "please say why" in words(early.text)

    chair.send(path, f"{path}/finish", reason="The cup is over")

    page = chair.look(path)
    assert f"1 {chair.name('Ama')} 500" in page
    assert "The cup is over" in page
