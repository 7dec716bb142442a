"""A competition's settings as a form has them: one field a number, shares as percentages."""

import re
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Annotated
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct

from app.competitions.rules.competitions import IN_THE_MAKING, Competition
from app.competitions.rules.settings import (
    CompetitionSettings,
    Every,
    JoinPolicy,
    Mode,
    PoolSettings,
    PredictionSettings,
    PrizeSettings,
    StakeLimits,
    Standing,
    TopUp,
)
from app.plumbing.languages import sentence

WRITTEN = "%Y-%m-%dT%H:%M"
# Tenths of a percent are the thousandths that settings hold.
TENTHS = 10
TIE_BREAKERS = 3

Whole = Annotated[int, Meta(description=sentence("Give a whole number."))]
Moment = Annotated[
    str,
    Meta(
        pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$",
        description=sentence("Give a day and a time."),
    ),
]
Percent = Annotated[
    str,
    Meta(
        pattern=r"^\d{1,3}([.,]\d)?$",
        description=sentence("Give a percentage with at most one decimal, such as 2.5."),
    ),
]
Numbers = Annotated[
    str,
    Meta(
        pattern=r"^\d{1,13}([\s;,]+\d{1,13})*$",
        description=sentence("Give whole numbers with spaces between them."),
    ),
]
Percents = Annotated[
    str,
    Meta(
        pattern=r"^\d{1,3}(\.\d)?([\s;,]+\d{1,3}(\.\d)?)*$",
        description=sentence("Give percentages with spaces between them."),
    ),
]
USUAL = PredictionSettings()


class SettingsForm(Struct, frozen=True, kw_only=True):
    """Predictions and standings have usual values: their fields are not shown once it runs."""

    version: int
    name: str
    description: str = ""
    starts_at: Moment
    ends_at: Moment
    reason: str = ""
    join_policy: JoinPolicy
    fixed_odds: bool = False
    pool: bool = False
    prediction: bool = False
    starting_points: Whole
    top_up_points: Whole | None = None
    top_up_every: Every = Every.WEEK
    stakes_minimum: Whole
    stakes_maximum: Whole
    stakes_maximum_payout: Whole
    stakes_share_of_bankroll: Percent | None = None
    stakes_day_share_of_bankroll: Percent | None = None
    cancel_seconds: Whole
    cash_out_margin: Percent
    same_event_combos: bool = False
    postponement_hours: Whole
    four_eyes: bool = False
    pools_takeout: Percent
    pools_minimum_dividend: bool = False
    pools_carry_over: bool = False
    predictions_exact: Whole = USUAL.exact
    predictions_difference: Whole = USUAL.difference
    predictions_tendency: Whole = USUAL.tendency
    predictions_jokers_a_round: Whole = USUAL.jokers_a_round
    predictions_quota: bool = False
    predictions_quota_minimum: Whole = USUAL.quota_minimum
    predictions_quota_maximum: Whole = USUAL.quota_maximum
    standing: Standing = Standing.NET_WORTH
    standing_2: Standing | None = None
    standing_3: Standing | None = None
    standing_4: Standing | None = None
    roi_minimum_bets: Whole = 10
    prizes_points: Numbers | None = None
    prizes_pot: Whole | None = None
    prizes_shares: Percents | None = None


def is_fixed(competition: Competition) -> bool:
    """Whether players have earned something by what it was set up with."""
    return competition.state not in IN_THE_MAKING


def changed_by(form: SettingsForm, before: Competition, zone: ZoneInfo) -> Competition:
    """The competition as the form wants it."""
    return replace(
        before,
        name=form.name.strip(),
        description=form.description,
        starts_at=_kept(before.starts_at, form.starts_at, zone),
        ends_at=_kept(before.ends_at, form.ends_at, zone),
        settings=_settings(form, before),
    )


