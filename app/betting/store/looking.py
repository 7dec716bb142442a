"""What a batch looks at while it holds its locks, in as many statements for one slip as for 500."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from app.betting.rules.offers import EarlierBet, EntrySeen, Offer, PoolSeen, Seen
from app.betting.rules.slips import Slip
from app.betting.store import looks
from app.competitions.rules.settings import CompetitionSettings
from app.exposure.rules.judging import ExposureLimit
from app.ledger.service import batches as ledger
from app.limits.service import batches as limits
from app.markets.rules.odds import THOUSANDTHS, Odds, multiplied
from app.markets.rules.questions import MarketKind
from app.plumbing.pipelines import Row, Step, array, texts
from app.tenants.rules import CommunitySettings

# How many steps `look` has, whatever it looks for.
LOOKS = 9 + limits.LOOKS
# A version of a competition's settings never changes: whoever remembers it need not read it again.
Versions = Mapping[tuple[UUID, int], CompetitionSettings]


def look(slips: Sequence[Slip], known: Versions, settings: CommunitySettings) -> list[Step]:
    """The steps whose rows `read` understands, in its order."""
    selections = array({leg.selection_id for slip in slips for leg in slip.legs})
    combined = array({leg.selection_id for s in slips for leg in s.legs if len(s.legs) > 1})
    owners = {slip.entry_id for slip in slips}
    entries, zone = array(owners), settings.time_zone.encode()
    keyed = [slip for slip in slips if slip.request_key]
    return [
        looks.EARLIER.with_values(
            ids=array(slip.id for slip in slips),
            entries=array(slip.entry_id for slip in keyed),
            keys=texts(slip.request_key for slip in keyed),
        ),
        looks.OFFERS.with_values(selections=selections, combined=combined),
        looks.ENTRIES.with_values(
            entries=entries,
            known=array(competition_id for competition_id, _ in known),
            versions=array(version for _, version in known),
        ),
        looks.OFFERED.with_values(entries=entries, selections=selections),
        looks.POOLS.with_values(pools=array({s.pool_id for s in slips if s.pool_id})),
        ledger.find_books(owners),
        looks.STAKED_TODAY.with_values(entries=entries, zone=zone),
        *limits.look(owners, settings),
        looks.EXPOSURE_LIMITS.with_values(entries=entries, selections=selections),
        # Last, so that it is after every wait: the very moment of acceptance.
        looks.CLOCK.with_values(),
    ]


def read(rows: Sequence[Sequence[Row]], known: Versions, settings: CommunitySettings) -> Seen:
    earlier, offers, entries, offered, pools, books, staked, *rest, clock = rows
    *plays, exposure_limits = rest
    now: datetime = clock[0][0]
    today = now.astimezone(ZoneInfo(settings.time_zone)).date()
    by_id = {row[0]: _entry(row, known) for row in entries}
    return Seen(
        now=now,
        today=today,
        offers={offer.selection_id: offer for offer in map(_offer, offers)},
        entries=by_id,
        offered=frozenset((competition, event) for competition, event in offered),
        pools={row[0]: PoolSeen(**_named(row, PoolSeen)) for row in pools},
        earlier=tuple(EarlierBet(**_named(row, EarlierBet)) for row in earlier),
        books=ledger.read_books(books),
        staked={entry: points for entry, day, points in staked if day == today},
        plays=limits.read(plays, {entry.player_id for entry in by_id.values()}, settings),
        exposure_limits=tuple(
            ExposureLimit(**_named(row, ExposureLimit)) for row in exposure_limits
        ),
    )


def _named(row: Row, kind: type[Any]) -> dict[str, Any]:
    return dict(zip(kind.__slots__, row, strict=True))


def _offer(row: Row) -> Offer:
    *facts, base, odds_version, multiplier, multiplier_version, locks_at, keys = row
    named = dict(zip(Offer.__slots__, facts, strict=False))
    odds = None if base is None else multiplied(Odds(base), Fraction(multiplier, THOUSANDTHS))
    return Offer(
        **named | {"market_kind": MarketKind(named["market_kind"])},
        odds=odds,
        odds_version=odds_version,
        multiplier_version=multiplier_version,
        locks_at=locks_at,
        keys=frozenset(keys or ()),
    )


def _entry(row: Row, known: Versions) -> EntrySeen:
    *facts, version, document = row
    named = dict(zip(EntrySeen.__slots__, facts, strict=False))
    settings = (
        known[named["competition_id"], version]
        if document is None
        else msgspec.convert(document, CompetitionSettings)
    )
    return EntrySeen(**named, settings_version=version, settings=settings)
