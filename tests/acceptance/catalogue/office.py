"""A community's office over HTTP: who looks after its events, and who follows them."""

from typing import Any
from uuid import UUID

import psycopg

from app.tenants.rules import PLATFORM_ID
from tests.acceptance.game import Game
from tests.acceptance.village import Village
from tests.acceptance.world import World


class Office(Village):
    """Efua is an admin, Kwesi a scorer, Ama a player; Sena is of the platform's staff."""

    def __init__(self, world: World) -> None:
        super().__init__(world, "almanac")
        self.platform = Game(world.database, PLATFORM_ID)

    def read(self, who: str, path: str) -> Any:  # noqa: ANN401 - any JSON
        return self.must(who, f"GET {path}")

    def lives_in(self, who: str, time_zone: str) -> None:
        with self.as_superuser() as superuser:
            superuser.execute(
                "update player set time_zone = %s where subject = %s",
                [time_zone, self.person(who).id],
            )

    def as_superuser(self) -> psycopg.Connection:
        return psycopg.connect(self.world.database.url("postgres").reveal())

    def markets(self, event_id: UUID | str) -> list[tuple[Any, ...]]:
        with self.as_superuser() as superuser:
            rows = superuser.execute(
                "select state, version from market where event_id = %s order by id", [event_id]
            )
            return rows.fetchall()

    def audited(self) -> str:
        return self.world.audit_of(self.subdomain)
