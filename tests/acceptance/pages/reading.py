"""A browser without a script: it reads pages, fills in their forms and follows where they lead."""

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

import httpx


@dataclass
class FormSeen:
    action: str
    method: str = "get"
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
            self.forms.append(FormSeen(given.get("action", ""), given.get("method", "get")))
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
        form = self.form(action)
        fields = form.values | typed
        self.answer = (
            self.browser.post(action, data=fields)
            if form.method == "post"
            else self.browser.get(action, params=fields)
        )

    def follow(self, name: str) -> None:
        self.open(self.link(name))

    def link(self, name: str) -> str:
        """Where the first link that reads so leads to."""
        links = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', self.answer.text, re.DOTALL)
        return unescape(next(path for path, words in links if name in _words(words)))

    def form(self, action: str) -> FormSeen:
        return next(one for one in self.forms() if one.action == action)

    def button(self, action: str) -> str:
        """What the button of a form reads."""
        form = self.answer.text.partition(f'action="{action}"')[2]
        return _words(form.partition("<button")[2].partition(">")[2].partition("</button>")[0])

    def forms(self) -> list[FormSeen]:
        parser = _Forms()
        parser.feed(self.answer.text)
        return parser.forms

    @property
    def text(self) -> str:
        """What can be read, with single spaces."""
        body = self.answer.text.partition('<main id="main">')[2].partition("</main>")[0]
        return _words(body)


def _words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
