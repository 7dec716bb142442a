"""Whether a community may take on what a bet would win, by its hard limits.

A bet's liability is what it would win beyond its stake.  It counts in full at each leg, and so as
often at a market, event, sport or competition as the bet has legs there.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from app.plumbing.refusals import Conflict


class ExposureReached(Conflict):
    """The community takes no more bets of this size here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposureLimit:
    """`subject_id` is a selection, market, event, sport or competition."""

    id: UUID
    level: str
    subject_id: UUID
    hard: int | None
    liability: int


def added_liability(subjects: Iterable[UUID], liability: int) -> Counter[UUID]:
    """What a bet adds to each subject; one that several legs share is named several times."""
    added: Counter[UUID] = Counter()
    for subject in subjects:
        added[subject] += liability
    return added


def judge(
    limits: Iterable[ExposureLimit], taken: Mapping[UUID, int], added: Mapping[UUID, int]
) -> None:
    """Refuse what would pass a hard limit; `taken` came on top since the limits were read."""
    for limit in limits:
        more = added.get(limit.subject_id, 0)
        before = limit.liability + taken.get(limit.subject_id, 0)
        if more and limit.hard is not None and before + more > limit.hard:
            raise ExposureReached(
                level=limit.level,
                subject_id=limit.subject_id,
                wins=more,
                left=max(0, limit.hard - before),
            )
