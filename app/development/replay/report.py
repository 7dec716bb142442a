"""What is told of a replay when it has ended.  Pure."""

from collections.abc import Mapping, Sequence
from math import ceil

from msgspec import Struct

from app.development.replay.tally import Tally


class Moved(Struct, frozen=True):
    """Transfers of one kind."""

    count: int
    points: int


class Place(Struct, frozen=True):
    rank: int | None
    player: str
    net_worth: int
    net_points: int
    prediction_points: int


class Standings(Struct, frozen=True):
    """A page of a leaderboard."""

    items: tuple[Place, ...]


class Lags(Struct, frozen=True):
    """From the confirmation of a result to the end of its settlement, in seconds."""

    settlements: int
    p50: float
    p95: float
    worst: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Lags":
        return cls(
            settlements=len(seconds),
            p50=percentile(seconds, 50),
            p95=percentile(seconds, 95),
            worst=percentile(seconds, 100),
        )


class Report(Struct, frozen=True, kw_only=True):
    """`sound` is what the exit status says; all else is for people to look at."""

    source: str
    command: str
    matches: int
    players: int
    speed: float
    seed: int
    load: float
    seconds: float
    tally: Tally
    moved: Mapping[str, Moved]
    lags: Lags
    standings: Sequence[Place]
    open_bets: int
    unfinished_jobs: int
    failed_jobs: int
    violations: Sequence[str]

    @property
    def sound(self) -> bool:
        broken = self.violations or self.tally.faults
        return not (broken or self.open_bets or self.unfinished_jobs or self.failed_jobs)


def percentile(values: Sequence[float], percent: int) -> float:
    """The smallest value that so many of them do not exceed; 0 of none."""
    if not values:
        return 0.0
    return sorted(values)[max(0, ceil(len(values) * percent / 100) - 1)]


def as_markdown(report: Report) -> str:
    lags = report.lags
    parts = [
        *_summary(report),
        "## What was played",
        _table(("what", "how many"), _played(report.tally)),
        "## What officials did",
        _table(("what", "how many"), _refereed(report.tally)),
        "## Points moved",
        _table(
            ("kind", "transfers", "points"),
            [(kind, each.count, each.points) for kind, each in sorted(report.moved.items())],
        ),
        "## From a ruling's confirmation to the end of its settlement",
        (
            f"{lags.settlements} settlements: p50 {lags.p50:.2f} s, p95 {lags.p95:.2f} s,"
            f" the slowest {lags.worst:.2f} s."
        ),
        "## Standings",
        _table(
            ("rank", "player", "net worth", "net points", "prediction points"),
            [
                (p.rank or "none", p.player, p.net_worth, p.net_points, p.prediction_points)
                for p in report.standings
            ],
        ),
        *_wrong(report),
    ]
    return "\n\n".join(parts) + "\n"


def _summary(report: Report) -> Sequence[str]:
    verdict = "Everything is settled, and every invariant holds."
    tally = report.tally
    return (
        f"# Replay of {report.source}",
        verdict if report.sound else "**Something is wrong: see the end.**",
        (
            f"`{report.command}`: {report.matches} matches, {report.players} players, at"
            f" {report.speed:g} times the speed, by the seed {report.seed}, on a machine with a"
            f" load of {report.load:.1f}."
        ),
        (
            f"It took {report.seconds:.1f} s; matches began {tally.late_seconds:.1f} s late at"
            f" most.  {tally.bets / report.seconds:.1f} bets and"
            f" {tally.requests / report.seconds:.1f} requests of players a second."
        ),
    )


def _played(tally: Tally) -> Sequence[Sequence[object]]:
    return [
        *((f"bets: {kind}", count) for kind, count in _most(tally.placed)),
        ("points staked", tally.staked),
        ("bets cancelled", tally.cancelled),
        ("bets cashed out", tally.cashed_out),
        ("predictions", tally.tips),
        ("of them with a joker", tally.jokers),
        ("pools", tally.pools),
        *((f"refused: {reason}", count) for reason, count in _most(tally.refused)),
    ]


def _refereed(tally: Tally) -> Sequence[Sequence[object]]:
    return [
        ("seconds to put a match on offer, at worst", f"{tally.offering_seconds:.1f}"),
        ("scores ticked", tally.ticks),
        ("results", tally.results),
        ("of them wrong, and corrected", tally.corrections),
        ("markets made void", tally.voids),
        ("confirmed by a second official", tally.second_people),
    ]


def _wrong(report: Report) -> Sequence[str]:
    told = [
        *(f"- violated: {each}" for each in report.violations),
        *(f"- a fault: {each}" for each in report.tally.faults),
    ]
    left = {
        "bets that nobody settled": report.open_bets,
        "jobs that were not done": report.unfinished_jobs,
        "jobs that were given up": report.failed_jobs,
    }
    told += [f"- {count} {what}" for what, count in left.items() if count]
    return ("## What is wrong", "\n".join(told)) if told else ()


def _most(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """The most first."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _table(heading: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(f"| {' | '.join(_cell(each) for each in line)} |" for line in lines)


def _cell(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)
