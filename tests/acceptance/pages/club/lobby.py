"""A club whose people look at its pages in browsers of their own, and send its forms."""

from uuid import UUID

from tests.acceptance.competitions.club import Club
from tests.acceptance.game import Market
from tests.acceptance.pages.reading import Reading
from tests.acceptance.world import World


class Lobby(Club):
    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.host = f"{self.subdomain}.localhost"
        self.pages: dict[str, Reading] = {}
        self.markets: dict[str, Market] = {}

    def look(self, who: str, path: str) -> Reading:
        page = self.pages[who] = self._arrive(who)
        page.open(path)
        return page

    def _arrive(self, who: str) -> Reading:
        """Signed in, but for `somebody`, whom nobody knows."""
        if who in self.pages:
            return self.pages[who]
        if who == "somebody":
            return Reading(self.world.browser(self.host))
        return Reading(self.world.sign_in(self.person(who), self.host))

    def play_on(self, event_id: UUID) -> None:
        """Let the one competition that there is be played on an event, too."""
        (competition_id,) = self.competitions.values()
        self.sql(
            "insert into competition_event (tenant_id, competition_id, event_tenant_id, event_id)"
            " values (%s, %s, %s, %s)",
            self.tenant_id,
            competition_id,
            self.tenant_id,
            event_id,
        )

    def page_of(self, name: str) -> str:
        return f"/competitions/{self.competitions[name]}"
