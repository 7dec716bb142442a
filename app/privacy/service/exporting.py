"""Taking one's data along."""

import asyncio

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.identity.service import players
from app.identity.service.players import Person
from app.plumbing.vault import Vault
from app.privacy.rules.exporting import Row, zip_of
from app.privacy.store import exporting as store

log = structlog.get_logger()


async def export(tx: AsyncConnection, vault: Vault, *, subject: str) -> bytes:
    """A ZIP with all that this community knows of a player."""
    person = await players.get_person(tx, vault, subject)
    player_id = person.player.id
    parts: dict[str, list[Row]] = {"profile": [_profile(person)]}
    for part in store.PARTS:
        parts[part] = [
            *await store.list_part(tx, part, player_id=player_id, subject=subject),
        ]
    log.info("data exported", player_id=player_id)
    # Thousands of bets take a while to pack, and others wait.
    return await asyncio.to_thread(zip_of, parts)


def _profile(person: Person) -> Row:
    player = person.player
    return {
        "player_id": player.id,
        "subject": player.subject,
        "display_name": player.display_name,
        "email": person.email,
        "born_on": person.born_on,
        "time_zone": player.time_zone,
        "locale": player.locale,
        "odds_format": player.odds_format,
        "roles": sorted(player.roles),
        "member_since": player.created_at,
    }
