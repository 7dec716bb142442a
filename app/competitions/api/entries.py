"""Entries for programs: JSON in, JSON out.  Nothing is decided here."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post, put
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta, Struct

from app.competitions import service
from app.competitions.api.competitions import sees_drafts
from app.competitions.rules.entries import EntryState, NamedEntry, NoSuchEntry
from app.identity.rules.players import NoPlayer
from app.ledger.rules.adjustments import REASON_LENGTH_MAX
from app.plumbing.access import Actor, admins, players, role_holders
from app.plumbing.pages import ITEMS_USUAL, After, Limit, Page, key_of, page_of
from app.plumbing.web import CurrentActor, Now, Reading, Tx

# Litestar keeps the name `state` for itself.
InState = Annotated[EntryState | None, QueryParameter(name="state")]


class JoinIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Send `code` where the competition asks for one, and `bot` where a program plays for you."""

    competition_id: UUID
    code: Annotated[str, Meta(max_length=100)] | None = None
    bot: bool = False


class InvitationIn(Struct, frozen=True, forbid_unknown_fields=True):
    """`player` is the name that the player has here."""

    player: Annotated[str, Meta(max_length=100, examples=["Ama Mensah"])]


class ReasonIn(Struct, frozen=True, forbid_unknown_fields=True):
    reason: Annotated[
        str, Meta(max_length=REASON_LENGTH_MAX, examples=["Two entries of one player."])
    ]


class BotIn(Struct, frozen=True, forbid_unknown_fields=True):
    bot: bool


class EntryOut(Struct, frozen=True):
    """A bot plays without a rank.  `reason` is for admins and the player."""

    id: UUID
    competition_id: UUID
    competition: str
    player_id: UUID
    player: str
    state: EntryState
    bot: bool
    reason: str | None
    joined_at: datetime | None

    @classmethod
    def of(cls, named: NamedEntry, *, seen_by: Actor) -> "EntryOut":
        entry = named.entry
        return cls(
            id=entry.id,
            competition_id=entry.competition_id,
            competition=named.name.competition,
            player_id=entry.player_id,
            player=named.name.player,
            state=entry.state,
            bot=entry.bot,
            reason=entry.reason if _sees_all(named, seen_by) else None,
            joined_at=entry.joined_at,
        )


