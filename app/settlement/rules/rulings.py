"""Rulings: what officials say became of events and markets, and when it counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from app.markets.rules.outcomes import Outcome, check_sum_of_wins
from app.plumbing.refusals import Conflict, Forbidden, Invalid, Missing

REASON_LENGTH_MAX = 500


class NoSuchRuling(Missing):
    """There is no such ruling."""


class RulingDecided(Conflict):
    """This ruling does not wait any more."""


class ResultEnteredMeanwhile(Conflict):
    """Somebody has entered a result of this event that you have not seen."""


class NotAResult(Conflict):
    """Only results are confirmed several at once."""


class NeedsSecondPerson(Forbidden):
    """Somebody else than who entered this has to confirm it."""


class ConflictOfInterest(Forbidden):
    """Both of you have bets on this event.  Somebody without any has to confirm it."""


class SharedRuling(Forbidden):
    """This is about what all communities share: only the platform's staff rules on it."""


class MarketNotMarked(Invalid):
    """Each selection of the market is marked, and nothing else."""


class NotMarkedByHand(Conflict):
    """Only custom markets are marked by hand; the others follow from the result."""


class MarketNeverOpened(Conflict):
    """Nobody can have bet on this market: it is a draft."""


class MarketIsNotVoid(Conflict):
    """This market is not void."""


class MarketIsVoid(Conflict):
    """This market is void already."""


class NoSuchPrice(Invalid):
    """The selection never had a price of this version."""


class RulingKind(StrEnum):
    RESULT = "result"
    MARKS = "marks"
    VOID = "void"
    PRICES = "prices"


class RulingState(StrEnum):
    PENDING = "pending"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    OVERTAKEN = "overtaken"


class Because(StrEnum):
    """Why a ruling needs a second person."""

    FOUR_EYES = "four_eyes"
    CORRECTION = "correction"
    BETS_ON_THE_MARKET = "bets_on_the_market"
    OWN_BETS = "own_bets"


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectedPrice:
    """The odds that a selection should have had, in the place of those of one version."""

    selection_id: UUID
    odds_version: int
    odds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RulingDocument:
    """What has no table of its own.  `marks` are shares of the stake, such as `1/2`, to win and to
    be returned, by the selection's key; `void` is false where a void is lifted.

    `doubts` are what spoke against a result, and `anyway_because` why it was entered all the same.
    """

    marks: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    void: bool | None = None
    prices: tuple[CorrectedPrice, ...] = ()
    doubts: tuple[str, ...] = ()
    anyway_because: str | None = None

    @property
    def outcomes(self) -> Mapping[str, Outcome]:
        return {
            key: Outcome(Fraction(win), Fraction(push)) for key, (win, push) in self.marks.items()
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRuling:
    kind: RulingKind
    event_tenant_id: UUID
    event_id: UUID
    market_id: UUID | None = None
    result_version: int | None = None
    document: RulingDocument = RulingDocument()
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling(NewRuling):
    id: UUID
    tenant_id: UUID
    # Something was confirmed on the same matter before, or a grading is in force already.
    corrects: bool
    state: RulingState
    second_person: bool
    entered_by: str
    entered_at: datetime
    decided_by: str | None = None
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Interests:
    """Who has an interest in an event: what communities ask for, and who bet on it."""

    four_eyes: bool
    market_has_bets: bool
    with_bets: frozenset[str]


def reasons_for_two(
    kind: RulingKind, *, corrects: bool, entered_by: str, interests: Interests
) -> list[Because]:
    """Why somebody else than who entered the ruling has to confirm it; nothing if nobody has to."""
    why = []
    if interests.four_eyes:
        why.append(Because.FOUR_EYES)
    if corrects:
        why.append(Because.CORRECTION)
    if kind in {RulingKind.VOID, RulingKind.PRICES} and interests.market_has_bets:
        why.append(Because.BETS_ON_THE_MARKET)
    if entered_by in interests.with_bets:
        why.append(Because.OWN_BETS)
    return why


def check_may_confirm(ruling: Ruling, interests: Interests, *, by: str) -> list[Because]:
    """Refuse whoever may not confirm it; what calls for two people is told."""
    why = reasons_for_two(
        ruling.kind,
        corrects=ruling.corrects,
        entered_by=ruling.entered_by,
        interests=interests,
    )
    if by == ruling.entered_by and (why or ruling.second_person):
        raise NeedsSecondPerson(ruling_id=ruling.id, because=why, entered_by=ruling.entered_by)
    if {by, ruling.entered_by} <= interests.with_bets:
        raise ConflictOfInterest(ruling_id=ruling.id, event_id=ruling.event_id)
    return why


def check_pending(ruling: Ruling) -> None:
    if ruling.state is not RulingState.PENDING:
        raise RulingDecided(ruling_id=ruling.id, state=ruling.state, decided_at=ruling.decided_at)


def check_own(tenant_id: UUID, *, own_id: UUID) -> None:
    if tenant_id != own_id:
        raise SharedRuling


def check_marks(document: RulingDocument, keys: Iterable[str], *, wins: Fraction) -> None:
    wanted = set(keys)
    if document.marks.keys() != wanted:
        raise MarketNotMarked(
            missing=sorted(wanted - document.marks.keys()),
            unknown=sorted(document.marks.keys() - wanted),
        )
    check_sum_of_wins(document.outcomes.values(), stated=wins)
