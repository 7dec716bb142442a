"""Mails sent: claimed, handed over, recorded, each step on its own.  Decision 20 says why."""

from collections.abc import Sequence
from datetime import timedelta
from email.message import EmailMessage
from functools import partial
from uuid import UUID

import structlog
from anyio import CancelScope

from app.notifications.gateway import Carrier, Deferred, Post, PostAway, Undeliverable
from app.notifications.rules.letters import Letter, Sender, address_of, choose_host
from app.notifications.rules.retrying import wait_after
from app.notifications.service import measuring, writing
from app.notifications.store import deliveries as store
from app.plumbing import failpoints
from app.plumbing.db import Begin, Database
from app.plumbing.settings import Settings
from app.plumbing.vault import Vault
from app.tenants import service as tenants
from app.tenants.rules import PLATFORM_ID, Community, readable_on

log = structlog.get_logger()

CARRIED = failpoints.declare("mail.carried")

LETTERS_AT_ONCE = 20
# Longer than all of them can take, so that nobody else sends what we still try to.
CLAIM_LIFE = timedelta(minutes=10)
NO_WAIT = timedelta(0)


async def deliver(database: Database, post: Post, vault: Vault, settings: Settings) -> None:
    """Send what is due, community by community, until nothing is or the post is away."""
    async with database.platform() as platform_tx:
        waiting = await store.list_due(platform_tx)
    senders = await _senders(database, settings)
    try:
        for tenant_id in waiting:
            if sender := senders.get(tenant_id):
                await _deliver_all(partial(database.tenant, tenant_id), post, vault, sender)
    except PostAway as away:
        log.warning("mail server away", error=type(away.__cause__).__name__)


async def _senders(database: Database, settings: Settings) -> dict[UUID, Sender]:
    async with database.reading(PLATFORM_ID) as tx:
        known = await tenants.list_communities(tx)
    return {
        community.id: _sender(community, hosts, settings) for community, hosts in known if hosts
    }


def _sender(community: Community, hosts: Sequence[str], settings: Settings) -> Sender:
    usual = f"{community.subdomain}.{settings.base_domain}"
    host = choose_host(hosts, public_url=settings.public_url, usual=usual)
    return Sender(
        tenant_id=community.id,
        name=community.name,
        url=address_of(settings.public_url, host),
        address=settings.mail_from or f"no-reply@{settings.base_domain}",
        colour=community.settings.primary_colour,
        ink=readable_on(community.settings.primary_colour),
    )


async def _deliver_all(begin: Begin, post: Post, vault: Vault, sender: Sender) -> None:
    while True:
        async with begin() as tx:
            letters = await store.claim(tx, limit=LETTERS_AT_ONCE, life=CLAIM_LIFE)
        if not letters:
            return
        left = list(letters)
        try:
            async with post.opened() as carrier:
                while left:
                    await _deliver_one(begin, carrier, left[0], sender, vault)
                    left.pop(0)
        except PostAway:
            await _put_off(begin, left)
            raise


async def _deliver_one(
    begin: Begin, carrier: Carrier, letter: Letter, sender: Sender, vault: Vault
) -> None:
    if not letter.wanted:
        await _end(begin, letter, "dropped")
        return
    try:
        message = writing.write(letter, sender, vault)
    except writing.NoAddress:
        await _give_up(begin, letter, reason="NoAddress")
        return
    except Exception as error:
        # What cannot be written must not keep the others from being sent.
        log.exception("mail not written", notification_id=letter.id)
        await _give_up(begin, letter, reason=type(error).__name__)
        return
    # A worker that is told to stop ends this one first.
    with CancelScope(shield=True):
        await _carry(begin, carrier, letter, message)


async def _carry(begin: Begin, carrier: Carrier, letter: Letter, message: EmailMessage) -> None:
    try:
        await carrier.carry(message)
    except Deferred:
        await _put_off(begin, [letter])
    except Undeliverable:
        await _give_up(begin, letter, reason="Undeliverable")
    else:
        await CARRIED.reach()
        await _end(begin, letter, "sent")
        measuring.count_sent(letter.kind)
        log.info("mail sent", notification_id=letter.id, kind=letter.kind)


async def _put_off(begin: Begin, letters: Sequence[Letter]) -> None:
    for letter in letters:
        wait = wait_after(letter.tries)
        if wait is None:
            await _give_up(begin, letter, reason="TooManyTries")
        else:
            await _end(begin, letter, "waiting", wait)
            measuring.count_failed("put_off")


async def _give_up(begin: Begin, letter: Letter, *, reason: str) -> None:
    await _end(begin, letter, "failed")
    measuring.count_failed(reason)
    log.warning("mail given up", notification_id=letter.id, kind=letter.kind, reason=reason)


async def _end(begin: Begin, letter: Letter, state: str, wait: timedelta = NO_WAIT) -> None:
    async with begin() as tx:
        await store.end(tx, letter.id, state, wait)
