"""When the demo's events begin, and who meets: the same whenever it is asked for.  Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from app.development.demo.tours import Cadence, Tour

EPOCH = datetime(2026, 1, 1, 18, tzinfo=UTC)
# Nobody places a bet on what begins this soon.
NOTICE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixture:
    tour: Tour
    slug: str
    starts_at: datetime
    participants: tuple[str, ...]


def fixtures(tour: Tour, now: datetime) -> list[Fixture]:
    """All that should be there by now, the next one first.

    Their times lie on a grid, so that whoever asks a little later gets most of them again.
    """
    times = {at for cadence in tour.cadences for at in _beginnings(cadence, now)}
    return [_fixture(tour, at) for at in sorted(times)]


def _beginnings(cadence: Cadence, now: datetime) -> Iterator[datetime]:
    passed = (now + NOTICE - EPOCH) // cadence.every
    for number in range(1, cadence.count + 1):
        yield EPOCH + (passed + number) * cadence.every


def _fixture(tour: Tour, starts_at: datetime) -> Fixture:
    slug = f"{tour.league}-{tour.size}-{starts_at:%Y%m%d-%H%M}"
    participants = Random(slug).sample(sorted(tour.strengths), tour.size)  # noqa: S311 - drawn anew alike
    return Fixture(tour=tour, slug=slug, starts_at=starts_at, participants=tuple(participants))
