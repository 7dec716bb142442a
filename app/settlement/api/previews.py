"""What a ruling would do, in JSON."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from app.markets.rules.markets import MarketState, Selection
from app.settlement.api.shapes import RulingOut
from app.settlement.rules.grading import Graded, Parts
from app.settlement.rules.previews import Change, Effect, Exposed, Preview, Winner


class OutcomeOut(Struct, frozen=True):
    """Parts of the stake: what wins at the odds, and what is returned."""

    name: Annotated[str, Meta(examples=["won", "half_lost", "dead_heat"])]
    win: str
    push: str

    @classmethod
    def of(cls, parts: Parts) -> "OutcomeOut":
        outcome = parts.outcome
        return cls(name=outcome.name, win=str(outcome.win), push=str(outcome.push))


class SelectionChangeOut(Struct, frozen=True, kw_only=True):
    """`place_before` and `place_after` are for each-way bets.  The sums are of open bets."""

    selection_id: UUID
    key: str
    name: str
    before: OutcomeOut | None
    after: OutcomeOut | None
    place_before: OutcomeOut | None
    place_after: OutcomeOut | None
    bets: int
    staked: int
    liability: Annotated[int, Meta(description="What these bets would win beyond their stakes.")]

    @classmethod
    def of(
        cls, selection: Selection, before: Graded | None, after: Graded | None, exposed: Exposed
    ) -> "SelectionChangeOut":
        return cls(
            selection_id=selection.id,
            key=selection.key,
            name=selection.name,
            before=_outcome(before.win if before else None),
            after=_outcome(after.win if after else None),
            place_before=_outcome(before.place if before else None),
            place_after=_outcome(after.place if after else None),
            bets=exposed.bets,
            staked=exposed.staked,
            liability=exposed.liability,
        )


class MarketChangeOut(Struct, frozen=True, kw_only=True):
    market_id: UUID
    name: str
    state_before: MarketState
    state_after: MarketState
    waits_for: Annotated[
        str | None, Meta(description="Why it cannot be graded yet; it takes no more bets.")
    ]
    selections: list[SelectionChangeOut]

    @classmethod
    def of(cls, change: Change, preview: Preview) -> "MarketChangeOut":
        market = change.after.market
        before = change.before.outcomes if change.before else {}
        return cls(
            market_id=market.id,
            name=market.terms.name,
            state_before=market.state,
            state_after=change.after.state,
            waits_for=change.after.waits_for,
            selections=[
                SelectionChangeOut.of(
                    each,
                    before.get(each.id),
                    change.after.outcomes.get(each.id),
                    preview.exposed.get(each.id, Exposed()),
                )
                for each in market.selections
            ],
        )


class PreviewOut(Struct, frozen=True, kw_only=True):
    """What a ruling would do in this community, market by market and competition by competition."""

    ruling: RulingOut
    markets: list[MarketChangeOut]
    competitions: list[Effect]
    biggest_winners: list[Winner]

    @classmethod
    def of(cls, preview: Preview) -> "PreviewOut":
        return cls(
            ruling=RulingOut.of(preview.ruling),
            markets=[MarketChangeOut.of(change, preview) for change in preview.changes],
            competitions=list(preview.effects),
            biggest_winners=list(preview.winners),
        )


def _outcome(parts: Parts | None) -> OutcomeOut | None:
    return OutcomeOut.of(parts) if parts else None
