"""Sign-ins and sessions in PostgreSQL.  All of their SQL is here."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, LargeBinary, any_, bindparam, delete, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from app.identity.rules.players import AskingPlayer
from app.identity.rules.sign_in import Attempt, HandOver, Session
from app.identity.store.players import ASKING_COLUMNS, read_asking_player
from app.identity.tables import attempts, hand_overs, players, sessions, spent_logout_tokens
from app.plumbing.actors import Role
from app.plumbing.pipelines import Pipeline, PreparedSelect, octets

SESSION_COLUMNS = [c for c in sessions.c if c.name != "updated_at"]
FIND_SESSIONS = PreparedSelect(
    select(*SESSION_COLUMNS, *ASKING_COLUMNS)
    .outerjoin(
        players,
        (players.c.tenant_id == sessions.c.tenant_id) & (players.c.subject == sessions.c.subject),
    )
    .where(sessions.c.token_hash == any_(bindparam("hashes", type_=ARRAY(LargeBinary))))
)


async def insert_attempt(tx: AsyncConnection, attempt: Attempt) -> None:
    await tx.execute(insert(attempts).values(asdict(attempt)))


async def take_attempt(tx: AsyncConnection, state_hash: bytes, now: datetime) -> Attempt | None:
    """Find the attempt and delete it, so that its state is good for one answer only."""
    taken = delete(attempts).where(attempts.c.state_hash == state_hash, attempts.c.expires_at > now)
    columns = [c for c in attempts.c if c.name != "created_at"]
    row = (await tx.execute(taken.returning(*columns))).mappings().one_or_none()
    return Attempt(**row) if row else None


async def insert_hand_over(tx: AsyncConnection, hand_over: HandOver) -> None:
    await tx.execute(insert(hand_overs).values(asdict(hand_over)))


async def take_hand_over(
    tx: AsyncConnection, code_hash: bytes, binding_hash: bytes, now: datetime
) -> HandOver | None:
    """Find and delete.  A thief's try without the cookie leaves it to the browser it is for."""
    taken = delete(hand_overs).where(
        hand_overs.c.code_hash == code_hash,
        hand_overs.c.binding_hash == binding_hash,
        hand_overs.c.expires_at > now,
    )
    columns = [c for c in hand_overs.c if c.name != "created_at"]
    row = (await tx.execute(taken.returning(*columns))).mappings().one_or_none()
    return HandOver(**row) if row else None


async def delete_expired(tx: AsyncConnection, now: datetime) -> None:
    for table in (attempts, hand_overs, sessions):
        await tx.execute(delete(table).where(table.c.expires_at <= now))


async def insert_session(tx: AsyncConnection, session: Session) -> None:
    await tx.execute(insert(sessions).values(asdict(session) | {"roles": sorted(session.roles)}))


async def find_sessions(
    pipeline: Pipeline, tenant_id: UUID, token_hashes: Sequence[bytes]
) -> dict[bytes, tuple[Session, AskingPlayer | None]]:
    """The sessions, and the players that their people are here."""
    found = await FIND_SESSIONS.send(pipeline, tenant_id, hashes=octets(token_hashes))
    return {row["token_hash"]: (_session(row), read_asking_player(row)) for row in found}


async def list_sessions(tx: AsyncConnection, subject: str) -> list[Session]:
    found = await tx.execute(
        select(*SESSION_COLUMNS)
        .where(sessions.c.subject == subject)
        .order_by(sessions.c.last_seen_at.desc())
    )
    return [_session(row) for row in found.mappings()]


async def mark_seen(
    tx: AsyncConnection, session_ids: Sequence[UUID], *, now: datetime, unless_since: datetime
) -> None:
    # Whoever holds a row is about to end or renew the session, and nobody waits to note its use.
    stale = (
        select(sessions.c.id)
        .where(sessions.c.id.in_(session_ids), sessions.c.last_seen_at <= unless_since)
        .with_for_update(skip_locked=True)
    )
    await tx.execute(update(sessions).where(sessions.c.id.in_(stale)).values(last_seen_at=now))


