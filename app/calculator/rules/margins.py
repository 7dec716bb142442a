"""Which probabilities lie behind these prices?"""

from typing import Annotated, Any

from msgspec import Meta, Struct

from app.calculator.rules.numbers import Typed
from app.markets.rules.margin import Method, margin_in, remove_margin
from app.markets.rules.odds import parse_price

SELECTIONS_MAX = 200


class MarginQuestion(Struct, frozen=True):
    odds: Annotated[
        list[Typed], Meta(min_length=2, max_length=SELECTIONS_MAX, examples=[["2.7", "2.3", "4.4"]])
    ]
    method: Annotated[Method, Meta(examples=["shin"])]
    winners: Annotated[
        int,
        Meta(ge=1, le=SELECTIONS_MAX, description="How many win: 2 of a double chance."),
    ] = 1

    def answer(self) -> dict[str, Any]:
        odds = [float(parse_price(str(each))) for each in self.odds]
        return {
            "probabilities": remove_margin(odds, self.method, winners=self.winners),
            "margin": margin_in(odds, winners=self.winners),
        }
