"""Showing what a ruling would do."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.settlement.rules.previews import Change, Preview
from app.settlement.service.confirming import get_ruling
from app.settlement.service.grading import would_grade
from app.settlement.store import previewing as store


async def preview(tx: AsyncConnection, ruling_id: UUID) -> Preview:
    """As if the ruling were in force, for the community that asks."""
    ruling = await get_ruling(tx, ruling_id)
    found = await would_grade(tx, ruling)
    changes = tuple(Change(before=before, after=after) for before, after in found)
    after = [change.after for change in changes]
    starts = {each.true_start_at for each in after if each.true_start_at}
    effects, winners = await store.work_out(
        tx, after, prices=ruling.document.prices, true_start_at=max(starts, default=None)
    )
    selections = [each.id for grading in after for each in grading.market.selections]
    return Preview(
        ruling=ruling,
        changes=changes,
        effects=effects,
        winners=winners,
        exposed=await store.find_exposed(tx, selections),
    )
