"""Results and rulings as programs send and read them."""

from datetime import datetime
from fractions import Fraction
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from app.catalogue.rules.results import Result, ResultDocument, Source
from app.settlement.rules.rulings import (
    CorrectedPrice,
    Ruling,
    RulingDocument,
    RulingKind,
    RulingState,
)
from app.settlement.service.entering import ResultEntry

Reason = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=500,
        pattern=r"\S",
        description="Why.  Players of what is corrected read it.",
        examples=["The third goal was disallowed."],
    ),
]
Points = Annotated[int, Meta(ge=0, le=100_000)]
Number = Annotated[int, Meta(ge=1, le=500)]
Numbered = Annotated[
    dict[int, Points], Meta(description="By the participant's number.", examples=[{"1": 2, "2": 1}])
]
Minutes = Annotated[list[Annotated[int, Meta(ge=0, le=200)]], Meta(max_length=100)]
Share = Annotated[
    str,
    Meta(
        pattern=r"^(0|1|[0-9]{1,6}/[1-9][0-9]{0,5})$",
        description="A part of the stake: 0, 1, or a fraction such as 1/2.",
        examples=["1/2"],
    ),
]


class ResultIn(Struct, frozen=True, forbid_unknown_fields=True):
    """How an event ended, by its sport's scheme.

    Scores after half time, full time and extra time hold what went before; those of a shoot-out, a
    set or a quarter count alone.  `cut_short` holds the scores so far of what an abandoned event
    did not finish; an event that was never played was cut short before anything: `{}`.
    """

    seen_version: Annotated[
        int,
        Meta(
            ge=0,
            le=2**31,
            description="Of the newest result that you know; 0: of none.",
            examples=[0],
        ),
    ]
    scores: Annotated[
        dict[str, Numbered],
        Meta(examples=[{"half_time": {"1": 1, "2": 0}, "full_time": {"1": 2, "2": 1}}]),
    ] = {}
    positions: Annotated[
        dict[int, Number],
        Meta(description="By the participant's number; equal where they tie.", examples=[{}]),
    ] = {}
    cut_short: dict[str, Numbered] | None = None
    withdrawn: Annotated[
        list[Number], Meta(max_length=500, description="Numbers of who did not start.")
    ] = []
    true_start_at: Annotated[
        Annotated[datetime, Meta(tz=True)] | None,
        Meta(description="When it began in truth: bets from then on came too late."),
    ] = None
    goals: Annotated[
        dict[int, Minutes] | None,
        Meta(description="The minutes of the goals, to be held against the scores."),
    ] = None
    reason: Annotated[Reason | None, Meta(description="Needed by all versions but the first.")] = (
        None
    )
    anyway_because: Annotated[
        Reason | None,
        Meta(description="Why it is so, although it was doubted.", examples=["I was there."]),
    ] = None

    def entry(self) -> ResultEntry:
        goals = {number: tuple(at) for number, at in (self.goals or {}).items()}
        return ResultEntry(
            seen_version=self.seen_version,
            document=ResultDocument(
                scores=self.scores,
                positions=self.positions,
                cut_short=self.cut_short,
                withdrawn=frozenset(self.withdrawn),
                true_start_at=self.true_start_at,
                goals=None if self.goals is None else goals,
            ),
            reason=self.reason,
            anyway_because=self.anyway_because,
        )


class ResultOut(Struct, frozen=True):
    """One version of a result.  The newest that is confirmed counts."""

    version: int
    result: ResultDocument
    source: Source
    reason: str | None
    entered_at: datetime | None
    state: Annotated[
        RulingState | None, Meta(description="Null: imported this moment, and yet to be looked at.")
    ]
    ruling_id: UUID | None

    @classmethod
    def of(cls, result: Result, ruling: Ruling | None) -> "ResultOut":
        return cls(
            version=result.version,
            result=result.document,
            source=result.source,
            reason=result.reason,
            entered_at=result.entered_at,
            state=ruling.state if ruling else None,
            ruling_id=ruling.id if ruling else None,
        )


class MarkIn(Struct, frozen=True, forbid_unknown_fields=True):
    """What became of a selection: `win` of the stake is paid at the odds, `push` is returned."""

    win: Share
    push: Share = "0"


class MarksIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Every selection of a custom market, by its key, and what their wins add up to."""

    marks: Annotated[
        dict[Annotated[str, Meta(max_length=60)], MarkIn],
        Meta(max_length=500, examples=[{"yes": {"win": "1"}, "no": {"win": "0"}}]),
    ]
    wins: Annotated[Share, Meta(examples=["1"])]
    reason: Reason | None = None

    def document(self) -> RulingDocument:
        return RulingDocument(marks={key: (m.win, m.push) for key, m in self.marks.items()})

    def stated(self) -> Fraction:
        return Fraction(self.wins)


class WhyIn(Struct, frozen=True, forbid_unknown_fields=True):
    reason: Reason


class CorrectedPriceIn(Struct, frozen=True, forbid_unknown_fields=True):
    selection_id: UUID
    versions: Annotated[
        list[Annotated[int, Meta(ge=1, le=2**31)]],
        Meta(
            min_length=1,
            max_length=100,
            description="Of the prices that were wrong.",
            examples=[[3]],
        ),
    ]
    odds: Annotated[
        int,
        Meta(ge=1001, le=1_000_000, description="In thousandths: 2150 is 2.15.", examples=[2150]),
    ]


class PriceCorrectionsIn(Struct, frozen=True, forbid_unknown_fields=True):
    """The odds that there should have been: before any community's multiplier."""

    corrections: Annotated[list[CorrectedPriceIn], Meta(min_length=1, max_length=500)]
    reason: Reason

    def prices(self) -> tuple[CorrectedPrice, ...]:
        named = {
            (each.selection_id, version): each.odds
            for each in self.corrections
            for version in each.versions
        }
        return tuple(
            CorrectedPrice(selection_id=selection_id, odds_version=version, odds=odds)
            for (selection_id, version), odds in named.items()
        )


class ConfirmIn(Struct, frozen=True, forbid_unknown_fields=True):
    ruling_ids: Annotated[list[UUID], Meta(min_length=1, max_length=200)]


class RulingOut(Struct, frozen=True, kw_only=True):
    """What somebody says became of an event or a market: in force once it is confirmed."""

    id: UUID
    kind: RulingKind
    event_id: UUID
    market_id: UUID | None
    result_version: int | None
    state: RulingState
    document: RulingDocument
    reason: str | None
    corrects: Annotated[
        bool, Meta(description="Something else was in force before on the same matter.")
    ]
    second_person: Annotated[
        bool, Meta(description="Somebody else than who entered it has to confirm it.")
    ]
    entered_by: Annotated[str, Meta(description="A person's subject.")]
    entered_at: datetime
    decided_by: str | None
    decided_at: datetime | None

    @classmethod
    def of(cls, ruling: Ruling) -> "RulingOut":
        return cls(
            id=ruling.id,
            kind=ruling.kind,
            event_id=ruling.event_id,
            market_id=ruling.market_id,
            result_version=ruling.result_version,
            state=ruling.state,
            document=ruling.document,
            reason=ruling.reason,
            corrects=ruling.corrects,
            second_person=ruling.second_person,
            entered_by=ruling.entered_by,
            entered_at=ruling.entered_at,
            decided_by=ruling.decided_by,
            decided_at=ruling.decided_at,
        )
