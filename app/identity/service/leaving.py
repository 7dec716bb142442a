"""Having the sign-in service forget somebody who left a community."""

from uuid import UUID

import structlog

from app.identity.rules.people import NoSuchPerson
from app.identity.rules.sign_in import COMMUNITY_ROLES
from app.identity.service.administering import administering
from app.identity.service.provider import Provider
from app.identity.store import players as players_store
from app.identity.store import sessions as sessions_store
from app.plumbing.db import Begin

log = structlog.get_logger()


async def remove(
    begin_platform: Begin, provider: Provider, subject: str, *, tenant_id: UUID, subdomain: str
) -> None:
    """Remove the person, or where they play elsewhere, their roles here.

    Whoever joined here anew meanwhile stays.
    """
    async with begin_platform() as platform_tx:
        plays_in = await players_store.list_communities_of(platform_tx, subject)
    if tenant_id in plays_in:
        return
    try:
        with administering():
            if plays_in:
                for role in COMMUNITY_ROLES:
                    await provider.gateway.revoke_role(subject, subdomain, role)
                return
            await provider.gateway.remove_person(subject)
    except NoSuchPerson:
        log.info("provider does not know the person", subject=subject)
    # They may have looked at a community that they never joined.
    async with begin_platform() as platform_tx:
        await sessions_store.delete_hand_overs_of(platform_tx, subject)
        await sessions_store.delete_sessions_of(platform_tx, subject)
