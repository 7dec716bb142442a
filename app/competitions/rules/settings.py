"""How a competition is played: one document, versioned; each bet is decided by its own version."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import msgspec

from app.plumbing.points import POINTS_MAX
from app.plumbing.refusals import Conflict

THOUSAND = 1_000
TAKEOUT_MAX = 500
CANCEL_SECONDS_MAX = 24 * 60 * 60
POSTPONEMENT_HOURS_MAX = 30 * 24
PREDICTION_POINTS_MAX = 1_000
JOKERS_MAX = 100
ROI_MINIMUM_BETS_MAX = 1_000
PRIZES_MAX = 100


class SettingsFixed(Conflict):
    """Some of these settings stay as they are while the competition runs."""


class JoinPolicy(StrEnum):
    OPEN = "open"
    INVITATION = "invitation"
    APPROVAL = "approval"
    CODE = "code"


class Mode(StrEnum):
    FIXED_ODDS = "fixed_odds"
    POOL = "pool"
    PREDICTION = "prediction"


class Every(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Standing(StrEnum):
    """What entries are ranked by, first; and what separates those that are equal, after."""

    NET_WORTH = "net_worth"
    NET_POINTS = "net_points"
    ROI = "roi"
    PREDICTION_POINTS = "prediction_points"
    EXACT_PREDICTIONS = "exact_predictions"
    WIN_RATE = "win_rate"
    STREAK = "streak"
    BEST_STREAK = "best_streak"
    EARLIEST_ENTRY = "earliest_entry"


@dataclass(frozen=True, slots=True, kw_only=True)
class TopUp:
    points: int
    every: Every


@dataclass(frozen=True, slots=True, kw_only=True)
class StakeLimits:
    """Shares are in thousandths of the bankroll: what an entry had to play with today."""

    minimum: int = 1
    maximum: int = 1_000_000
    maximum_payout: int = POINTS_MAX
    share_of_bankroll: int | None = None
    day_share_of_bankroll: int | None = None


# What is offered to whoever wants the stakes limited by the bankroll.
CAREFUL_STAKES = StakeLimits(share_of_bankroll=20, day_share_of_bankroll=100)


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolSettings:
    """`takeout` is in thousandths of the stakes."""

    takeout: int = 0
    minimum_dividend: bool = True
    carry_over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictionSettings:
    """For the score after full time, which leaves out extra time and a shoot-out.

    With a quota, a right tendency earns more the fewer had it, between two bounds.
    """

    exact: int = 4
    difference: int = 3
    tendency: int = 2
    jokers_a_round: int = 1
    quota: bool = False
    quota_minimum: int = 2
    quota_maximum: int = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class PrizeSettings:
    """Points for the first places: a sum each, or shares of a pot in thousandths."""

    points: tuple[int, ...] = ()
    pot: int = 0
    shares: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetitionSettings:
    join_policy: JoinPolicy = JoinPolicy.OPEN
    modes: frozenset[Mode] = field(default_factory=lambda: frozenset(Mode))
    starting_points: int = 1_000
    top_up: TopUp | None = None
    stakes: StakeLimits = StakeLimits()
    # For how long after placing it a bet may be taken back.
    cancel_seconds: int = 60
    # In thousandths of what is cashed out.
    cash_out_margin: int = 50
    same_event_combos: bool = False
    postponement_hours: int = 36
    four_eyes: bool = False
    pools: PoolSettings = PoolSettings()
    predictions: PredictionSettings = PredictionSettings()
    standing: tuple[Standing, ...] = (Standing.NET_WORTH, Standing.EARLIEST_ENTRY)
    # Whoever has fewer has no return on investment yet: one lucky bet would lead.
    roi_minimum_bets: int = 10
    prizes: PrizeSettings | None = None


# Standings and predictions are worked out anew from the settings of the day, so that a change
# would rewrite what players have earned.  All else decides what comes later only: a bet keeps its
# version, a pool its takeout, an entry its starting points.
FIXED_WHILE_RUNNING = ("predictions", "standing", "roi_minimum_bets")

OF_PREDICTIONS = frozenset({Standing.PREDICTION_POINTS, Standing.EXACT_PREDICTIONS})
OF_STAKES = frozenset(Standing) - OF_PREDICTIONS - {Standing.EARLIEST_ENTRY}

Complaints = Iterator[tuple[str, str]]


def as_document(settings: CompetitionSettings) -> dict[str, object]:
    """As it is kept and shown; equal settings make equal documents."""
    document: dict[str, object] = msgspec.to_builtins(settings, order="deterministic")
    return document


def read_document(document: object) -> CompetitionSettings:
    return msgspec.convert(document, CompetitionSettings)


def changed(settings: CompetitionSettings, sent: Mapping[str, object]) -> CompetitionSettings:
    """The settings with what was sent in its place; whatever was not sent stays."""
    return read_document(_merged(as_document(settings), sent))


def differences(
    before: CompetitionSettings, after: CompetitionSettings
) -> dict[str, dict[str, object]]:
    """What changed, by the name of the setting, with its document before and after."""
    old, new = as_document(before), as_document(after)
    return {
        name: {"before": old[name], "after": new[name]} for name in new if old[name] != new[name]
    }


def check_may_change(before: CompetitionSettings, after: CompetitionSettings) -> None:
    """Refuse to change, while people play, what decides on what they have played already."""
    if fixed := [name for name in differences(before, after) if name in FIXED_WHILE_RUNNING]:
        raise SettingsFixed(fixed=fixed)


def complaints(settings: CompetitionSettings) -> Complaints:
    """All that is wrong with these settings, each by the field it is about."""
    if not settings.modes:
        yield "modes", "Choose at least one way to play."
    yield from _outside(settings, "starting_points", 0, POINTS_MAX)
    yield from _outside(settings, "cancel_seconds", 0, CANCEL_SECONDS_MAX)
    yield from _outside(settings, "cash_out_margin", 0, THOUSAND)
    yield from _outside(settings, "postponement_hours", 0, POSTPONEMENT_HOURS_MAX)
    if settings.top_up:
        yield from _inside("top_up", _outside(settings.top_up, "points", 1, POINTS_MAX))
    yield from _inside("stakes", _of_stakes(settings.stakes))
    yield from _inside("pools", _outside(settings.pools, "takeout", 0, TAKEOUT_MAX))
    yield from _inside("predictions", _of_predictions(settings.predictions))
    yield from _outside(settings, "roi_minimum_bets", 1, ROI_MINIMUM_BETS_MAX)
    yield from _of_standing(settings)
    if settings.prizes:
        yield from _inside("prizes", _of_prizes(settings.prizes))


def _of_stakes(stakes: StakeLimits) -> Complaints:
    yield from _outside(stakes, "minimum", 1, POINTS_MAX)
    yield from _outside(stakes, "maximum", max(1, stakes.minimum), POINTS_MAX)
    yield from _outside(stakes, "maximum_payout", max(1, stakes.minimum), POINTS_MAX)
    yield from _outside(stakes, "share_of_bankroll", 1, THOUSAND)
    yield from _outside(stakes, "day_share_of_bankroll", stakes.share_of_bankroll or 1, THOUSAND)


def _of_predictions(scheme: PredictionSettings) -> Complaints:
    yield from _outside(scheme, "exact", 0, PREDICTION_POINTS_MAX)
    yield from _outside(scheme, "difference", 0, scheme.exact)
    yield from _outside(scheme, "tendency", 0, scheme.difference)
    yield from _outside(scheme, "jokers_a_round", 0, JOKERS_MAX)
    yield from _outside(scheme, "quota_minimum", 0, PREDICTION_POINTS_MAX)
    yield from _outside(scheme, "quota_maximum", scheme.quota_minimum, PREDICTION_POINTS_MAX)


def _of_standing(settings: CompetitionSettings) -> Complaints:
    standing = settings.standing
    if not standing or standing[0] is Standing.EARLIEST_ENTRY:
        yield "standing", "Say first by what entries are ranked; the earliest entry only separates."
    elif standing[0] in OF_PREDICTIONS and Mode.PREDICTION not in settings.modes:
        yield "standing", "Without predictions nobody can be ranked by them."
    elif standing[0] in OF_STAKES and settings.modes == {Mode.PREDICTION}:
        yield "standing", "Where nobody stakes points, rank by predictions."
    elif len(set(standing)) < len(standing):
        yield "standing", "Name each way of ranking once."


def _of_prizes(prizes: PrizeSettings) -> Complaints:
    if bool(prizes.points) == bool(prizes.shares):
        yield "points", "Give points for each place, or a pot and its shares."
    if bool(prizes.pot) != bool(prizes.shares):
        yield "pot", "A pot and its shares go together."
    yield from _outside(prizes, "pot", 0, POINTS_MAX)
    for name in ("points", "shares"):
        if trouble := _trouble_with_places(getattr(prizes, name)):
            yield name, trouble
    if sum(prizes.points) > POINTS_MAX:
        yield "points", f"All prizes together are at most {POINTS_MAX} points."
    if sum(prizes.shares) > THOUSAND:
        yield "shares", "The shares are thousandths: together at most 1000."


def _trouble_with_places(places: tuple[int, ...]) -> str | None:
    if len(places) > PRIZES_MAX:
        return f"Give prizes for at most {PRIZES_MAX} places."
    if any(prize < 1 for prize in places):
        return "A prize is at least 1."
    if list(places) != sorted(places, reverse=True):
        return "A better place earns no less."
    return None


def _outside(part: object, name: str, lowest: int, highest: int) -> Complaints:
    """Complain unless the number is within its bounds, or absent where it may be."""
    number: int | None = getattr(part, name)
    if number is not None and not lowest <= number <= highest:
        yield name, f"Choose a whole number from {lowest} to {highest}."


def _inside(part: str, inner: Complaints) -> Complaints:
    for name, message in inner:
        yield f"{part}.{name}", message


def _merged(document: Mapping[str, object], sent: Mapping[str, object]) -> dict[str, object]:
    merged = dict(document)
    for name, value in sent.items():
        there = merged.get(name)
        both = isinstance(there, Mapping) and isinstance(value, Mapping)
        merged[name] = _merged(there, value) if both else value  # type: ignore[arg-type]
    return merged
