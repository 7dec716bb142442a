"""Why a prediction or a bonus answer earned its points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.predictions.rules.scoring import JOKER, Hit, Score, hit_of
from app.settlement.rules import rulebook
from app.settlement.rules.scoring import Measure, Uncounted, scheme_of, worth_of
from app.settlement.rules.writing import points

WHY_UNCOUNTED = {
    Uncounted.OPEN: ("There is no result yet.", rulebook.PREDICTION),
    Uncounted.POSTPONED: (
        "The event was not played within the hours that the competition waits.",
        rulebook.POSTPONED,
    ),
    Uncounted.ABANDONED: ("The event did not come to full time.", rulebook.ABANDONED),
    Uncounted.LATE: (
        "The prediction came at the true start of the event or after it.",
        rulebook.LATE,
    ),
}
HITS = {
    Hit.EXACT: "the exact score",
    Hit.DIFFERENCE: "the right difference",
    Hit.TENDENCY: "the right tendency",
    Hit.NONE: "not the tendency",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PastScore:
    """One time that the points changed, and why; nobody is named."""

    number: int
    at: datetime
    points_before: int | None
    points: int | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictionFacts:
    event_id: UUID
    event: str
    player_id: UUID
    score: Score
    joker: bool
    predicted_at: datetime
    measure: Measure
    # How many predicted in time, by the tendency of the score.
    counts: Mapping[int, int]
    history: Sequence[PastScore]


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictionExplanation:
    """`points` are those that count in standings; `kind` says how near the prediction came, or why
    it does not count.  Scores are after full time.
    """

    event_id: UUID
    event: str
    predicted: tuple[int, int]
    result: tuple[int, int] | None
    result_version: int | None
    joker: bool
    kind: str
    points: int | None
    sentence: str
    steps: tuple[str, ...]
    history: tuple[PastScore, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFacts:
    question_id: UUID
    question: str
    player_id: UUID
    answer: str
    right: Sequence[str] | None
    worth: int
    history: Sequence[PastScore]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerExplanation:
    """`right` is null until somebody has said what was."""

    bonus_question_id: UUID
    question: str
    answer: str
    right: tuple[str, ...] | None
    points: int | None
    sentence: str
    history: tuple[PastScore, ...]
    rules: tuple[str, ...]


def explain_prediction(told: PredictionFacts) -> PredictionExplanation:
    measure = told.measure
    result = measure.verdict.score if measure.verdict else None
    uncounted = _uncounted(told)
    given = told.history[-1].points if told.history else None
    rules: list[rulebook.Rule] = []
    if uncounted or result is None:
        sentence, rule = WHY_UNCOUNTED[uncounted or Uncounted.OPEN]
        kind, steps = str(uncounted), []
        rules.append(rule)
    else:
        hit = hit_of(told.score, result)
        kind, steps = str(hit), _steps(told, hit, result)
        sentence = f"You foretold {HITS[hit]}: {points(given or 0)}."
        rules += _rules(told, hit)
    return PredictionExplanation(
        event_id=told.event_id,
        event=told.event,
        predicted=(told.score.first, told.score.second),
        result=(result.first, result.second) if result else None,
        result_version=measure.verdict.version if measure.verdict else None,
        joker=told.joker,
        kind=kind,
        points=given,
        sentence=sentence,
        steps=tuple(steps),
        history=tuple(told.history),
        rules=tuple(rule.link for rule in rules),
    )


def explain_answer(told: AnswerFacts) -> AnswerExplanation:
    given = told.history[-1].points if told.history else None
    if told.right is None:
        sentence = "Nobody has said yet what was right."
    elif told.answer in told.right:
        sentence = f"{told.answer} was right: {points(told.worth)}."
    else:
        sentence = f"{told.answer} was not right, but {', '.join(told.right)}: 0 points."
    return AnswerExplanation(
        bonus_question_id=told.question_id,
        question=told.question,
        answer=told.answer,
        right=None if told.right is None else tuple(told.right),
        points=given,
        sentence=sentence,
        history=tuple(told.history),
        rules=(rulebook.BONUS.link,),
    )


def _uncounted(told: PredictionFacts) -> Uncounted | None:
    began_at = told.measure.true_start_at
    if began_at is not None and told.predicted_at >= began_at:
        return Uncounted.LATE
    return told.measure.uncounted


def _steps(told: PredictionFacts, hit: Hit, result: Score) -> list[str]:
    scheme, joker = scheme_of(told.measure.settings), JOKER if told.joker else 1
    predicted, right = sum(told.counts.values()), told.counts.get(result.tendency, 0)
    worth = worth_of(told.measure.settings, predicted=predicted, right=right)[hit]
    of_score, of_result = (f"{each.first}-{each.second}" for each in (told.score, result))
    steps = [f"You foretold {of_score}; after full time it was {of_result}: {HITS[hit]}."]
    if hit is Hit.NONE:
        return steps
    if scheme.quota:
        steps.append(
            f"{right} of {predicted} had the tendency: {scheme.tendency} x {predicted} / {right},"
            f" rounded down, between {scheme.quota.minimum} and {scheme.quota.maximum},"
            f" is {scheme.quota.points(scheme.tendency, predicted=predicted, right=right)}."
        )
    steps.append(f"With that, {HITS[hit]} earns {points(worth)}.")
    if told.joker:
        steps.append(f"The joker doubles it: {points(worth * joker)}.")
    return steps


def _rules(told: PredictionFacts, hit: Hit) -> list[rulebook.Rule]:
    rules = [rulebook.PREDICTION]
    if told.measure.settings.quota and hit is not Hit.NONE:
        rules.append(rulebook.QUOTA)
    if told.joker:
        rules.append(rulebook.JOKER)
    if len(told.history) > 1:
        rules.append(rulebook.CORRECTION)
    return rules
