"""Players, their consent, and who was too young."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Text, any_, bindparam, exists, func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.identity.rules.players import (
    TERMS,
    TERMS_VERSION,
    AskingPlayer,
    OddsFormat,
    Player,
    Profile,
    name_key,
)
from app.identity.tables import consents, players
from app.plumbing.actors import Role
from app.plumbing.pipelines import Pipeline, PreparedSelect, texts

PLAYER_COLUMNS = [c for c in players.c if c.name not in {"erased_at", "updated_at"}]
ASKING_COLUMNS = (
    players.c.id.label("player_id"),
    players.c.display_name,
    players.c.time_zone,
    players.c.locale,
    players.c.odds_format,
    players.c.suspended_at.is_not(None).label("suspended"),
    players.c.suspension_reason,
    players.c.roles_since,
    exists()
    .where(
        consents.c.tenant_id == players.c.tenant_id,
        consents.c.player_id == players.c.id,
        consents.c.document == TERMS,
        consents.c.version == TERMS_VERSION,
    )
    .label("accepted_terms"),
)
FIND_ASKING = PreparedSelect(
    select(players.c.subject, *ASKING_COLUMNS).where(
        players.c.subject == any_(bindparam("subjects", type_=ARRAY(Text)))
    )
)


async def lock_people(tx: AsyncConnection, tenant_id: UUID) -> None:
    """Make changes of roles in a community wait for each other."""
    await _lock(tx, f"people {tenant_id}")


async def lock_names(tx: AsyncConnection, tenant_id: UUID) -> None:
    """Make those who join a community or change their name wait for each other."""
    await _lock(tx, f"names {tenant_id}")


async def _lock(tx: AsyncConnection, what: str) -> None:
    await tx.execute(
        text("select pg_advisory_xact_lock(hashtextextended(:what, 0))"), {"what": what}
    )


async def find_asking_player(tx: AsyncConnection, subject: str) -> AskingPlayer | None:
    found = await tx.execute(select(*ASKING_COLUMNS).where(players.c.subject == subject))
    return read_asking_player(found.mappings().one_or_none())


async def find_asking_players(
    pipeline: Pipeline, tenant_id: UUID, subjects: Sequence[str]
) -> dict[str, AskingPlayer]:
    found = await FIND_ASKING.send(pipeline, tenant_id, subjects=texts(subjects))
    asking = {row["subject"]: read_asking_player(row) for row in found}
    return {subject: player for subject, player in asking.items() if player}


def read_asking_player(row: Mapping[Any, Any] | None) -> AskingPlayer | None:
    """The player's part of a row, where an outer join has found one."""
    if row is None or row["player_id"] is None:
        return None
    return AskingPlayer(**{column.name: row[column.name] for column in ASKING_COLUMNS})


async def find_player(tx: AsyncConnection, subject: str) -> Player | None:
    found = await tx.execute(select(*PLAYER_COLUMNS).where(players.c.subject == subject))
    row = found.mappings().one_or_none()
    return _player(row) if row else None


async def lock_player(tx: AsyncConnection, subject: str) -> Player | None:
    # Lock order everywhere: people, names, hand-over, player, key, session.
    found = await tx.execute(
        select(*PLAYER_COLUMNS).where(players.c.subject == subject).with_for_update()
    )
    row = found.mappings().one_or_none()
    return _player(row) if row else None


async def list_players(tx: AsyncConnection, subjects: Iterable[str]) -> list[Player]:
    """Those of the given people who play here, and all who are suspended."""
    wanted = players.c.subject.in_(list(subjects)) | players.c.suspended_at.is_not(None)
    found = await tx.execute(select(*PLAYER_COLUMNS).where(wanted))
    return [_player(row) for row in found.mappings()]


async def list_page(
    tx: AsyncConnection, *, search: str, after: UUID | None, limit: int
) -> list[Player]:
    """By name: those whose names contain the key that is searched for, after a given player."""
    page = select(*PLAYER_COLUMNS).where(
        func.strpos(players.c.name_key, search) > 0, players.c.erased_at.is_(None)
    )
    if after is not None:
        last = players.alias()
        page = page.where(
            players.c.name_key > select(last.c.name_key).where(last.c.id == after).scalar_subquery()
        )
    found = await tx.execute(page.order_by(players.c.name_key).limit(limit))
    return [_player(row) for row in found.mappings()]


async def list_communities_of(platform_tx: AsyncConnection, subject: str) -> set[UUID]:
    """Where a person plays."""
    found = await platform_tx.execute(
        select(players.c.tenant_id).where(players.c.subject == subject)
    )
    return set(found.scalars())


