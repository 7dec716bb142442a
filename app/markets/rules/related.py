"""Which selections of one event must not share a combo: one implies or excludes the other.

Kinds graded by scores are compared over the results that could tell them apart: around each line
and each score that the two questions mention, in both halves and beyond.  Where the rules cannot
know what two questions have to do with each other, they count as related.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from app.markets.rules import by_score
from app.markets.rules.questions import ANY_OTHER, WHOLE, MarketKind, Question
from app.markets.rules.results import Result

COMPARABLE_PERIODS = frozenset(
    {"first_half", "second_half", "full_time", "extra_time", "qualification"}
)
Pair = tuple[int, int]
BY_POSITION = frozenset({MarketKind.PLACE, MarketKind.OUTRIGHT})
BY_PLACE = BY_POSITION | {MarketKind.WINNER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One selection of an event: the question and the answer that was picked."""

    question: Question
    key: str


def related(one: Answer, other: Answer) -> bool:
    """Whether one selection's winning makes the other's certain, either way."""
    if one.question == other.question:
        return True
    kinds = {one.question.kind, other.question.kind}
    if kinds & BY_POSITION:
        return not kinds <= BY_PLACE or _related_by_place(one, other)
    if MarketKind.CUSTOM in kinds or not _comparable(one, other):
        return True
    first, second = sorted((one, other), key=repr)
    return _related_by_score(first, second)


def _related_by_place(one: Answer, other: Answer) -> bool:
    if one.key == other.key:
        return True
    return all(each.question.kind is not MarketKind.PLACE for each in (one, other))


def _comparable(one: Answer, other: Answer) -> bool:
    """Two who play halves and extra time; or the very same period of anything else."""
    periods = {*one.question.periods, *other.question.periods}
    pair = all(_named(answer) <= {1, 2} for answer in (one, other))
    return pair and (periods <= COMPARABLE_PERIODS or len(periods) == 1)


def _named(answer: Answer) -> set[int]:
    """The participants that the question or its answer speak of."""
    if answer.question.kind is MarketKind.CORRECT_SCORE:
        return {number for score in _named_scores(answer) for number in range(1, len(score) + 1)}
    parts = answer.key.replace("_or_", "/").split("/")
    return {int(part) for part in parts if part.isdigit()}


@lru_cache(maxsize=4096)
def _related_by_score(one: Answer, other: Answer) -> bool:
    missing = {(True, True), (True, False), (False, True)}
    for result in _telling(one, other):
        missing.discard((_wins(one, result), _wins(other, result)))
        if not missing:
            return False
    return True


def _wins(answer: Answer, result: Result) -> bool:
    return by_score.grade(answer.question, answer.key, result).win > 0


def _telling(one: Answer, other: Answer) -> Iterator[Result]:
    """Results of every sort that the two questions tell apart."""
    corners = _corners(one, other)
    periods = {*one.question.periods, *other.question.periods}
    if not periods <= COMPARABLE_PERIODS:
        yield from (_result({period: pair}) for pair in corners for period in periods)
        return
    for half, full in _halves(corners, periods):
        for beyond in _beyond(full, corners, periods):
            yield _result({"half_time": half, "full_time": full} | beyond)


def _corners(one: Answer, other: Answer) -> list[Pair]:
    """Scores on both sides of every line, and every score that is named."""
    sums, margins = {0, 1, 2, 3}, {-1, 0, 1}
    for answer in (one, other):
        match answer.question:
            case Question(kind=MarketKind.HANDICAP, line=int(line)):
                margins |= _around(-line)
            case Question(line=int(line)):
                sums |= _around(line)
            case Question(kind=MarketKind.CORRECT_SCORE):
                for first, second in _named_scores(answer):
                    sums.add(first + second)
                    margins.add(first - second)
    sums |= {abs(margin) + more for margin in margins for more in (0, 2)}
    # Whatever the sum, one side may have scored it all.
    splits = {*product(sums, margins), *((each, side * each) for each in sums for side in (-1, 1))}
    return sorted(
        ((total + margin) // 2, (total - margin) // 2)
        for total, margin in splits
        if abs(margin) <= total and (total - margin) % 2 == 0
    )


def _around(line: int) -> set[int]:
    below = line // WHOLE
    return {below - 1, below, below + 1, below + 2}


def _named_scores(answer: Answer) -> list[tuple[int, ...]]:
    own = [] if answer.key == ANY_OTHER else [by_score.score_of(answer.key)]
    return [*by_score.listed_scores(answer.question), *own]


def _halves(corners: list[Pair], periods: set[str]) -> Iterator[tuple[Pair, Pair]]:
    if not periods & {"first_half", "second_half"}:
        yield from ((full, full) for full in corners)
        return
    for half in corners:
        yield from ((half, full) for full in corners if _at_least(full, half))
        if "second_half" in periods:
            yield from ((half, (half[0] + more[0], half[1] + more[1])) for more in corners)


def _beyond(full: Pair, corners: list[Pair], periods: set[str]) -> Iterator[dict[str, Pair]]:
    tied = full[0] == full[1]
    if not tied or "qualification" not in periods:
        yield {}
    if not tied or not periods & {"extra_time", "qualification"}:
        return
    for extra in corners:
        if _at_least(extra, full) and extra[0] != extra[1]:
            yield {"extra_time": extra}
    for kicks in ((1, 0), (0, 1)):
        yield {"extra_time": full, "shoot_out": kicks}


def _at_least(after: Pair, before: Pair) -> bool:
    return after[0] >= before[0] and after[1] >= before[1]


def _result(pairs: Mapping[str, Pair]) -> Result:
    return Result(scores={name: {1: pair[0], 2: pair[1]} for name, pair in pairs.items()})
