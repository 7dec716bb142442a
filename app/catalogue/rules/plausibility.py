"""Whether a result that makes sense can also be true: what contradicts itself is a doubt."""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from app.catalogue.rules.results import QUARTERS, ResultDocument
from app.catalogue.rules.sports import Scheme
from app.plumbing.refusals import Invalid


class ResultImplausible(Invalid):
    """This can hardly be how the event ended."""


def check_plausible(scheme: Scheme, result: ResultDocument) -> None:
    if doubts := doubts_of(scheme, result):
        raise ResultImplausible(errors=doubts)


def doubts_of(scheme: Scheme, result: ResultDocument) -> list[str]:
    return list(DOUBTS[scheme](result))


def is_tied(result: ResultDocument, period: str) -> bool:
    score = result.scores.get(period)
    return bool(score) and len(set((score or {}).values())) == 1


def _goals(result: ResultDocument) -> Iterator[str]:
    yield from _growing(result, "half_time", "full_time", "extra_time")
    if is_tied(result, "shoot_out"):
        yield "shoot_out: somebody wins it"


def _points(result: ResultDocument) -> Iterator[str]:
    yield from _growing(result, "half_time", "full_time", "extra_time")
    yield from _adding_up(result, QUARTERS[:2], "half_time")
    yield from _adding_up(result, QUARTERS, "full_time")
    if "extra_time" in result.scores and not is_tied(result, "full_time"):
        yield "extra_time: it is played after a tie only"


def _sets(result: ResultDocument) -> Iterator[str]:
    if result.cut_short is not None:
        return
    if is_tied(result, "full_time"):
        yield "full_time: somebody wins more sets"
    yield from _won_parts(result, "set")
    for period in result.scores:
        if period.startswith("set_") and is_tied(result, period):
            yield f"{period}: somebody wins it"


def _rounds(result: ResultDocument) -> Iterator[str]:
    if not result.positions:
        yield from _won_parts(result, "round")


def _positions(result: ResultDocument) -> Iterator[str]:
    laps = result.scores.get("laps", {})
    in_order = sorted(result.positions, key=lambda number: result.positions[number])
    for ahead, behind in pairwise(in_order):
        if laps.get(ahead, 0) < laps.get(behind, 0):
            yield f"laps: {behind} went farther than {ahead}, who came before"


def _custom(_result: ResultDocument) -> Iterator[str]:
    yield from ()


DOUBTS: Mapping[Scheme, Callable[[ResultDocument], Iterator[str]]] = {
    Scheme.GOALS: _goals,
    Scheme.SETS: _sets,
    Scheme.POINTS: _points,
    Scheme.POSITIONS: _positions,
    Scheme.ROUNDS: _rounds,
    Scheme.CUSTOM: _custom,
}


def _growing(result: ResultDocument, *periods: str) -> Iterator[str]:
    """Each of these scores includes the one before."""
    known = [period for period in periods if period in result.scores]
    for earlier, later in pairwise(known):
        before, after = result.scores[earlier], result.scores[later]
        if any(after[number] < before[number] for number in before):
            yield f"{later}: nobody has fewer than in {earlier}"


def _adding_up(result: ResultDocument, parts: tuple[str, ...], whole: str) -> Iterator[str]:
    if whole not in result.scores or not set(parts) <= result.scores.keys():
        return
    for number, points in result.scores[whole].items():
        if sum(result.scores[part][number] for part in parts) != points:
            yield f"{whole}: the quarters of {number} do not add up to it"


def _won_parts(result: ResultDocument, part: str) -> Iterator[str]:
    """Whoever leads in a part has won it; `full_time` counts those."""
    parts = [score for name, score in result.scores.items() if name.startswith(f"{part}_")]
    if not parts or "full_time" not in result.scores or result.cut_short is not None:
        return
    for number, won in result.scores["full_time"].items():
        leading = [s for s in parts if all(s[number] > s[o] for o in s if o != number)]
        if len(leading) != won:
            yield f"full_time: {number} won {len(leading)} of the {part}s"
