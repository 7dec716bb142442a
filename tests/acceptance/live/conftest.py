"""A round of betting of its own for each test, and pages that follow it."""

from collections.abc import Sequence

import pytest

from tests.acceptance.betting.round import Round
from tests.acceptance.live.following import Page
from tests.acceptance.world import World


class Stand:
    """Where one watches a round from: pages of its players, by their names."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.round = Round(world)
        self.host = f"{self.round.name}.localhost"
        self._cookies: dict[str, str] = {}

    def page(self, who: str, *topics: str, last_id: str = "") -> Page:
        """A page that follows these topics; `last_id` is where it was when it lost us."""
        token = self.world.people.access_token(self.round.player(who).person)
        return self._page(topics, last_id, authorization=f"Bearer {token}")

    def sign_in(self, who: str) -> None:
        person = self.round.player(who).person
        browser = self.world.sign_in(person, self.host)
        self._cookies[who] = "; ".join(f"{name}={v}" for name, v in browser.cookies.items())

    def cookie(self, who: str) -> str:
        return self._cookies[who]

    def session_page(self, who: str, *topics: str) -> Page:
        """The same in a browser that signed in."""
        if who not in self._cookies:
            self.sign_in(who)
        return self._page(topics, "", cookie=self._cookies[who])

    def _page(self, topics: Sequence[str], last_id: str, **headers: str) -> Page:
        if last_id:
            headers["last-event-id"] = last_id
        host = f"{self.host}:{self.world.port}"
        return Page(f"http://{host}/live?topics={','.join(topics)}", host=host, headers=headers)


@pytest.fixture
def stand(world: World) -> Stand:
    return Stand(world)
