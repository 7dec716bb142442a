"""A browser without a script: it reads pages, fills in their forms and follows where they lead."""

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

import httpx


@dataclass
class FormSeen:
    action: str
    values: dict[str, str] = field(default_factory=dict)


class _Forms(HTMLParser):
    """The forms of a page with what is filled in already."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[FormSeen] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(FormSeen(given.get("action", "")))
        elif self.forms and tag == "select":
            self._select = given.get("name", "")
        elif self.forms and tag == "option" and self._select:
            values = self.forms[-1].values
            if "selected" in given or self._select not in values:
                values[self._select] = given.get("value", "")
        elif self.forms and tag == "input" and "name" in given:
            ticked = given.get("type") not in {"checkbox", "radio"} or "checked" in given
            if ticked:
                self.forms[-1].values[given["name"]] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""


class Reading:
    """What one person sees in one browser."""

    def __init__(self, browser: httpx.Client) -> None:
        self.browser = browser
        self.browser.follow_redirects = True
        self.answer = httpx.Response(200)

    def open(self, path: str) -> None:
        self.answer = self.browser.get(path)

    def send(self, action: str, **typed: str) -> None:
        """Fill in the form of the open page that goes to `action`, and send it."""
        form = next(one for one in self.forms() if one.action == action)
        self.answer = self.browser.post(action, data=form.values | typed)

    def forms(self) -> list[FormSeen]:
        parser = _Forms()
        parser.feed(self.answer.text)
        return parser.forms

    @property
    def text(self) -> str:
        """What can be read, with single spaces."""
        body = self.answer.text.partition('<main id="main">')[2].partition("</main>")[0]
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())
