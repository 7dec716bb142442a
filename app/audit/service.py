"""Recording administrative acts, reading them, and proving that nobody changed them."""

from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit import store
from app.audit.rules import Act, System, Who, link
from app.plumbing.access import Actor


async def record(
    tx: AsyncConnection,
    actor: Actor | System,
    action: str,
    subject: str,
    *,
    before: object = None,
    after: object = None,
    reason: str | None = None,
) -> None:
    """Add an act to the chain of the transaction's community.

    Ids only, never names or e-mail addresses: the chain outlives erasure.  Call it last, for it
    makes every other act of the community wait until we commit.
    """
    tenant_id, head, now = await store.lock_head(tx)
    act = Act(
        who=_who(actor),
        action=action,
        subject=subject,
        before=before,
        after=after,
        reason=reason,
    )
    await store.append(tx, link(head, act, tenant_id=tenant_id, at=now))


def _who(actor: Actor | System) -> Who:
    if isinstance(actor, System):
        return Who(subject=f"system:{actor.name}")
    return Who(subject=actor.subject, player_id=actor.player_id, address=actor.address)
