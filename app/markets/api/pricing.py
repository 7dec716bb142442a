"""Entering prices, by hand, with a margin or by a feed, and their whole history."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from app.markets import service
from app.markets.api.platform import ON_THE_PLATFORM
from app.markets.api.shapes import OddsOut
from app.markets.rules.margin import Method
from app.markets.rules.prices import FeedMessage, NewPrice, Price, PriceChange, Source
from app.markets.rules.pricing import Book
from app.plumbing.access import admins, superadmins
from app.plumbing.pages import ITEMS_USUAL, After, Limit, Number, Page, key_of, page_of
from app.plumbing.web import CurrentActor, Reading, Tx

CHANGES_MAX = 400
OddsIn = Annotated[
    int, Meta(ge=1_001, le=1_000_000, description="Thousandths: 2150 is 2.15.", examples=[2150])
]
Probability = Annotated[float, Meta(gt=0, lt=1)]
Sequence = Annotated[
    int,
    Meta(ge=1, le=2**63 - 1, description="The feed's own count of its messages.", examples=[4711]),
]


class PriceIn(Struct, frozen=True, forbid_unknown_fields=True):
    selection_id: UUID
    odds: OddsIn
    seen_version: Annotated[
        int,
        Meta(
            ge=0,
            description="The `odds_version` that you saw; another one is refused.",
            examples=[3],
        ),
    ]


class PricesIn(Struct, frozen=True, forbid_unknown_fields=True):
    """All of these or none."""

    prices: Annotated[list[PriceIn], Meta(min_length=1, max_length=CHANGES_MAX)]


class FedPriceIn(Struct, frozen=True, forbid_unknown_fields=True):
    selection_id: UUID
    odds: OddsIn


class FeedIn(Struct, frozen=True, forbid_unknown_fields=True):
    """A feed is known by its service account.  Sent twice, a message counts once."""

    sequence: Sequence
    prices: Annotated[list[FedPriceIn], Meta(min_length=1, max_length=CHANGES_MAX)]


class MarginIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Without `probabilities`, those behind the present prices are taken."""

    margin: Annotated[
        float, Meta(ge=0, le=1, description="0.05 makes a book of 105 %.", examples=[0.05])
    ]
    method: Method = Method.MULTIPLICATIVE
    probabilities: Annotated[
        dict[UUID, Probability] | None,
        Meta(
            description="By selection.  Together they make 1; of a double chance 2, of a place"
            " market as many as it pays places."
        ),
    ] = None
    enter: Annotated[bool, Meta(description="Put the prices on offer, too.")] = False


class NewPriceOut(Struct, frozen=True):
    selection_id: UUID
    odds: int
    odds_version: int


class EnteredOut(Struct, frozen=True):
    """Prices that changed; those that said what was there already did not."""

    entered: list[NewPriceOut]

    @classmethod
    def of(cls, prices: list[NewPrice]) -> "EnteredOut":
        return cls(
            entered=[
                NewPriceOut(selection_id=p.selection_id, odds=p.odds, odds_version=p.version)
                for p in prices
            ]
        )


class FedOut(Struct, frozen=True):
    """`entered` is false where this message, or a newer one, was taken before."""

    entered: bool


class BookLineOut(Struct, frozen=True):
    selection_id: UUID
    key: str
    probability: float
    odds_now: OddsOut
    odds: int


class BookOut(Struct, frozen=True):
    """`margin_now` is what the present prices hold; null while some are missing."""

    margin_now: float | None
    entered: bool
    selections: list[BookLineOut]

    @classmethod
    def of(cls, book: Book, *, entered: bool) -> "BookOut":
        return cls(
            margin_now=book.margin_now,
            entered=entered,
            selections=[
                BookLineOut(
                    selection_id=line.selection.id,
                    key=line.selection.key,
                    probability=line.probability,
                    odds_now=line.selection.odds,
                    odds=line.odds,
                )
                for line in book.lines
            ],
        )


class PriceOut(Struct, frozen=True):
    """A price from `at` on, how it came about and who entered it."""

    version: int
    odds: OddsOut
    source: Source
    author: str
    at: datetime

    @classmethod
    def of(cls, price: Price) -> "PriceOut":
        return cls(
            version=price.version,
            odds=price.odds,
            source=price.source,
            author=price.author,
            at=price.at,
        )


class PricesApi(Controller):
    path = "/api"
    guards = (admins,)

    @post("/odds", status_code=200)
    async def enter(self, tx: Tx, data: JSONBody[PricesIn], actor: CurrentActor) -> EnteredOut:
        """Enter prices by hand, of any number of markets, all of them or none."""
        changes = [
            PriceChange(selection_id=p.selection_id, odds=p.odds, seen_version=p.seen_version)
            for p in data.prices
        ]
        entered = await service.enter_prices(tx, changes, source=Source.HAND, by=actor)
        return EnteredOut.of(entered)

    @post("/odds/feed", status_code=200)
    async def feed(self, tx: Tx, data: JSONBody[FeedIn], actor: CurrentActor) -> FedOut:
        """Prices from a feed, which signs in as a service account."""
        changes = tuple(PriceChange(selection_id=p.selection_id, odds=p.odds) for p in data.prices)
        message = FeedMessage(sequence=data.sequence, changes=changes)
        return FedOut(entered=await service.enter_feed(tx, message, by=actor))

    @post("/markets/{market_id:uuid}/odds/margin", status_code=200)
    async def margin(
        self, tx: Tx, market_id: FromPath[UUID], data: JSONBody[MarginIn], actor: CurrentActor
    ) -> BookOut:
        """What a market's prices are with a margin; shown, and on request entered."""
        book = await service.add_margin(
            tx, market_id, data.probabilities, margin=data.margin, method=data.method
        )
        if data.enter:
            await service.enter_margin(tx, book, by=actor)
        return BookOut.of(book, entered=data.enter)

    @get("/markets/{market_id:uuid}/selections/{selection_id:uuid}/prices")
    async def prices(
        self,
        reading: Reading,
        market_id: FromPath[UUID],
        selection_id: FromPath[UUID],
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> Page[PriceOut]:
        """Every price that a selection had, the newest first, with its source and author."""
        service.check_selection(await service.get_market(reading, market_id), selection_id)
        rows = await service.list_prices(
            reading, selection_id, before=key_of(after, Number), limit=limit + 1
        )
        return page_of(rows, limit, key=lambda price: price.version, show=PriceOut.of)


class PlatformPricesApi(PricesApi):
    """The prices of shared markets."""

    path = "/api/platform"
    guards = (superadmins,)
    dependencies = ON_THE_PLATFORM
