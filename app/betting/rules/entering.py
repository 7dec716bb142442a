"""Who may bet where: the entry, its competition, and what the community and it have switched on."""

from collections.abc import Set as AbstractSet
from datetime import datetime

from app.betting.rules.offers import EntrySeen
from app.betting.rules.slips import Slip
from app.betting.rules.tickets import BetKind
from app.competitions.rules.entries import NoSuchEntry
from app.competitions.rules.settings import Mode
from app.plumbing.refusals import Conflict, Forbidden
from app.tenants.rules import Feature


class EntryNotActive(Conflict):
    """This entry does not take part at present."""


class CompetitionNotRunning(Conflict):
    """This competition takes no bets at present."""


class ModeSwitchedOff(Conflict):
    """This competition is not played in this way."""


class FeatureSwitchedOff(Forbidden):
    """This community has switched off bets of this kind."""


ONE_LINE = frozenset({BetKind.SINGLE, BetKind.COMBO, None})


def check_owner(slip: Slip, entry: EntrySeen | None) -> EntrySeen:
    """Other people's entries are as good as none."""
    if entry is None or entry.player_id != slip.player_id:
        raise NoSuchEntry(entry_id=slip.entry_id)
    return entry


def check_entry(entry: EntrySeen) -> None:
    if entry.state != "active":
        raise EntryNotActive(entry_id=entry.entry_id, state=entry.state)


def check_competition(entry: EntrySeen, now: datetime) -> None:
    if entry.competition_state != "running" or not entry.starts_at <= now < entry.ends_at:
        raise CompetitionNotRunning(
            competition_id=entry.competition_id,
            state=entry.competition_state,
            starts_at=entry.starts_at,
            ends_at=entry.ends_at,
        )


def check_mode(slip: Slip, entry: EntrySeen) -> None:
    mode = Mode.POOL if slip.kind is None else Mode.FIXED_ODDS
    if mode not in entry.settings.modes:
        raise ModeSwitchedOff(mode=mode, modes=sorted(entry.settings.modes))


def check_features(slip: Slip, features: AbstractSet[Feature]) -> None:
    if slip.kind not in ONE_LINE and Feature.SYSTEMS not in features:
        raise FeatureSwitchedOff(feature=Feature.SYSTEMS)
    if slip.kind is None and Feature.POOLS not in features:
        raise FeatureSwitchedOff(feature=Feature.POOLS)
