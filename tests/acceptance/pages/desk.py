"""Officials at their pages: each at a browser of their own, by forms and links alone."""

from typing import Any

import httpx

from tests.acceptance.pages.forms import Page
from tests.acceptance.rulings.court import Court
from tests.acceptance.world import World


class Desk(Court):
    """Everybody sends forms of the page that they saw last; `page` is the last that anybody saw."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.page = Page("")
        self._browsers: dict[str, httpx.Client] = {}
        self._pages: dict[str, Page] = {}

    def _at(self, who: str) -> httpx.Client:
        if who not in self._browsers:
            host = f"{self.subdomain}.localhost"
            self._browsers[who] = self.world.sign_in(self.person(who), host)
            self._browsers[who].follow_redirects = True
        return self._browsers[who]

    def looks(self, who: str, path: str) -> Page:
        return self._see(who, self._at(who).get(path))

    def fills_in(
        self,
        who: str,
        action: str,
        *,
        files: Any = None,  # noqa: ANN401 - as httpx takes them
        to: str | None = None,
        **typed: str,
    ) -> Page:
        """Fill in the form of the page that leads there, and send it: to where a button says."""
        form = self._pages[who].form(action)
        assert typed.keys() <= form.names, f"no fields {typed.keys() - form.names}"
        answer = self._at(who).post(to or form.action, data=form.fields | typed, files=files)
        return self._see(who, answer)

    @property
    def path(self) -> str:
        return self.answer.url.path

    def event_path(self, rest: str = "") -> str:
        return f"/admin/events/{self.event}{rest}"

    def cell(self, name: str, market: str = "Winner") -> str:
        """The field of a price."""
        return f"odds-{self.selection(name, market)['id']}"

    def types(self, who: str, action: str, typed: dict[str, str]) -> Page:
        """Fill in fields whose names are no keywords."""
        return self.fills_in(who, action, **typed)

    def sends(self, who: str, path: str) -> Page:
        """What no form of the page says, as a button elsewhere may have."""
        csrf = self._pages[who].forms[0].fields["csrf"]
        return self._see(who, self._at(who).post(path, data={"csrf": csrf}))

    def _see(self, who: str, answer: httpx.Response) -> Page:
        self.answer = answer
        self.page = self._pages[who] = Page(answer.text)
        return self.page
