"""A competition that everybody is known by name in, played over HTTP: for pools and predictions."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from app.competitions.rules.settings import CompetitionSettings
from tests.acceptance.game import Market
from tests.acceptance.village import Village
from tests.acceptance.world import World


class Contest(Village):
    def __init__(self, world: World) -> None:
        super().__init__(world, "contest")
        self.settings = CompetitionSettings()
        self.events: dict[str, UUID] = {}
        self.markets: dict[str, Market] = {}
        self._competition: UUID | None = None
        self._entries: dict[str, UUID] = {}

    def play_with(self, **settings: object) -> None:
        """Settings of the competition, before anybody joins it."""
        self.settings = replace(self.settings, **settings)  # type: ignore[arg-type]

    @property
    def competition_id(self) -> UUID:
        """The competition begins when somebody first needs it."""
        if self._competition is None:
            self._competition = self.game.competition([], self.settings)
        return self._competition

    @property
    def path(self) -> str:
        return f"/api/competitions/{self.competition_id}"

    def entry(self, who: str, *, points: int = 1_000) -> UUID:
        """The player's entry: they join when somebody first needs it."""
        if who not in self._entries:
            player = self.game.player(self.person(who).id)
            self._entries[who] = self.game.entry(self.competition_id, player, points=points)
        return self._entries[who]

    def event(
        self,
        name: str,
        *,
        round_name: str | None = None,
        starts_in: timedelta = timedelta(hours=2),
        sport: str = "football",
        participants: Sequence[str] = (),
        played: bool = True,
    ) -> UUID:
        event_id = self.game.event(
            name, sport=sport, starts_in=starts_in, participants=participants
        )
        self.sql("update event set round = %s where id = %s", round_name, event_id)
        if played:
            self.play_on(event_id, owner=self.tenant_id)
        self.events[name] = event_id
        return event_id

    def play_on(self, event_id: UUID, *, owner: UUID) -> None:
        self.sql(
            "insert into competition_event (tenant_id, competition_id, event_tenant_id, event_id)"
            " values (%s, %s, %s, %s)",
            self.tenant_id,
            self.competition_id,
            owner,
            event_id,
        )

    def lock(self, name: str) -> None:
        """The event's lock time passes."""
        self.sql(
            "update event set locks_at = now(), starts_at = now() where id = %s",
            self.events[name],
        )

    def problem(self) -> str:
        kind: str = self.answer.json().get("type", "")
        return kind.removeprefix("/problems/")
