"""People across all communities, as superadmins see them."""

from datetime import datetime

from app.audit import service as audit
from app.identity.rules.people import NoSuchPerson, Someone, check_not_oneself
from app.identity.rules.players import normal_email
from app.identity.service.administering import administering
from app.identity.service.provider import Provider
from app.identity.store import keys as keys_store
from app.identity.store import players as players_store
from app.identity.store import sessions as sessions_store
from app.plumbing.actors import Actor
from app.plumbing.db import Begin


async def find_anybody(provider: Provider, email: str) -> Someone:
    with administering():
        found = await provider.gateway.find_by_email(normal_email(email))
    if found is None:
        raise NoSuchPerson
    return Someone(
        subject=found.subject, email=found.email, roles=frozenset(), enabled=found.enabled
    )


async def set_enabled(
    begin_platform: Begin,
    begin_audit: Begin,
    provider: Provider,
    subject: str,
    *,
    enabled: bool,
    by: Actor,
    reason: str,
    now: datetime,
) -> None:
    """Let a person into any community, or into none: sessions and keys end everywhere."""
    check_not_oneself(subject, by=by.subject)
    with administering():
        await provider.gateway.set_enabled(subject, enabled=enabled)
    if enabled:
        async with begin_platform() as platform_tx:
            await players_store.lock_out(platform_tx, subject, None)
    else:
        # Committed before the provider is asked, which calls our back-channel.
        async with begin_platform() as platform_tx:
            await sessions_store.delete_hand_overs_of(platform_tx, subject)
            await players_store.refuse_older_tokens(platform_tx, subject)
            await players_store.lock_out(platform_tx, subject, now)
            await keys_store.revoke_keys_everywhere(platform_tx, subject, at=now)
            await sessions_store.delete_sessions_of(platform_tx, subject)
        await provider.end_sessions_of(subject)
    # Opened last: the audit's lock must not wait for the provider.
    async with begin_audit() as tx:
        await audit.record(
            tx,
            by,
            "person.let_in" if enabled else "person.locked_out",
            f"person {subject}",
            after={"enabled": enabled},
            reason=reason,
        )
