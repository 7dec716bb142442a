"""Players as joining makes them, without the pages."""

from uuid import UUID

import psycopg

from app.development.directory.state import Person
from app.identity.rules.players import TERMS, TERMS_VERSION
from app.plumbing.ids import new_id
from app.plumbing.vault import Vault
from tests.conftest import TestDatabase


def insert_player(
    database: TestDatabase, tenant_id: UUID, person: Person, roles: tuple[str, ...]
) -> None:
    """A player as joining makes them, born on 1 January 1990."""
    player_id, name = new_id(), person.username[:30]
    vault = Vault.parse(database.settings().field_keys)
    player = {
        "tenant_id": tenant_id,
        "id": player_id,
        "subject": person.id,
        "display_name": name,
        "name_key": name,
        "born_on_sealed": vault.seal("1990-01-01", f"player.born_on:{tenant_id}:{player_id}"),
        "email_sealed": vault.seal(person.email, f"player.email:{tenant_id}:{player_id}"),
        "email_index": vault.blind_index(person.email, f"player.email:{tenant_id}"),
        "time_zone": "UTC",
        "locale": "en",
        "roles": list(roles),
    }
    consent = (tenant_id, player_id, TERMS, TERMS_VERSION)
    columns = ", ".join(player)
    places = ", ".join(f"%({name})s" for name in player)
    with psycopg.connect(database.url("postgres").reveal()) as superuser:
        superuser.execute(f"insert into player ({columns}) values ({places})", player)  # noqa: S608
        superuser.execute(
            "insert into consent (tenant_id, player_id, document, version, at)"
            " values (%s, %s, %s, %s, now())",
            consent,
        )
