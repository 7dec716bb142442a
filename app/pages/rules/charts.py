"""Charts as shapes on a grid: lines over time, with even ticks.  Words around them are the page's.

A chart is drawn without letters and stretched to where it stands; what its ticks say stands beside
it as text, so that it is as large on a phone as at a desk.  `charts.html` draws it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

WIDTH, HEIGHT = 1_000, 400
STEPS_MAX = 4
# On the left, in the midst and on the right there is room for a moment.
MOMENTS_MAX = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What one thing was, from a moment on; the oldest first."""

    name: str
    points: Sequence[tuple[datetime, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A series as drawn: `path` is its line, `dots` what was told."""

    name: str
    path: str
    dots: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChart:
    """`ticks` from top to bottom and `moments` from left to right are evenly apart.

    `rows` say the same as a table: a moment, and what each line was then, if anything.
    """

    width: int
    height: int
    ticks: Sequence[int]
    grid: Sequence[int]
    moments: Sequence[datetime]
    lines: Sequence[Line]
    rows: Sequence[tuple[datetime, Sequence[int | None]]]


def line_chart(
    series: Sequence[Series],
    *,
    until: datetime | None = None,
    ranks: bool = False,
    stepped: bool = False,
) -> LineChart | None:
    """None where nothing was told.  Of `ranks` the first is on top; `stepped` values hold until
    the next; `until` is how far the last ones reach."""
    told = [each for each in series if each.points]
    if not told:
        return None
    values = [value for each in told for _, value in each.points]
    ticks = _ticks(min(values), max(values), first=1 if ranks else 0)
    first = min(each.points[0][0] for each in told)
    last = max(each.points[-1][0] for each in told)
    frame = _Frame(
        first=first,
        last=max(last, until) if until else last,
        top=ticks[0] if ranks else ticks[-1],
        bottom=ticks[-1] if ranks else ticks[0],
    )
    down = ticks if ranks else ticks[::-1]
    return LineChart(
        width=WIDTH,
        height=HEIGHT,
        ticks=down,
        grid=[frame.y(tick) for tick in down],
        moments=frame.moments(),
        lines=[_line(each, frame, stepped=stepped) for each in told],
        rows=_rows(told),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    first: datetime
    last: datetime
    top: int
    bottom: int

    def x(self, at: datetime) -> int:
        span = (self.last - self.first).total_seconds()
        return round((at - self.first).total_seconds() / span * WIDTH) if span else WIDTH // 2

    def y(self, value: int) -> int:
        return round((value - self.top) / (self.bottom - self.top) * HEIGHT)

    def moments(self) -> list[datetime]:
        span = self.last - self.first
        if not span:
            return [self.first]
        return [self.first + span * n / (MOMENTS_MAX - 1) for n in range(MOMENTS_MAX)]


def _ticks(low: int, high: int, *, first: int) -> list[int]:
    """Even ones around all values, as few as tell enough; never two that are the same."""
    step = _step(high - low)
    bottom = first + (low - first) // step * step
    count = max(1, -(-(high - bottom) // step))
    return [bottom + step * n for n in range(count + 1)]


def _step(span: int) -> int:
    """The smallest of 1, 2, 5, 10, 20, … that goes through a span in a few steps."""
    size = 1
    while True:
        for digit in (1, 2, 5):
            if digit * size * STEPS_MAX >= span:
                return digit * size
        size *= 10


def _line(series: Series, frame: _Frame, *, stepped: bool) -> Line:
    places = [(frame.x(at), frame.y(value)) for at, value in series.points]
    (x, y), *others = places
    path = [f"M{x} {y}"]
    for x, y in others:
        path.append(f"H{x}V{y}" if stepped else f"L{x} {y}")
    if stepped:
        path.append(f"H{WIDTH}")
    # A line without a length has round ends, which stay round however the chart is stretched.
    dots = "".join(f"M{x} {y}h0" for x, y in places)
    return Line(name=series.name, path="".join(path), dots=dots)


def _rows(told: Sequence[Series]) -> list[tuple[datetime, Sequence[int | None]]]:
    by_series = [dict(each.points) for each in told]
    return [(at, [values.get(at) for values in by_series]) for at in _moments_of(told)]


def _moments_of(told: Iterable[Series]) -> list[datetime]:
    return sorted({at for each in told for at, _ in each.points})
