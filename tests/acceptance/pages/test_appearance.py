"""Light or dark: whoever reads chooses, and the browser remembers it."""

from tests.acceptance.pages.reading import Reading
from tests.acceptance.world import World


def visitor(world: World) -> Reading:
    world.found_community("bright")
    return Reading(world.browser("bright.localhost"))


def test_a_visitor_s_choice_holds_on_every_page(world: World) -> None:
    reader = visitor(world)
    reader.open("/appearance")

    reader.send("/appearance", theme="dark", next="/terms")

    assert reader.answer.url.path == "/terms"
    assert 'data-theme="dark"' in reader.answer.text
    reader.open("/appearance")
    [form] = [one for one in reader.forms() if one.action == "/appearance"]
    assert form.values["theme"] == "dark"
    reader.send("/appearance", theme="pink")
    assert "Choose one of these." in reader.text
    reader.send("/appearance", theme="auto", next="//evil.example")
    assert reader.answer.url.path == "/"
    assert "data-theme" not in reader.answer.text
