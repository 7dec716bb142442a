"""Pools as players see them, and stakes in them."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Redirect, Template
from msgspec import Meta, Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from app.betting.rules.slips import Slip, WantedLeg, check_slip
from app.betting.service.batching import Batches
from app.competitions import service as competitions
from app.competitions.rules.competitions import Competition
from app.competitions.rules.entries import Entry, EntryState
from app.competitions.rules.settings import Mode
from app.identity.rules.players import player_id_of
from app.ledger import service as ledger
from app.pages.service import pools as service
from app.plumbing.access import players
from app.plumbing.forms import Form
from app.plumbing.ids import new_id
from app.plumbing.points import POINTS_MAX, Points
from app.plumbing.refusals import Refusal
from app.plumbing.web import CurrentActor, Provided, Reading
from app.pools import service as pools
from app.pools.rules.pools import NoSuchPool
from app.tenants.rules import Community, Feature

AnyRequest = Request[Any, Any, Any]
Show = Annotated[str, QueryParameter(name="show", max_length=10)]
INCOMPLETE = 422


class StakeForm(Struct, frozen=True):
    """The page made `id`: sent twice, it is one stake."""

    id: UUID
    selection_id: Annotated[UUID, Meta(description="Choose one.")]
    stake: Annotated[
        int,
        Meta(ge=1, le=POINTS_MAX, description="Stake a whole number of points, at least 1."),
    ]


class PoolController(Controller):
    path = "/competitions/{competition_id:uuid}/pools"
    guards = (players,)

    @get()
    async def show(
        self,
        competition_id: FromPath[UUID],
        reading: Reading,
        actor: CurrentActor,
        community: Provided[Community],
        show: Show = "",
        after: FromQuery[UUID | None] = None,
        staked: FromQuery[UUID | None] = None,
    ) -> Template:
        competition = await competitions.get_shown(reading, competition_id, in_the_making=False)
        entry = await _entry(reading, competition_id, player_id_of(actor))
        return await _page(
            reading, community, competition, entry, over=show == "over", after=after, staked=staked
        )

    @post("/{pool_id:uuid}")
    async def stake(
        self,
        request: AnyRequest,
        competition_id: FromPath[UUID],
        pool_id: FromPath[UUID],
        reading: Reading,
        actor: CurrentActor,
        batches: Provided[Batches],
        community: Provided[Community],
    ) -> Template | Redirect:
        """Through the batches that all bets go through."""
        competition = await competitions.get_shown(reading, competition_id, in_the_making=False)
        shown = await pools.get_shown(reading, pool_id, drafts=False)
        if shown.pool.competition_id != competition_id:
            raise NoSuchPool(pool_id=pool_id)
        player_id = player_id_of(actor)
        entry = await _entry(reading, competition_id, player_id)
        form, refusal = await Form.sent(request, StakeForm), None
        if entry and (asked := form.read()):
            try:
                await batches.place(_slip(asked, pool_id, entry), community)
            except Refusal as no:
                refusal = no
            else:
                here = f"/competitions/{competition_id}/pools"
                return Redirect(f"{here}?staked={pool_id}#p-{pool_id}", status_code=303)
        page = await _page(
            reading, community, competition, entry, form=form, sent_to=pool_id, refusal=refusal
        )
        page.status_code = INCOMPLETE
        return page


def _slip(asked: StakeForm, pool_id: UUID, entry: Entry) -> Slip:
    slip = Slip(
        id=asked.id,
        player_id=entry.player_id,
        entry_id=entry.id,
        kind=None,
        stake=Points(asked.stake),
        legs=(WantedLeg(asked.selection_id, None),),
        pool_id=pool_id,
    )
    check_slip(slip)
    return slip


async def _entry(tx: AsyncConnection, competition_id: UUID, player_id: UUID) -> Entry | None:
    """Of somebody who plays now."""
    entry = await competitions.find_entry_of(tx, competition_id, player_id)
    return entry if entry and entry.state is EntryState.ACTIVE else None


async def _page(
    tx: AsyncConnection,
    community: Community,
    competition: Competition,
    entry: Entry | None,
    *,
    over: bool = False,
    after: UUID | None = None,
    staked: UUID | None = None,
    form: Form[StakeForm] | None = None,
    sent_to: UUID | None = None,
    refusal: Refusal | None = None,
) -> Template:
    seen = await service.list_seen(tx, competition.id, entry, over=over, after=after)
    context = {
        "competition": competition,
        "here": f"/competitions/{competition.id}/pools",
        "played": Mode.POOL in competition.settings.modes
        and Feature.POOLS in community.settings.features,
        "pools": seen.pools,
        "following": seen.following,
        "over": over,
        "staked": staked,
        "empty_form": Form(StakeForm),
        "form": form,
        "sent_to": sent_to,
        "refusal": refusal,
        "new_id": new_id,
        "balance": (await ledger.get_position(tx, entry.id)).balance if entry else None,
    }
    return Template("pages/pools/pools.html", context=context)