async def claim_renewal(
    tx: AsyncConnection, session_id: UUID, *, now: datetime, until: datetime
) -> Session | None:
    """Let one request renew the session: the row as it is now, or None where another does it."""
    claimed = await tx.execute(
        update(sessions)
        .where(sessions.c.id == session_id, sessions.c.renew_at <= now)
        .values(renew_at=until)
        .returning(*SESSION_COLUMNS)
    )
    row = claimed.mappings().one_or_none()
    return _session(row) if row else None


async def make_renewal_due(tx: AsyncConnection, subject: str, now: datetime) -> None:
    """Let a person's sessions here learn their new roles with their next request."""
    await tx.execute(update(sessions).where(sessions.c.subject == subject).values(renew_at=now))


async def update_renewed(tx: AsyncConnection, session: Session) -> bool:
    """Keep what the provider gave, if the session is still there: a sign-out is never undone."""
    kept = await tx.execute(
        update(sessions)
        .where(sessions.c.id == session.id)
        .values(
            token_hash=session.token_hash,
            roles=sorted(session.roles),
            refresh_token_sealed=session.refresh_token_sealed,
            renew_at=session.renew_at,
        )
        .returning(sessions.c.id)
    )
    return kept.one_or_none() is not None


async def delete_session(tx: AsyncConnection, session_id: UUID, subject: str) -> Session | None:
    ended = await tx.execute(
        delete(sessions)
        .where(sessions.c.id == session_id, sessions.c.subject == subject)
        .returning(*SESSION_COLUMNS)
    )
    row = ended.mappings().one_or_none()
    return _session(row) if row else None


async def delete_hand_overs_of(tx: AsyncConnection, subject: str) -> None:
    """End a person's sign-ins under way: here, or everywhere where `tx` is the platform's."""
    await tx.execute(delete(hand_overs).where(hand_overs.c.subject == subject))


async def delete_sessions_of(tx: AsyncConnection, subject: str) -> int:
    """End a person's sessions: here, or in all communities where `tx` is the platform's."""
    ended = await tx.execute(
        delete(sessions).where(sessions.c.subject == subject).returning(sessions.c.id)
    )
    return len(ended.all())


async def delete_provider_session(platform_tx: AsyncConnection, provider_session: str) -> int:
    """End what one sign-in at the provider led to, in all communities."""
    await platform_tx.execute(
        delete(hand_overs).where(hand_overs.c.provider_session == provider_session)
    )
    ended = await platform_tx.execute(
        delete(sessions)
        .where(sessions.c.provider_session == provider_session)
        .returning(sessions.c.id)
    )
    return len(ended.all())


async def spend_logout_token(
    platform_tx: AsyncConnection, jti_hash: bytes, *, now: datetime, expires_at: datetime
) -> bool:
    """Say whether this token comes for the first time."""
    await platform_tx.execute(
        delete(spent_logout_tokens).where(spent_logout_tokens.c.expires_at <= now)
    )
    spent = await platform_tx.execute(
        upsert(spent_logout_tokens)
        .values(jti_hash=jti_hash, expires_at=expires_at)
        .on_conflict_do_nothing()
        .returning(spent_logout_tokens.c.jti_hash)
    )
    return spent.one_or_none() is not None


def _session(row: Mapping[Any, Any]) -> Session:
    values = {column.name: row[column.name] for column in SESSION_COLUMNS}
    return Session(**(values | {"roles": frozenset(map(Role, row["roles"]))}))


# True for a browser that is new although others are known.
MEET_BROWSER = text("""
    with known as (
        select count(*) as browsers from known_browser where player_id = :player_id
    ), met as (
        insert into known_browser (player_id, browser_hash) values (:player_id, :browser_hash)
        on conflict do nothing
        returning player_id
    )
    select exists (select from met) and browsers > 0 from known
""")


async def meet_browser(tx: AsyncConnection, player_id: UUID, browser_hash: bytes) -> bool:
    """Remember the browser; whether it is another than those that the player came with before."""
    found = await tx.execute(MEET_BROWSER, {"player_id": player_id, "browser_hash": browser_hash})
    return bool(found.scalar_one())
