"""How somebody bets, laid out: groups of bets by what they have in common."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.leaderboards.rules.statistics import BANDS, Calibration, Record
from app.pages.rules.wording import KINDS


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    record: Record


@dataclass(frozen=True, slots=True)
class Band:
    """Odds above `lowest`, up to `highest`; none beyond the last."""

    lowest: int
    highest: int | None
    record: Record


@dataclass(frozen=True, slots=True)
class Forecast:
    """What was given a chance from `lowest` to `highest` (shares), and how often it came."""

    lowest: float
    highest: float
    bets: int
    actual: float


def by_sport(records: Mapping[str, Record]) -> list[Group]:
    groups = [Group(slug.replace("-", " ").capitalize(), each) for slug, each in records.items()]
    return _largest_first(groups)


def by_market_kind(records: Mapping[str, Record]) -> list[Group]:
    names = dict(KINDS)
    groups = [Group(names[kind], each) for kind, each in records.items()]
    return _largest_first(groups)


def by_odds(records: Mapping[int, Record]) -> list[Band]:
    """The shortest odds first; the key 0 stands for all beyond the last band."""
    ends = (*BANDS, 0)
    starts = (1_000, *BANDS)
    return [
        Band(start, end or None, records[end])
        for start, end in zip(starts, ends, strict=True)
        if end in records
    ]


def forecasts(calibration: Calibration) -> list[Forecast]:
    return [
        Forecast(
            lowest=each.lowest / 10_000,
            highest=min(1.0, each.lowest / 10_000 + 0.1),
            bets=each.bets,
            actual=each.actual / 10_000,
        )
        for each in calibration.bins
    ]


def _largest_first(groups: Sequence[Group]) -> list[Group]:
    return sorted(groups, key=lambda group: (-group.record.bets, group.name))
