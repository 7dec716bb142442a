"""What programs say over a WebSocket, and what they alone are answered."""

from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct

from app.betting.rules.slips import OddsPolicy, Slip, WantedLeg, check_slip
from app.betting.rules.tickets import LEGS_MAX, BetKind
from app.live.rules.messages import Update
from app.live.rules.topics import TOPICS_MAX
from app.markets.rules.odds import ODDS_MAX, ODDS_MIN
from app.plumbing.points import POINTS_MAX, Points
from app.plumbing.refusals import Invalid

# Raised when a message changes its meaning.  More fields, or more messages, are the same version.
VERSION = 1
MESSAGE_BYTES_MAX = 16 * 1024

Position = Annotated[
    int, Meta(ge=0, le=2**63 - 1, description="Up to where you have heard all.", examples=[104731])
]


class NotAMessage(Invalid):
    """This is none of the messages that we understand."""


class MessageTooLong(Invalid):
    """A message has at most 16 KiB."""


class AlreadyAuthenticated(Invalid):
    """You have said who you are already."""


class Asked(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    pass


class Authenticate(Asked, frozen=True, tag="authenticate"):
    """Who you are, first of all, unless the connection said so by a header or cookie."""

    token: Annotated[
        str,
        Meta(
            max_length=8_000,
            description="An access token, or a personal key that may write.",
            examples=["pb_019a9c5e-0000-7000-8000-000000000001_secret"],
        ),
    ]


class SubscribeOdds(Asked, frozen=True, tag="subscribe_odds"):
    """Follow more topics.  Who comes back says `after`, and hears what they missed."""

    topics: Annotated[
        list[str],
        Meta(
            min_length=1,
            max_length=TOPICS_MAX,
            description="`event:<id>`, `competition:<id>` and `me`.",
            examples=[["event:019a9c5e-0000-7000-8000-000000000001", "me"]],
        ),
    ]
    after: Position | None = None


class Leg(Struct, frozen=True, forbid_unknown_fields=True):
    """A selection, and the odds at which you saw it, in thousandths."""

    selection_id: UUID
    odds: Annotated[int, Meta(ge=ODDS_MIN, le=ODDS_MAX, examples=[2500])]


class PlaceBet(Asked, frozen=True, tag="place_bet"):
    """Place a bet under an id of your own.  Sent again, it is the same bet."""

    bet_id: UUID
    entry_id: UUID
    stake: Annotated[int, Meta(ge=1, le=POINTS_MAX, examples=[40])]
    legs: Annotated[list[Leg], Meta(min_length=1, max_length=LEGS_MAX)]
    kind: BetKind = BetKind.SINGLE
    fold: Annotated[int, Meta(ge=1, le=LEGS_MAX)] | None = None
    each_way: bool = False
    odds_policy: OddsPolicy = OddsPolicy.EXACT

    def as_slip(self, player_id: UUID) -> Slip:
        """The slip, unless it makes no sense at any moment."""
        slip = Slip(
            id=self.bet_id,
            player_id=player_id,
            entry_id=self.entry_id,
            kind=self.kind,
            stake=Points(self.stake),
            legs=tuple(WantedLeg(leg.selection_id, leg.odds) for leg in self.legs),
            fold=self.fold,
            each_way=self.each_way,
            odds_policy=self.odds_policy,
        )
        check_slip(slip)
        return slip


class GetBalance(Asked, frozen=True, tag="get_balance"):
    """Ask for your points in all competitions: a `balance_update` for each."""


class Authenticated(Struct, frozen=True, kw_only=True, tag="authenticated"):
    """We know you now."""

    version: Annotated[int, Meta(description="Of these messages.", examples=[VERSION])] = VERSION
    player_id: UUID | None


class Subscribed(Struct, frozen=True, kw_only=True, tag="subscribed"):
    """What you follow from here on."""

    topics: Annotated[list[str], Meta(examples=[["me"]])]
    position: Position


class Reached(Struct, frozen=True, kw_only=True, tag="position"):
    """All before `position` has been said to you.  It comes at least every 15 seconds."""

    position: Position


class BetConfirmed(Struct, frozen=True, kw_only=True, tag="bet_confirmed"):
    """The bet stands, now or since it was sent the first time."""

    bet_id: UUID
    entry_id: UUID
    stake: Annotated[int, Meta(examples=[40])]
    potential_payout: Annotated[int | None, Meta(examples=[100])]
    placed_before: bool


class Problem(Struct, frozen=True, kw_only=True, tag="problem"):
    """A refusal, as the API answers it: see /problems.  `to` is the message that is refused."""

    problem: Annotated[str, Meta(examples=["/problems/odds-moved"])]
    title: Annotated[str, Meta(examples=["The odds have moved since you saw them."])]
    status: Annotated[int, Meta(examples=[409])]
    to: Annotated[str | None, Meta(examples=["place_bet"])]
    bet_id: UUID | None = None
    facts: dict[str, Any] = {}


Asking = Authenticate | SubscribeOdds | PlaceBet | GetBalance
Answer = Authenticated | Subscribed | Reached | BetConfirmed | Problem
Heard = Update | Answer