def moment_of(text: str, zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def written(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime(WRITTEN)


def values_of(competition: Competition, zone: ZoneInfo) -> dict[str, str]:
    """What the form's fields begin with."""
    settings = competition.settings
    values: dict[str, object] = {
        "version": competition.version,
        "name": competition.name,
        "description": competition.description,
        "starts_at": written(competition.starts_at, zone),
        "ends_at": written(competition.ends_at, zone),
        "join_policy": settings.join_policy,
        "starting_points": settings.starting_points,
        "cancel_seconds": settings.cancel_seconds,
        "cash_out_margin": _percent(settings.cash_out_margin),
        "postponement_hours": settings.postponement_hours,
        "roi_minimum_bets": settings.roi_minimum_bets,
    }
    values |= _values_of_points(settings) | _values_of_play(settings) | _ticks(settings)
    return {name: str(value) for name, value in values.items() if value is not None}


def field_of(name: str) -> str:
    """The form's field that a complaint about a competition belongs to."""
    field = name.removeprefix("settings.").replace(".", "_")
    return "fixed_odds" if field == "modes" else field


def _kept(before: datetime, sent: str, zone: ZoneInfo) -> datetime:
    """A form tells no seconds, so a moment that looks the same is the same."""
    return before if written(before, zone) == sent[:16] else moment_of(sent, zone)


def _settings(form: SettingsForm, before: Competition) -> CompetitionSettings:
    top_up = form.top_up_points
    wanted = CompetitionSettings(
        join_policy=form.join_policy,
        modes=frozenset(mode for mode in Mode if getattr(form, mode)),
        starting_points=form.starting_points,
        top_up=None if top_up is None else TopUp(points=top_up, every=form.top_up_every),
        stakes=_stakes(form),
        cancel_seconds=form.cancel_seconds,
        cash_out_margin=thousandths(form.cash_out_margin),
        same_event_combos=form.same_event_combos,
        postponement_hours=form.postponement_hours,
        four_eyes=form.four_eyes,
        pools=PoolSettings(
            takeout=thousandths(form.pools_takeout),
            minimum_dividend=form.pools_minimum_dividend,
            carry_over=form.pools_carry_over,
        ),
        predictions=_predictions(form),
        standing=_standing(form, before.settings),
        roi_minimum_bets=form.roi_minimum_bets,
        prizes=_prizes(form),
    )
    if not is_fixed(before):
        return wanted
    fixed = before.settings
    return replace(
        wanted,
        predictions=fixed.predictions,
        standing=fixed.standing,
        roi_minimum_bets=fixed.roi_minimum_bets,
    )


def _stakes(form: SettingsForm) -> StakeLimits:
    bet, day = form.stakes_share_of_bankroll, form.stakes_day_share_of_bankroll
    return StakeLimits(
        minimum=form.stakes_minimum,
        maximum=form.stakes_maximum,
        maximum_payout=form.stakes_maximum_payout,
        share_of_bankroll=None if bet is None else thousandths(bet),
        day_share_of_bankroll=None if day is None else thousandths(day),
    )


def _predictions(form: SettingsForm) -> PredictionSettings:
    return PredictionSettings(
        exact=form.predictions_exact,
        difference=form.predictions_difference,
        tendency=form.predictions_tendency,
        jokers_a_round=form.predictions_jokers_a_round,
        quota=form.predictions_quota,
        quota_minimum=form.predictions_quota_minimum,
        quota_maximum=form.predictions_quota_maximum,
    )


def _standing(form: SettingsForm, before: CompetitionSettings) -> tuple[Standing, ...]:
    """Programs may say more than there is room for, which stays."""
    others = (form.standing_2, form.standing_3, form.standing_4)
    chosen = (form.standing, *(other for other in others if other is not None))
    return chosen + tuple(
        each for each in before.standing[1 + TIE_BREAKERS :] if each not in chosen
    )


def _prizes(form: SettingsForm) -> PrizeSettings | None:
    if not (form.prizes_points or form.prizes_pot or form.prizes_shares):
        return None
    return PrizeSettings(
        points=tuple(int(each) for each in re.findall(r"\d+", form.prizes_points or "")),
        pot=form.prizes_pot or 0,
        shares=tuple(thousandths(each) for each in re.findall(r"[\d.]+", form.prizes_shares or "")),
    )


def _values_of_points(settings: CompetitionSettings) -> dict[str, object]:
    top_up, stakes, prizes = settings.top_up, settings.stakes, settings.prizes
    bet, day = stakes.share_of_bankroll, stakes.day_share_of_bankroll
    return {
        "top_up_points": top_up and top_up.points,
        "top_up_every": top_up.every if top_up else Every.WEEK,
        "stakes_minimum": stakes.minimum,
        "stakes_maximum": stakes.maximum,
        "stakes_maximum_payout": stakes.maximum_payout,
        "stakes_share_of_bankroll": None if bet is None else _percent(bet),
        "stakes_day_share_of_bankroll": None if day is None else _percent(day),
        "prizes_points": prizes and (" ".join(map(str, prizes.points)) or None),
        "prizes_pot": prizes and (prizes.pot or None),
        "prizes_shares": prizes and (" ".join(map(_percent, prizes.shares)) or None),
    }


def _values_of_play(settings: CompetitionSettings) -> dict[str, object]:
    scheme = settings.predictions
    first, *others = settings.standing
    return {
        "pools_takeout": _percent(settings.pools.takeout),
        "predictions_exact": scheme.exact,
        "predictions_difference": scheme.difference,
        "predictions_tendency": scheme.tendency,
        "predictions_jokers_a_round": scheme.jokers_a_round,
        "predictions_quota_minimum": scheme.quota_minimum,
        "predictions_quota_maximum": scheme.quota_maximum,
        "standing": first,
    } | {f"standing_{at}": other for at, other in enumerate(others[:TIE_BREAKERS], start=2)}


def _ticks(settings: CompetitionSettings) -> dict[str, object]:
    ticked = {
        "same_event_combos": settings.same_event_combos,
        "four_eyes": settings.four_eyes,
        "pools_minimum_dividend": settings.pools.minimum_dividend,
        "pools_carry_over": settings.pools.carry_over,
        "predictions_quota": settings.predictions.quota,
    } | {mode.value: mode in settings.modes for mode in Mode}
    return {name: "true" for name, ticks in ticked.items() if ticks}


def thousandths(percent: str) -> int:
    return int(Decimal(percent.replace(",", ".")) * TENTHS)


def _percent(thousandths: int) -> str:
    return f"{Decimal(thousandths) / TENTHS:f}"