async def call_names(tx: AsyncConnection, subjects: Iterable[str]) -> dict[str, str]:
    wanted = select(players.c.subject, players.c.display_name)
    found = await tx.execute(wanted.where(players.c.subject.in_(list(subjects))))
    return {row.subject: row.display_name for row in found}


async def count_players(tx: AsyncConnection) -> int:
    """Without those who have left."""
    counted = select(func.count()).select_from(players).where(players.c.erased_at.is_(None))
    return (await tx.execute(counted)).scalar_one()


async def is_name_taken(tx: AsyncConnection, display_name: str, *, but_by: UUID | None) -> bool:
    taken = select(players.c.id).where(
        players.c.name_key == name_key(display_name), players.c.id.is_distinct_from(but_by)
    )
    return (await tx.execute(taken)).one_or_none() is not None


async def insert_player(tx: AsyncConnection, player: Player) -> None:
    await tx.execute(insert(players).values(asdict(player) | {"roles": sorted(player.roles)}))


async def insert_consent(
    tx: AsyncConnection, tenant_id: UUID, consent_id: UUID, player_id: UUID, *, at: datetime
) -> None:
    await tx.execute(
        insert(consents).values(
            tenant_id=tenant_id,
            id=consent_id,
            player_id=player_id,
            document=TERMS,
            version=TERMS_VERSION,
            at=at,
        )
    )


async def update_profile(tx: AsyncConnection, player_id: UUID, profile: Profile) -> None:
    await tx.execute(
        update(players)
        .where(players.c.id == player_id)
        .values(**asdict(profile), name_key=name_key(profile.display_name))
    )


async def update_roles(tx: AsyncConnection, subject: str, roles: Iterable[Role]) -> None:
    """Remember what the provider said last: a key has nobody else to ask."""
    kept = sorted(set(roles) - {Role.SUPERADMIN})
    await tx.execute(
        update(players)
        .where(
            players.c.subject == subject,
            players.c.suspended_at.is_(None),
            players.c.roles != kept,
        )
        .values(roles=kept)
    )


async def replace_roles(
    tx: AsyncConnection, roles: Mapping[str, frozenset[Role]], *, asked_at: datetime
) -> None:
    """Remember these roles of these people, and none of all others; but nobody's who lost a role
    since the provider was asked.
    """
    await tx.execute(
        text(
            """
            update player p
            set roles = wanted.roles
            from (
                select id, coalesce(array(
                    select role from unnest(
                        cast(:subjects as text[]), cast(:role_names as text[])
                    ) as held (subject, role)
                    where held.subject = player.subject order by role
                ), '{}') as roles
                from player
            ) as wanted
            where p.id = wanted.id and p.suspended_at is null and p.roles <> wanted.roles
              and (p.roles_since is null or p.roles_since < :asked_at)
            """
        ),
        {
            "asked_at": asked_at,
            "subjects": [subject for subject, held in roles.items() for _ in held],
            "role_names": [role.value for held in roles.values() for role in held],
        },
    )


async def suspend(
    tx: AsyncConnection, player_id: UUID, *, at: datetime, reason: str | None
) -> None:
    await tx.execute(
        update(players)
        .where(players.c.id == player_id)
        .values(suspended_at=at, suspension_reason=reason, roles=[])
    )


async def end_suspension(tx: AsyncConnection, player_id: UUID) -> None:
    await tx.execute(
        update(players)
        .where(players.c.id == player_id)
        .values(suspended_at=None, suspension_reason=None)
    )


async def update_born_on(tx: AsyncConnection, player_id: UUID, born_on_sealed: bytes) -> None:
    await tx.execute(
        update(players).where(players.c.id == player_id).values(born_on_sealed=born_on_sealed)
    )


async def lock_out(platform_tx: AsyncConnection, subject: str, at: datetime | None) -> None:
    """Show in all communities that a person is locked out; None lets them in again."""
    await platform_tx.execute(
        update(players).where(players.c.subject == subject).values(locked_out_at=at)
    )


async def refuse_older_tokens(tx: AsyncConnection, subject: str) -> None:
    """Here, or in all communities where `tx` is the platform's."""
    # Not when the request began: until the provider had taken the role, it still told of it.
    await tx.execute(
        update(players)
        .where(players.c.subject == subject)
        .values(roles_since=func.clock_timestamp())
    )


def _player(row: Mapping[Any, Any]) -> Player:
    values = dict(row)
    values["roles"] = frozenset(map(Role, row["roles"]))
    values["odds_format"] = OddsFormat(row["odds_format"])
    return Player(**values)
