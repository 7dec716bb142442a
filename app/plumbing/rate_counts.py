"""Counting requests in this process.  Pure: no clock, no database, no web."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

from app.plumbing.refusals import TooMany

BUCKETS_MAX = 50_000


class TooManyRequests(TooMany):
    """Too many requests.  Please wait a moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """So many hits in each window of so many seconds."""

    hits: int
    seconds: int

    def window_end(self, now: float) -> int:
        """Windows begin at multiples of their length, so that all processes agree on them."""
        return (int(now) // self.seconds + 1) * self.seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """Whose hits are counted together, and how many may be."""

    name: str
    limit: Limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """What all processes together have counted in one window."""

    name: str
    ends_at: int
    hits: int
    allowed: int


@dataclass(slots=True)
class _Count:
    allowed: int
    shared: int = 0
    unshared: int = 0


class Counts:
    """This process's view: what was shared at the last synchronisation, and what came since."""

    def __init__(self, buckets_max: int = BUCKETS_MAX) -> None:
        self._counts: OrderedDict[tuple[str, int], _Count] = OrderedDict()
        self._max = buckets_max

    def __len__(self) -> int:
        return len(self._counts)

    def hit(self, buckets: Iterable[Bucket], *, now: float) -> None:
        """Count a request in all of its buckets, or refuse it and count it in none."""
        counts = []
        for bucket in buckets:
            ends_at = bucket.limit.window_end(now)
            count = self._count(bucket.name, ends_at, bucket.limit.hits)
            if count.shared + count.unshared >= bucket.limit.hits:
                raise TooManyRequests(retry_after=max(1, round(ends_at - now)))
            counts.append(count)
        for count in counts:
            count.unshared += 1

    def take_unshared(self, *, now: float) -> list[Total]:
        """What others do not know yet, ordered so that processes lock rows in one order."""
        for key in [key for key in self._counts if key[1] <= now]:
            del self._counts[key]
        taken = []
        for (name, ends_at), count in sorted(self._counts.items()):
            if count.unshared:
                taken.append(
                    Total(name=name, ends_at=ends_at, hits=count.unshared, allowed=count.allowed)
                )
                count.shared += count.unshared
                count.unshared = 0
        return taken

    def put_back(self, taken: Iterable[Total]) -> None:
        """The others could not be told: it is as if it had not been taken."""
        for total in taken:
            count = self._count(total.name, total.ends_at, total.allowed)
            count.shared = max(0, count.shared - total.hits)
            count.unshared += total.hits

    def learn(self, totals: Iterable[Total]) -> None:
        for total in totals:
            count = self._count(total.name, total.ends_at, total.allowed)
            count.shared = max(count.shared, total.hits)

    def _count(self, name: str, ends_at: int, allowed: int) -> _Count:
        key = name, ends_at
        if key not in self._counts:
            if len(self._counts) >= self._max:
                self._counts.popitem(last=False)
            self._counts[key] = _Count(allowed)
        self._counts.move_to_end(key)
        return self._counts[key]
