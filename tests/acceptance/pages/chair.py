"""A club whose admins work at its pages: they open one, fill in its form, and send it."""

import re
from html.parser import HTMLParser

import httpx

from tests.acceptance.competitions.club import Club
from tests.acceptance.world import World


class Fields(HTMLParser):
    """What a browser would send of the form with this action, untouched."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._action = action
        self._inside = False
        self._select = ""
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        name = told.get("name") or ""
        if tag == "form":
            self._inside = told.get("action") == self._action and told.get("method") == "post"
        if not self._inside:
            return
        match tag:
            case "input" if told.get("type") != "checkbox" or "checked" in told:
                self.values[name] = told.get("value") or ""
            case "textarea":
                self._text, self.values[name] = name, ""
            case "select":
                self._select = name
            case "option" if "selected" in told or self._select not in self.values:
                self.values[self._select] = told.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self._text:
            self.values[self._text] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = ""
        if tag == "form":
            self._inside = False


class Chair(Club):
    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._browsers: dict[str, httpx.Client] = {}

    def browser(self, who: str = "Efua") -> httpx.Client:
        if who not in self._browsers:
            host = f"{self.subdomain}.localhost"
            self._browsers[who] = self.world.sign_in(self.person(who), host)
        return self._browsers[who]

    def look(self, path: str, who: str = "Efua") -> str:
        """The text of a page, without its tags."""
        answer = self.browser(who).get(path)
        assert answer.status_code == 200, answer.text
        return words(answer.text)

    def name(self, who: str) -> str:
        """What somebody is called on pages: each test community has an Ama of its own."""
        query = "select display_name from player where subject = %s"
        return str(self.sql(query, self.person(who).id)[0][0])

    def send(
        self, page: str, action: str, who: str = "Efua", to: str = "", **typed: str
    ) -> httpx.Response:
        """Send a form of a page, with these fields typed over what it says.

        `to` is where another button of it leads.
        """
        browser = self.browser(who)
        fields = Fields(action)
        fields.feed(browser.get(page).text)
        assert fields.values, f"no form of {page} goes to {action}"
        return browser.post(to or action, data=fields.values | typed)


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())
