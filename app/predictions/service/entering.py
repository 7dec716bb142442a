"""Who predicts, and where."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.competitions import service as competitions
from app.competitions.rules.entries import Entry, EntryState, NoSuchEntry, check_state
from app.ledger import service as ledger
from app.limits import service as limits
from app.predictions.rules.predicting import PredictionsOff
from app.tenants import service as tenants
from app.tenants.rules import Feature


async def get_own_entry(tx: AsyncConnection, entry_id: UUID, *, player_id: UUID | None) -> Entry:
    """Other people's entries are as good as none."""
    entry = await competitions.get_entry(tx, entry_id)
    if entry.player_id != player_id:
        raise NoSuchEntry(id=entry_id)
    return entry


async def hold_own_entry(tx: AsyncConnection, entry_id: UUID, *, player_id: UUID | None) -> Entry:
    """The player's entry, held as bets and exclusions hold it: by the row of its balance."""
    entry = await get_own_entry(tx, entry_id, player_id=player_id)
    check_state(entry, {EntryState.ACTIVE})
    settings = (await tenants.get_current(tx)).settings
    await limits.check_may_play(tx, entry.player_id, settings=settings)
    await ledger.lock_balance(tx, entry_id)
    return await competitions.get_entry(tx, entry_id)


async def check_switched_on(tx: AsyncConnection) -> None:
    community = await tenants.get_current(tx)
    if Feature.PREDICTIONS not in community.settings.features:
        raise PredictionsOff(feature=Feature.PREDICTIONS)
