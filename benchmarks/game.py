"""A competition to bet in, straight into the tables."""

from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.competitions.rules.settings import CompetitionSettings
from app.ledger import service as ledger
from app.plumbing.ids import new_id

PLAYERS = 500
MARKETS = 20

BUILD = (
    "insert into tenant (id, subdomain, name, settings) values (:tenant, 'bench', 'Bench', '{}')",
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

GRANT = """
    insert into transfer (kind, debit_account, debit_kind, credit_account, credit_kind, points,
                          account_sequence, balance_after, reason)
    select 'grant', issue.id, 'issue', own.id, 'balance', 1000000, 1, 1000000, 'to play with'
    from account issue, account own
    where issue.kind = 'issue' and own.kind = 'balance'
"""


async def build(tx: AsyncConnection, tenant_id: UUID) -> tuple[list[tuple[UUID, UUID]], list[UUID]]:
    """The entries with their players, and the selections, in a community that is new."""
    competition_id = new_id()
    values = {
        "tenant": tenant_id,
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