class EntryApi(Controller):
    """Players' parts in competitions."""

    path = "/api/entries"

    @get(guards=[players])
    async def mine(
        self, reading: Reading, actor: CurrentActor, after: After = None, limit: Limit = ITEMS_USUAL
    ) -> Page[EntryOut]:
        """List your own entries."""
        found = await service.list_entries(
            reading, player_id=player_of(actor), after=key_of(after, UUID), limit=limit + 1
        )
        return _page(found, limit, actor)

    @get("/{entry_id:uuid}", guards=[role_holders])
    async def show(
        self, entry_id: FromPath[UUID], reading: Reading, actor: CurrentActor
    ) -> EntryOut:
        """Show an entry."""
        named = await service.get_named(reading, entry_id)
        if named.entry.joined_at is None and not _sees_all(named, actor):
            raise NoSuchEntry(id=entry_id)
        return EntryOut.of(named, seen_by=actor)

    @post(guards=[players])
    async def join(self, data: JSONBody[JoinIn], tx: Tx, now: Now, actor: CurrentActor) -> EntryOut:
        """Join, or ask to, as the competition's join policy says.  Asking again changes nothing."""
        entry = await service.ask_to_join(
            tx,
            data.competition_id,
            player_id=player_of(actor),
            code=data.code,
            bot=data.bot,
            now=now,
        )
        return EntryOut.of(await service.get_named(tx, entry.id), seen_by=actor)

    @post("/{entry_id:uuid}/withdraw", guards=[players], status_code=200)
    async def withdraw(self, entry_id: FromPath[UUID], tx: Tx, actor: CurrentActor) -> EntryOut:
        """End it, decline an invitation, or take a request back.  Joining again is possible."""
        await service.withdraw(tx, entry_id, player_id=player_of(actor))
        return EntryOut.of(await service.get_named(tx, entry_id), seen_by=actor)

    @post("/{entry_id:uuid}/approve", guards=[admins], status_code=200)
    async def approve(
        self, entry_id: FromPath[UUID], tx: Tx, now: Now, actor: CurrentActor
    ) -> EntryOut:
        """Let in somebody who asked to join."""
        await service.approve(tx, entry_id, by=actor, now=now)
        return EntryOut.of(await service.get_named(tx, entry_id), seen_by=actor)

    @post("/{entry_id:uuid}/refuse", guards=[admins], status_code=200)
    async def refuse(self, entry_id: FromPath[UUID], tx: Tx, actor: CurrentActor) -> EntryOut:
        """Refuse somebody who asked to join."""
        await service.refuse(tx, entry_id, by=actor)
        return EntryOut.of(await service.get_named(tx, entry_id), seen_by=actor)

    @post("/{entry_id:uuid}/exclude", guards=[admins], status_code=200)
    async def exclude(
        self, entry_id: FromPath[UUID], data: JSONBody[ReasonIn], tx: Tx, actor: CurrentActor
    ) -> EntryOut:
        """Exclude a player, who learns the reason."""
        await service.exclude(tx, entry_id, reason=data.reason, by=actor)
        return EntryOut.of(await service.get_named(tx, entry_id), seen_by=actor)

    @post("/{entry_id:uuid}/return", guards=[admins], status_code=200)
    async def let_return(self, entry_id: FromPath[UUID], tx: Tx, actor: CurrentActor) -> EntryOut:
        """End an exclusion."""
        await service.let_return(tx, entry_id, by=actor)
        return EntryOut.of(await service.get_named(tx, entry_id), seen_by=actor)

    @put("/{entry_id:uuid}/bot", guards=[admins])
    async def mark_bot(
        self, entry_id: FromPath[UUID], data: JSONBody[BotIn], tx: Tx, actor: CurrentActor
    ) -> EntryOut:
        """Say whether a program plays; such an entry takes no place in a ranking."""
        await service.mark_bot(tx, entry_id, bot=data.bot, by=actor)
        return EntryOut.of(await service.get_named(tx, entry_id), seen_by=actor)


class CompetitionEntryApi(Controller):
    """The entries of one competition."""

    path = "/api/competitions/{competition_id:uuid}"

    @get("/entries", guards=[role_holders])
    async def index(
        self,
        competition_id: FromPath[UUID],
        reading: Reading,
        actor: CurrentActor,
        in_state: InState = None,
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> Page[EntryOut]:
        """List whoever ever played.  Admins see invitations and requests, too."""
        await service.get_shown(reading, competition_id, in_the_making=sees_drafts(actor))
        found = await service.list_entries(
            reading,
            competition_id=competition_id,
            states=frozenset({in_state}) if in_state else None,
            joined=not sees_drafts(actor),
            after=key_of(after, UUID),
            limit=limit + 1,
        )
        return _page(found, limit, actor)

    @post("/invitations", guards=[admins])
    async def invite(
        self,
        competition_id: FromPath[UUID],
        data: JSONBody[InvitationIn],
        tx: Tx,
        actor: CurrentActor,
    ) -> EntryOut:
        """Invite a player to a competition."""
        entry = await service.invite(tx, competition_id, player_name=data.player, by=actor)
        return EntryOut.of(await service.get_named(tx, entry.id), seen_by=actor)


def player_of(actor: Actor) -> UUID:
    if actor.player_id is None:
        raise NoPlayer
    return actor.player_id


def _page(found: list[NamedEntry], limit: int, actor: Actor) -> Page[EntryOut]:
    return page_of(
        found,
        limit,
        key=lambda named: named.entry.id,
        show=lambda named: EntryOut.of(named, seen_by=actor),
    )


def _sees_all(named: NamedEntry, actor: Actor) -> bool:
    return sees_drafts(actor) or named.entry.player_id == actor.player_id
