"""The sheet of a round: looked at, and saved as one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from app.competitions.rules.competitions import Competition
from app.competitions.rules.entries import Entry
from app.pages.rules.sheets import Asked, Filled, Match, Sheet, Typed, names_of, neighbours
from app.pages.store import sheets as store
from app.plumbing.refusals import Refusal
from app.predictions import service as predictions
from app.predictions.rules.bonus import BonusQuestion
from app.predictions.rules.rounds import Round, current_round
from app.predictions.rules.showing import SheetLine, shares_of

EVENTS_MAX = 200
QUESTIONS_MAX = 100
NOTHING_SENT = Filled(typed={}, answers={}, wishes=(), errors={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """Which sheet: of which round, by name or day, of whose entry; days are those of a zone."""

    competition: Competition
    entry: Entry
    name: str | None
    day: date | None
    zone: ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """What the sheet has on it before it is laid out."""

    rounds: list[Round]
    round: Round | None
    lines: list[SheetLine]
    questions: list[BonusQuestion]
    now: datetime


async def list_lines(tx: AsyncConnection, whose: Whose) -> Lines:
    rounds = await predictions.list_rounds(tx, whose.competition.id, whose.zone)
    named = [r for r in rounds if (r.name, r.day) == (whose.name, whose.day)]
    chosen = named[0] if named else current_round(rounds)
    lines, now = await predictions.list_sheet(
        tx,
        whose.entry.id,
        player_id=whose.entry.player_id,
        round_name=chosen.name if chosen else None,
        day=(chosen.day, whose.zone) if chosen and chosen.day else None,
        limit=EVENTS_MAX,
    )
    questions, _, _ = await predictions.list_questions(
        tx, whose.competition.id, limit=QUESTIONS_MAX
    )
    asked = [question for question in questions if question.withdrawn_at is None]
    return Lines(rounds=rounds, round=chosen, lines=lines, questions=asked, now=now)


async def show(
    tx: AsyncConnection,
    whose: Whose,
    *,
    filled: Filled = NOTHING_SENT,
    errors: Mapping[UUID, str] | None = None,
) -> Sheet:
    """As it is, or as it was sent where something is wrong with it."""
    found = await list_lines(tx, whose)
    matches = await _matches(tx, whose, found, filled, errors or {})
    before, after = neighbours(found.rounds, found.round)
    return Sheet(
        rounds=found.rounds,
        round=found.round,
        previous=before,
        next=after,
        matches=matches,
        questions=await _questions(tx, whose, found, filled, errors or {}),
        now=found.now,
    )


async def save(tx: AsyncConnection, whose: Whose, filled: Filled) -> dict[UUID, str]:
    """Save all that can be saved; say of the rest, by event or question, why not."""
    errors = dict(filled.errors)
    if filled.wishes:
        verdicts = await predictions.predict_sheet(
            tx, whose.entry.id, filled.wishes, player_id=whose.entry.player_id
        )
        for wish, verdict in zip(filled.wishes, verdicts, strict=True):
            if isinstance(verdict, Refusal):
                errors[wish.event_id] = str(verdict)
    answered = await _own_answers(tx, whose)
    for question_id, answer in filled.answers.items():
        if answer and answer != answered.get(question_id):
            try:
                await predictions.answer_question(
                    tx, whose.entry.id, question_id, answer, player_id=whose.entry.player_id
                )
            except Refusal as refusal:
                errors[question_id] = str(refusal)
    return errors


async def _matches(
    tx: AsyncConnection,
    whose: Whose,
    found: Lines,
    filled: Filled,
    errors: Mapping[UUID, str],
) -> list[Match]:
    locked = [line.event.id for line in found.lines if line.event.is_shown(found.now)]
    endings = await store.find_endings(tx, locked)
    points = await store.find_points(tx, whose.competition.id, locked, entries=[whose.entry.id])
    counts = await store.count_by_sign(tx, whose.competition.id, locked)
    settings = whose.competition.settings.predictions
    matches = []
    for line in found.lines:
        event = line.event
        first, second = names_of(event)
        matches.append(
            Match(
                event=event,
                first=first,
                second=second,
                prediction=line.prediction,
                typed=filled.typed.get(event.id) or Typed.of(line.prediction),
                error=errors.get(event.id),
                open=event.is_open(found.now),
                shown=event.is_shown(found.now),
                ending=endings.get(event.id),
                points=points.get((event.id, whose.entry.id)),
                shares=shares_of(counts[event.id], settings) if event.id in counts else (),
            )
        )
    return matches


async def _questions(
    tx: AsyncConnection,
    whose: Whose,
    found: Lines,
    filled: Filled,
    errors: Mapping[UUID, str],
) -> list[Asked]:
    answers = await _own_answers(tx, whose)
    points = await store.find_answer_points(tx, whose.entry.id)
    return [
        Asked(
            question=question,
            answer=filled.answers.get(question.id) or answers.get(question.id, ""),
            error=errors.get(question.id),
            open=question.is_open(found.now),
            points=points.get(question.id),
        )
        for question in found.questions
    ]


async def _own_answers(tx: AsyncConnection, whose: Whose) -> dict[UUID, str]:
    named = await predictions.list_own_answers(
        tx, whose.entry.id, player_id=whose.entry.player_id, limit=QUESTIONS_MAX
    )
    return {each.answer.question_id: each.answer.answer for each in named}
