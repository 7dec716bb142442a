"""What waits to be confirmed, what it would do, and the decision."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post, put
from litestar.params import FromPath, JSONBody, QueryParameter

from app.plumbing.access import scorers
from app.plumbing.pages import ITEMS_USUAL, After, Limit, Page, key_of, page_of
from app.plumbing.web import CurrentActor, Owner, OwnerTx, Reading
from app.settlement.api.previews import PreviewOut
from app.settlement.api.shapes import ConfirmIn, RulingOut, WhyIn
from app.settlement.rules.rulings import RulingState
from app.settlement.service import confirming, previewing

# Litestar keeps the name `state` for its own.
Wanted = Annotated[
    RulingState | None, QueryParameter(name="state", description="Only these; all without it.")
]


class RulingsApi(Controller):
    path = "/api/rulings"
    guards = (scorers,)

    @get()
    async def rulings(
        self,
        owner_tx: OwnerTx,
        wanted: Wanted = None,
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> Page[RulingOut]:
        """List rulings, the oldest first: those that wait with `state=pending`."""
        found = await confirming.list_rulings(
            owner_tx, wanted, after=key_of(after, UUID), limit=limit + 1
        )
        return page_of(found, limit, key=lambda ruling: ruling.id, show=RulingOut.of)

    @get("/{ruling_id:uuid}")
    async def ruling(self, ruling_id: FromPath[UUID], reading: Reading) -> RulingOut:
        """One ruling, ours or the platform's."""
        return RulingOut.of(await confirming.get_ruling(reading, ruling_id))

    @get("/{ruling_id:uuid}/preview")
    async def preview(self, ruling_id: FromPath[UUID], reading: Reading) -> PreviewOut:
        """What a ruling would do here if it were confirmed now.

        Singles and combos at fixed odds are worked out; systems, each-way bets and stakes in pools
        are counted only.
        """
        return PreviewOut.of(await previewing.preview(reading, ruling_id))

    @post("/confirm", status_code=200)
    async def confirm_all(
        self, data: JSONBody[ConfirmIn], owner: Owner, owner_tx: OwnerTx, actor: CurrentActor
    ) -> list[RulingOut]:
        """Confirm several results at once, such as those of a file: all, or none."""
        confirmed = await confirming.confirm_results(
            owner_tx, data.ruling_ids, owner=owner, by=actor
        )
        return [RulingOut.of(ruling) for ruling in confirmed]

    @put("/{ruling_id:uuid}/confirm")
    async def confirm(
        self, ruling_id: FromPath[UUID], owner: Owner, owner_tx: OwnerTx, actor: CurrentActor
    ) -> RulingOut:
        """Put a ruling in force.  Bets are settled, or corrected, from this moment on."""
        ruling = await confirming.confirm_ruling(owner_tx, ruling_id, owner=owner, by=actor)
        return RulingOut.of(ruling)

    @put("/{ruling_id:uuid}/refuse")
    async def refuse(
        self,
        ruling_id: FromPath[UUID],
        data: JSONBody[WhyIn],
        owner: Owner,
        owner_tx: OwnerTx,
        actor: CurrentActor,
    ) -> RulingOut:
        """Refuse a ruling, or take back your own before it is confirmed."""
        ruling = await confirming.refuse_ruling(
            owner_tx, ruling_id, owner=owner, by=actor, reason=data.reason
        )
        return RulingOut.of(ruling)
