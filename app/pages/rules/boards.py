"""How a leaderboard is laid out: its measures in words, its lines, and one's own place."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from app.competitions.rules.settings import OF_PREDICTIONS, Mode, Standing
from app.leaderboards.rules.boards import FIRST, OF_A_PART, DayRank, Outside, Row
from app.ledger.rules.transfers import TransferKind
from app.pages.rules.charts import LineChart, Series, line_chart
from app.plumbing.languages import sentence

MORE_MEASURES = 3
CHARTED = 3


class Written(StrEnum):
    """How a measure's value is written."""

    POINTS = "points"
    SIGNED = "signed"
    RATE = "rate"


@dataclass(frozen=True, slots=True)
class Measure:
    standing: Standing
    name: str
    written: Written = Written.POINTS


MEASURES = {
    measure.standing: measure
    for measure in (
        Measure(Standing.NET_WORTH, sentence("Points")),
        Measure(Standing.NET_POINTS, sentence("Net points"), Written.SIGNED),
        Measure(Standing.ROI, sentence("Return on stakes"), Written.RATE),
        Measure(Standing.WIN_RATE, sentence("Win rate"), Written.RATE),
        Measure(Standing.PREDICTION_POINTS, sentence("Prediction points")),
        Measure(Standing.EXACT_PREDICTIONS, sentence("Exact predictions")),
        Measure(Standing.STREAK, sentence("Wins in a row")),
        Measure(Standing.BEST_STREAK, sentence("Longest streak")),
    )
}
# Beside what a board goes by, as far as there is room.
USUAL = (
    Standing.NET_WORTH,
    Standing.NET_POINTS,
    Standing.PREDICTION_POINTS,
    Standing.ROI,
    Standing.EXACT_PREDICTIONS,
)
OUTSIDE = {
    Outside.BOT: sentence("Bot"),
    Outside.EXCLUDED: sentence("Excluded"),
    Outside.WITHDRAWN: sentence("Withdrawn"),
}
# Points that came or went without a bet.
GIVEN = {
    TransferKind.GRANT: sentence("Given to begin with, or as a gift"),
    TransferKind.ADJUSTMENT: sentence("Adjusted by an admin"),
    TransferKind.TAKE_BACK: sentence("Taken back"),
    TransferKind.WITHDRAWAL: sentence("Taken out"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A place as it is shown.  `change` is by how many ranks it rose; `values` are in the order of
    the measures; `is_own` is the reader's."""

    rank: int | None
    change: int
    is_new: bool
    player_id: UUID
    player: str
    entry_id: UUID | None
    outside: str | None
    values: Sequence[int | None]
    is_own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPlace:
    """`ahead` is who is next above, and `gap` by how much."""

    line: Line
    ahead: str | None
    gap: int | None


def choices(modes: Collection[Mode], *, part: bool) -> list[Measure]:
    """What a board can be ranked by where only some ways to play are open."""
    known = OF_A_PART if part else FIRST
    return [
        measure
        for standing, measure in MEASURES.items()
        if standing in known and _fits(standing, modes)
    ]


def shown(first: Standing, modes: Collection[Mode], *, part: bool) -> list[Measure]:
    """What the board goes by, and a few more beside it."""
    known = OF_A_PART if part else FIRST
    more = [s for s in USUAL if s is not first and s in known and _fits(s, modes)]
    return [MEASURES[standing] for standing in (first, *more[:MORE_MEASURES])]


def lines_of(
    rows: Sequence[Row],
    measures: Sequence[Measure],
    before: Mapping[UUID, int | None],
    *,
    own: UUID | None,
) -> list[Line]:
    return [
        Line(
            rank=row.rank,
            change=_rise(before.get(row.player_id), row.rank),
            is_new=bool(before and row.rank) and row.player_id not in before,
            player_id=row.player_id,
            player=row.player,
            entry_id=row.entry_id,
            outside=OUTSIDE[row.outside] if row.outside else None,
            values=[getattr(row, measure.standing.value) for measure in measures],
            is_own=row.player_id == own,
        )
        for row in rows
    ]


def own_place(lines: Sequence[Line]) -> OwnPlace | None:
    """One's own line among its neighbours, and how far it is to the next rank."""
    own = next((line for line in lines if line.is_own), None)
    if own is None:
        return None
    above = [each for each in lines if each.rank and own.rank and each.rank < own.rank]
    if not above:
        return OwnPlace(line=own, ahead=None, gap=None)
    mine, theirs = own.values[0], above[-1].values[0]
    gap = theirs - mine if mine is not None and theirs is not None else None
    return OwnPlace(line=own, ahead=above[-1].player, gap=gap)


def charted(rows: Sequence[Row], *, own: UUID | None) -> dict[UUID, str]:
    """The first few, and whoever looks: their names by their ids."""
    first = {row.player_id: row.player for row in rows if row.rank}
    names = dict(list(first.items())[:CHARTED])
    return names | ({own: first[own]} if own in first else {})


def charts_of(
    names: Mapping[UUID, str],
    days: Mapping[UUID, Sequence[DayRank]],
    standing: Standing,
    zone: ZoneInfo,
) -> dict[str, LineChart]:
    """`ranks` and `points` over the days; none before there is a second day."""
    if len({day.day for told in days.values() for day in told}) < 2:  # noqa: PLR2004
        return {}
    value = standing if standing in CHARTABLE else Standing.NET_WORTH
    ranks = [
        Series(
            name=name, points=[(_noon(d.day, zone), d.rank) for d in days.get(who, ()) if d.rank]
        )
        for who, name in names.items()
    ]
    points = [
        Series(
            name=name,
            points=[(_noon(d.day, zone), getattr(d, value.value)) for d in days.get(who, ())],
        )
        for who, name in names.items()
    ]
    drawn = {"ranks": line_chart(ranks, ranks=True), "points": line_chart(points)}
    return {name: chart for name, chart in drawn.items() if chart}


# What is kept of each day.
CHARTABLE = (Standing.NET_WORTH, Standing.NET_POINTS, Standing.PREDICTION_POINTS)


def _fits(standing: Standing, modes: Collection[Mode]) -> bool:
    if standing in OF_PREDICTIONS:
        return Mode.PREDICTION in modes
    return bool(set(modes) - {Mode.PREDICTION})


def _rise(before: int | None, now: int | None) -> int:
    return before - now if before and now else 0


def _noon(day: date, zone: ZoneInfo) -> datetime:
    """So that it is the same day wherever it is read."""
    return datetime.combine(day, time(12), tzinfo=zone)
