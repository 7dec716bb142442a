"""Who is old enough, and what an admin can do where somebody mistyped their birthday."""

from datetime import date, datetime

import msgspec
import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit import service as audit
from app.identity.rules.people import (
    NoSuchPerson,
    NothingToForget,
    check_not_oneself,
)
from app.identity.rules.players import (
    TOO_YOUNG_KEPT,
    BirthdayUnreadable,
    TurnedAway,
    check_birthday,
    normal_email,
    of_age_on,
    today_in,
    with_year,
)
from app.identity.rules.sealing import (
    AgeAnswer,
    answer_context,
    answer_index_context,
    born_on_context,
)
from app.identity.service.administering import administering
from app.identity.service.provider import Provider
from app.identity.service.sealing import read
from app.identity.store import players as players_store
from app.identity.store import too_young as store
from app.plumbing.actors import Actor
from app.plumbing.db import Begin
from app.plumbing.ids import new_id
from app.plumbing.vault import Vault
from app.tenants.rules import Community

log = structlog.get_logger()


async def is_too_young(
    tx: AsyncConnection, vault: Vault, *, subject: str, community: Community, now: datetime
) -> bool:
    """Whether an earlier answer still stands in the way, whatever is said today."""
    indexes = vault.blind_indexes(subject, answer_index_context(community.id))
    turned_away = await store.find_too_young(tx, indexes)
    if turned_away is None:
        return False
    context = answer_context(community.id, turned_away.id)
    answer = read(vault, turned_away.answer_sealed, context)
    if answer is None:
        return True
    until = msgspec.json.decode(answer, type=AgeAnswer).until
    return today_in(community.settings.time_zone, now) < until


async def may_play(
    tx: AsyncConnection,
    vault: Vault,
    born_on: date,
    *,
    subject: str,
    community: Community,
    now: datetime,
) -> bool:
    """Old enough, now and at the first asking: nobody simply tries another date."""
    if await is_too_young(tx, vault, subject=subject, community=community, now=now):
        return False
    index_context = answer_index_context(community.id)
    await store.delete_too_young(tx, vault.blind_indexes(subject, index_context))
    settings = community.settings
    of_age = of_age_on(born_on, settings.minimum_age)
    if today_in(settings.time_zone, now) >= of_age:
        return True
    answer = msgspec.json.encode(AgeAnswer(subject=subject, until=of_age)).decode()
    answer_id = new_id()
    turned_away = TurnedAway(
        tenant_id=community.id,
        id=answer_id,
        subject_index=vault.blind_index(subject, index_context),
        answer_sealed=vault.seal(answer, answer_context(community.id, answer_id)),
    )
    await store.insert_too_young(tx, turned_away)
    log.info("too young to join", subdomain=community.subdomain)
    return False


async def forget_answer(
    begin: Begin,
    provider: Provider,
    vault: Vault,
    email: str,
    *,
    community: Community,
    by: Actor,
    reason: str,
) -> None:
    """Let somebody who was turned away for their age be asked for their birthday again."""
    with administering():
        person = await provider.gateway.find_by_email(normal_email(email))
    if person is None:
        raise NothingToForget
    check_not_oneself(person.subject, by=by.subject)
    indexes = vault.blind_indexes(person.subject, answer_index_context(community.id))
    async with begin() as tx:
        if not await store.delete_too_young(tx, indexes):
            raise NothingToForget
        await audit.record(
            tx, by, "person.age_asked_again", f"person {person.subject}", reason=reason
        )
    log.info("age asked again", subject=person.subject)


async def correct_year(
    tx: AsyncConnection,
    vault: Vault,
    subject: str,
    year: int,
    *,
    community: Community,
    by: Actor,
    reason: str,
    now: datetime,
) -> None:
    """Correct a player's year of birth, which they mistyped.  The audit record tells no year."""
    check_not_oneself(subject, by=by.subject)
    player = await players_store.lock_player(tx, subject)
    if player is None:
        raise NoSuchPerson
    context = born_on_context(player.tenant_id, player.id)
    known = read(vault, player.born_on_sealed, context)
    if known is None:
        raise BirthdayUnreadable
    born_on = with_year(date.fromisoformat(known), year)
    settings = community.settings
    check_birthday(
        born_on, today=today_in(settings.time_zone, now), minimum_age=settings.minimum_age
    )
    await players_store.update_born_on(tx, player.id, vault.seal(born_on.isoformat(), context))
    await audit.record(tx, by, "person.birth_year_corrected", f"person {subject}", reason=reason)
    log.info("birth year corrected", player_id=player.id)


async def forget_old_answers(platform_tx: AsyncConnection, *, now: datetime) -> None:
    await store.delete_old(platform_tx, before=now - TOO_YOUNG_KEPT)
