"""A competition to bet in, straight into the tables."""

import hmac
from collections.abc import Sequence
from hashlib import sha256
from secrets import token_bytes, token_urlsafe
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.competitions.rules.settings import CompetitionSettings
from app.identity.rules.players import TERMS, TERMS_VERSION
from app.identity.rules.sign_in import hash_secret
from app.ledger import service as ledger
from app.plumbing.ids import new_id
from benchmarks.generator import Player

PLAYERS = 500
MARKETS = 20

BUILD = (
    """
    insert into tenant (id, subdomain, name, settings)
    values (:tenant, :subdomain, 'Bench', '{}')
    """,
    """
    insert into player (tenant_id, id, subject, display_name, name_key, born_on_sealed,
                        time_zone, locale, roles)
    select :tenant, uuidv7(), 'player ' || n, 'player ' || n, 'player ' || n, '',
           'UTC', 'en', '{player}'
    from generate_series(1, :players) as n
    """,
    "insert into sport (id, slug, name, scheme) values (:sport, 'football', 'Football', 'goals')",
    """
    insert into event (sport_tenant_id, sport_id, slug, name, starts_at, first_starts_at, locks_at)
    select :tenant, :sport, 'event-' || n, 'Event', now() + '1 day', now() + '1 day',
           now() + '1 day'
    from generate_series(1, :markets) as n
    """,
    """
    insert into market (event_tenant_id, event_id, kind, period, name, state)
    select tenant_id, id, 'winner', 'full_time', 'Winner', 'open' from event
    """,
    """
    insert into selection (market_id, number, key, name, odds, odds_version)
    select id, n, n::text, n::text, 2500, 1 from market, generate_series(1, 3) as n
    """,
    """
    insert into price (selection_id, version, odds, source, author)
    select id, 1, 2500, 'hand', 'bench' from selection
    """,
    """
    insert into competition (id, slug, name, state, starts_at, ends_at, settings)
    values (:competition, 'bench', 'Bench', 'running', now(), now() + '1 day',
            cast(:document as jsonb))
    """,
    """
    insert into competition_settings (competition_id, version, document, author)
    values (:competition, 1, cast(:document as jsonb), 'bench')
    """,
    """
    insert into competition_event (competition_id, event_tenant_id, event_id)
    select :competition, tenant_id, id from event
    """,
    """
    insert into entry (competition_id, player_id, state, joined_at)
    select :competition, id, 'active', now() from player
    """,
)

OPEN_ACCOUNTS = """
    insert into account (owner, bank, kind)
    select id, competition_id, kind from entry, unnest(array['balance', 'debt']) as kind
"""

LET_IN = (
    "insert into tenant_host (host, tenant_id) values (:host, :tenant)",
    """
    insert into consent (tenant_id, player_id, document, version, at)
    select tenant_id, id, :terms, :version, now() from player
    """,
)

SIGN_IN = """
    insert into session (tenant_id, id, token_hash, subject, name, roles, refresh_token_sealed,
                         renew_at, csrf_secret, user_agent, address, last_seen_at, expires_at,
                         created_at)
    select p.tenant_id, cast(:session as uuid), :token_hash, p.subject, 'Bench', '{player}', '',
           now() + '1 hour', :csrf_secret, '', '127.0.0.1', now(), now() + '1 hour', now()
    from entry e join player p on (p.tenant_id, p.id) = (e.tenant_id, e.player_id)
    where e.id = :entry
"""

GRANT = """
    insert into transfer (kind, debit_account, debit_kind, credit_account, credit_kind, points,
                          account_sequence, balance_after, reason)
    select 'grant', issue.id, 'issue', own.id, 'balance', 1000000, 1, 1000000, 'to play with'
    from account issue, account own
    where issue.kind = 'issue' and own.kind = 'balance'
"""


async def build(
    tx: AsyncConnection, tenant_id: UUID, *, subdomain: str = "bench"
) -> tuple[list[tuple[UUID, UUID]], list[UUID]]:
    """The entries with their players, and the selections, in a community that is new."""
    competition_id = new_id()
    values = {
        "tenant": tenant_id,
        "subdomain": subdomain,
        "sport": new_id(),
        "competition": competition_id,
        "players": PLAYERS,
        "markets": MARKETS,
        "document": msgspec.json.encode(CompetitionSettings()).decode(),
    }
    for statement in BUILD:
        await tx.execute(text(statement), values)
    await ledger.open_bank(tx, competition_id)
    await tx.execute(text(OPEN_ACCOUNTS))
    await tx.execute(text(GRANT))
    entries = await tx.execute(text("select id, player_id from entry"))
    selections = await tx.execute(text("select id from selection"))
    return [(row.id, row.player_id) for row in entries], [row.id for row in selections]


async def sign_in(
    tx: AsyncConnection, tenant_id: UUID, host: str, entries: Sequence[UUID]
) -> list[Player]:
    """A session for the player of each entry, as their browsers would hold it."""
    values = {"tenant": tenant_id, "host": host, "terms": TERMS, "version": TERMS_VERSION}
    for statement in LET_IN:
        await tx.execute(text(statement), values)
    return [await _sign_in(tx, entry_id) for entry_id in entries]


async def _sign_in(tx: AsyncConnection, entry_id: UUID) -> Player:
    token, session_id, csrf_secret = token_urlsafe(32), new_id(), token_bytes(32)
    await tx.execute(
        text(SIGN_IN),
        {
            "session": session_id,
            "token_hash": hash_secret(token),
            "csrf_secret": csrf_secret,
            "entry": entry_id,
        },
    )
    csrf = hmac.digest(csrf_secret, session_id.bytes, sha256).hex()
    return Player(cookie=token, csrf=csrf, entry=str(entry_id))
