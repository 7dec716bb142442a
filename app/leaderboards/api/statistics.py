"""How players bet, for programs."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, Response, get
from litestar.params import FromPath
from msgspec import Meta, Struct

from app.betting.rules.bets import BetResult
from app.leaderboards.api.shapes import Rate
from app.leaderboards.rules.duels import Meeting
from app.leaderboards.rules.statistics import Bin, Calibration, Record, SettledBet
from app.leaderboards.service import statistics as service
from app.leaderboards.service.statistics import HeadToHead, Private, Statistics
from app.plumbing import etags
from app.plumbing.access import role_holders
from app.plumbing.web import CurrentActor, Reading

AnyRequest = Request[Any, Any, Any]


class RecordOut(Struct, frozen=True):
    """What some bets came to; void and cashed-out ones are left out."""

    bets: int
    won: int
    lost: int
    staked: int
    paid: int
    win_rate: Rate | None
    roi: Rate | None

    @classmethod
    def of(cls, record: Record) -> "RecordOut":
        return cls(**{name: getattr(record, name) for name in cls.__struct_fields__})


class BandOut(Struct, frozen=True):
    """Bets at odds above the band before, up to `odds_max`; null for those beyond the last."""

    odds_max: Annotated[int, Meta(description="In thousandths.")] | None
    record: RecordOut


class ExpectationOut(Struct, frozen=True):
    """How often bets should have won if their odds were fair, and how often they did."""

    bets: int
    expected: Rate | None
    actual: Rate | None


class StreaksOut(Struct, frozen=True):
    """Won in a row at the end, won and lost in a row at most."""

    current: int
    best: int
    worst: int


class BinOut(Struct, frozen=True):
    """Bets that were given a chance from `lowest`, and below that of the next bin."""

    lowest: Rate
    bets: int
    forecast: Rate
    actual: Rate

    @classmethod
    def of(cls, found: Bin) -> "BinOut":
        return cls(**{name: getattr(found, name) for name in cls.__struct_fields__})


class CalibrationOut(Struct, frozen=True):
    """How good the player's own probabilities were."""

    bets: int
    brier: Annotated[int, Meta(description="In ten-thousandths; the lower, the better.")] | None
    bins: list[BinOut]

    @classmethod
    def of(cls, calibration: Calibration) -> "CalibrationOut":
        return cls(
            bets=calibration.bets,
            brier=calibration.brier,
            bins=[BinOut.of(each) for each in calibration.bins],
        )


class BetOut(Struct, frozen=True):
    """A bet that won or lost much."""

    id: UUID
    competition_id: UUID
    stake: int
    payout: int
    net: int
    result: BetResult

    @classmethod
    def of(cls, bet: SettledBet) -> "BetOut":
        return cls(**{name: getattr(bet, name) for name in cls.__struct_fields__})


class PrivateOut(Struct, frozen=True):
    """What single bets and forecasts say."""

    best: list[BetOut]
    worst: list[BetOut]
    calibration: CalibrationOut

    @classmethod
    def of(cls, private: Private) -> "PrivateOut":
        return cls(
            best=[BetOut.of(bet) for bet in private.best],
            worst=[BetOut.of(bet) for bet in private.worst],
            calibration=CalibrationOut.of(private.calibration),
        )


class StatisticsOut(Struct, frozen=True):
    """Of the newest 10,000 bets that were settled.  `private` is for the player, and admins."""

    player_id: UUID
    player: str
    record: RecordOut
    expectation: ExpectationOut
    streaks: StreaksOut
    by_sport: dict[str, RecordOut]
    by_market_kind: dict[str, RecordOut]
    by_odds: list[BandOut]
    private: PrivateOut | None

    @classmethod
    def of(cls, found: Statistics) -> "StatisticsOut":
        expectation, streaks = found.expectation, found.streaks
        return cls(
            player_id=found.player_id,
            player=found.player,
            record=RecordOut.of(found.record),
            expectation=ExpectationOut(expectation.bets, expectation.expected, expectation.actual),
            streaks=StreaksOut(streaks.current, streaks.best, streaks.worst),
            by_sport=_records(found.by_sport),
            by_market_kind=_records(found.by_market_kind),
            by_odds=_bands(found.by_odds),
            private=PrivateOut.of(found.private) if found.private else None,
        )


class MeetingOut(Struct, frozen=True):
    """A competition that both play; `their` is the second player's.  Rounds by net points."""

    competition_id: UUID
    competition: str
    rank: int | None
    their_rank: int | None
    net_worth: int
    their_net_worth: int
    net_points: int
    their_net_points: int
    prediction_points: int
    their_prediction_points: int
    rounds_won: int
    rounds_lost: int
    rounds_level: int

    @classmethod
    def of(cls, meeting: Meeting) -> "MeetingOut":
        return cls(**{name: getattr(meeting, name) for name in cls.__struct_fields__})


class HeadToHeadOut(Struct, frozen=True):
    """In how many competitions the first player is ahead, behind, or neither."""

    player: str
    other: str
    ahead: int
    behind: int
    level: int
    competitions: list[MeetingOut]

    @classmethod
    def of(cls, found: HeadToHead) -> "HeadToHeadOut":
        return cls(
            player=found.player,
            other=found.other,
            ahead=found.duel.ahead,
            behind=found.duel.behind,
            level=found.duel.level,
            competitions=[MeetingOut.of(meeting) for meeting in found.meetings],
        )


class PlayerApi(Controller):
    """How players bet."""

    path = "/api/players/{player_id:uuid}"

    @get("/statistics", guards=[role_holders])
    async def statistics(
        self,
        player_id: FromPath[UUID],
        request: AnyRequest,
        reading: Reading,
        actor: CurrentActor,
    ) -> Response[StatisticsOut]:
        """Show how a player bets.  Single bets and forecasts are the player's own."""
        found = await service.show(reading, player_id, by=actor)
        return etags.answer(request, StatisticsOut.of(found))

    @get("/head-to-head/{other_player_id:uuid}", guards=[role_holders])
    async def head_to_head(
        self,
        player_id: FromPath[UUID],
        other_player_id: FromPath[UUID],
        request: AnyRequest,
        reading: Reading,
    ) -> Response[HeadToHeadOut]:
        """Compare two players in the newest hundred competitions that both play."""
        found = await service.compare(reading, player_id, other_player_id)
        return etags.answer(request, HeadToHeadOut.of(found))


def _records(records: Mapping[str, Record]) -> dict[str, RecordOut]:
    return {name: RecordOut.of(record) for name, record in sorted(records.items())}


def _bands(records: Mapping[int, Record]) -> list[BandOut]:
    """The shortest odds first; what is beyond the last band comes last."""
    bands = sorted(records, key=lambda highest: (highest == 0, highest))
    return [BandOut(odds_max=band or None, record=RecordOut.of(records[band])) for band in bands]
