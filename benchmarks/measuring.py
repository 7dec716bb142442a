"""A B A B: contestants take turns, so that a slow moment of the machine hits them all."""

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from statistics import median

ROUNDS = 7

Contestant = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    name: str
    microseconds: float
    ratio: float


async def compare(contestants: Mapping[str, Contestant], *, per: int) -> list[Figure]:
    """The median of each, for one of `per` things, and its ratio to the first."""
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    for run in contestants.values():
        await run()
    for _ in range(ROUNDS):
        for name, run in contestants.items():
            before = time.perf_counter()
            await run()
            seconds[name].append(time.perf_counter() - before)
    each = {name: median(times) / per * 1e6 for name, times in seconds.items()}
    first = next(iter(each.values()))
    return [Figure(name=n, microseconds=value, ratio=value / first) for n, value in each.items()]


def show(title: str, figures: list[Figure]) -> None:
    print(f"\n{title}")
    for figure in figures:
        print(f"  {figure.name:<44} {figure.microseconds:>10.1f} µs {figure.ratio:>8.2f}")
