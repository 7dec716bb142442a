"""A round's sheet as a form: what was typed, what it means, and what is wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.pages.rules.tips import Ending
from app.plumbing.languages import sentence
from app.predictions.rules.bonus import BonusQuestion
from app.predictions.rules.predicting import Event, Prediction, ScoreOutOfRange, Wish
from app.predictions.rules.rounds import Round
from app.predictions.rules.scoring import SCORE_MAX, Score
from app.predictions.rules.showing import SheetLine, TendencyShare

FIRST, SECOND, JOKER, ANSWER = "first-", "second-", "joker-", "answer-"
DIGITS_MAX = 3

BOTH_SCORES = sentence("Give both scores.")
STAYS = sentence("A prediction can be changed, but not taken back.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What stands in the fields of one event."""

    first: str = ""
    second: str = ""
    joker: bool = False

    @classmethod
    def of(cls, prediction: Prediction | None) -> "Typed":
        if prediction is None:
            return cls()
        score = prediction.score
        return cls(first=str(score.first), second=str(score.second), joker=prediction.joker)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A sheet that was sent: wishes for what is new in it, complaints beside the rest."""

    typed: Mapping[UUID, Typed]
    answers: Mapping[UUID, str]
    wishes: Sequence[Wish]
    errors: Mapping[UUID, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An event on the page.  `shares` are told once it has locked, `points` once it is scored."""

    event: Event
    first: str
    second: str
    prediction: Prediction | None
    typed: Typed
    error: str | None
    open: bool
    shown: bool
    ending: Ending | None
    points: int | None
    shares: Sequence[TendencyShare]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A bonus question on the page."""

    question: BonusQuestion
    answer: str
    error: str | None
    open: bool
    points: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    rounds: Sequence[Round]
    round: Round | None
    previous: Round | None
    next: Round | None
    matches: Sequence[Match]
    questions: Sequence[Asked]
    now: datetime

    @property
    def next_lock(self) -> datetime | None:
        return min((each.event.locks_at for each in self.matches if each.open), default=None)

    @property
    def missing(self) -> int:
        """How many that are still open have no prediction."""
        return sum(each.open and each.prediction is None for each in self.matches)

    @property
    def points(self) -> int | None:
        """Of this round, as far as it is scored."""
        known = [each.points for each in self.matches if each.points is not None]
        return sum(known) if known else None

    @property
    def is_open(self) -> bool:
        return any(m.open for m in self.matches) or any(q.open for q in self.questions)


def read_sheet(
    sent: Mapping[str, str], lines: Sequence[SheetLine], questions: Sequence[BonusQuestion]
) -> Filled:
    """What is as it was is no wish: saving a sheet again leaves the time of each prediction."""
    typed = {
        line.event.id: _typed(sent, line) for line in lines if FIRST + str(line.event.id) in sent
    }
    wishes: list[Wish] = []
    errors: dict[UUID, str] = {}
    for line in lines:
        if (fields := typed.get(line.event.id)) is None:
            continue
        meant = _meant(fields, line)
        if isinstance(meant, Wish):
            wishes.append(meant)
        elif meant:
            errors[line.event.id] = meant
    answers = {
        question.id: sent.get(ANSWER + str(question.id), "")
        for question in questions
        if ANSWER + str(question.id) in sent
    }
    return Filled(typed=typed, answers=answers, wishes=wishes, errors=errors)


def neighbours(rounds: Sequence[Round], here: Round | None) -> tuple[Round | None, Round | None]:
    """The round before and the one after."""
    if here is None:
        return None, None
    at = rounds.index(here)
    return (rounds[at - 1] if at else None), (rounds[at + 1] if at + 1 < len(rounds) else None)


def names_of(event: Event) -> tuple[str, str]:
    first, second = event.participants
    return first, second


def _typed(sent: Mapping[str, str], line: SheetLine) -> Typed:
    name = str(line.event.id)
    return Typed(
        first=sent.get(FIRST + name, "").strip(),
        second=sent.get(SECOND + name, "").strip(),
        joker=JOKER + name in sent,
    )


def _meant(typed: Typed, line: SheetLine) -> Wish | str | None:
    """A wish, a complaint, or nothing where nothing changed."""
    before = line.prediction
    if typed == Typed.of(before):
        return None
    if not typed.first and not typed.second:
        return STAYS if before else (BOTH_SCORES if typed.joker else None)
    if not typed.first or not typed.second:
        return BOTH_SCORES
    numbers = list(_numbers(typed))
    if len(numbers) < 2:  # noqa: PLR2004 - two sides
        return str(ScoreOutOfRange(most=SCORE_MAX))
    score = Score(first=numbers[0], second=numbers[1])
    if before and before.score == score and before.joker == typed.joker:
        return None
    return Wish(event_id=line.event.id, score=score, joker=typed.joker)


def _numbers(typed: Typed) -> Iterator[int]:
    for text in (typed.first, typed.second):
        if text.isascii() and text.isdecimal() and len(text) <= DIGITS_MAX:
            yield int(text)
