"""Predictions as players make them: the sheet of a round, and everybody's once it has locked."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Redirect, Template

from app.competitions import service as competitions
from app.competitions.rules.competitions import Competition
from app.competitions.rules.entries import Entry, EntryState
from app.competitions.rules.settings import Mode
from app.identity.rules.players import player_id_of
from app.leaderboards.service.recent import RecentPages
from app.pages.rules.sheets import Sheet, read_sheet
from app.pages.rules.wording import STATUSES
from app.pages.service import sheets as service
from app.pages.service import tips
from app.pages.service.sheets import Whose
from app.plumbing.access import Actor, players
from app.plumbing.refusals import Refusal
from app.plumbing.templating import reader_of
from app.plumbing.web import CurrentActor, Provided, Reading, Tx
from app.predictions import service as predictions
from app.predictions.rules.bonus import NoSuchBonusQuestion
from app.settlement.service.explaining import (
    NothingForetold,
    explain_answer_of,
    explain_prediction_of,
)
from app.tenants.rules import Community, Feature

AnyRequest = Request[Any, Any, Any]
OfRound = Annotated[str, QueryParameter(name="round", max_length=200)]
OfDay = Annotated[str, QueryParameter(name="day", max_length=10)]
After = Annotated[int, QueryParameter(ge=0, le=2**31)]
Pages = Provided[RecentPages]
INCOMPLETE = 422
T = TypeVar("T")


class PredictionController(Controller):
    path = "/competitions/{competition_id:uuid}/predictions"
    guards = (players,)

    @get()
    async def show(
        self,
        request: AnyRequest,
        competition_id: FromPath[UUID],
        reading: Reading,
        actor: CurrentActor,
        of_round: OfRound = "",
        of_day: OfDay = "",
        saved: FromQuery[bool] = False,  # noqa: FBT002 - a query parameter
    ) -> Template:
        competition = await competitions.get_shown(reading, competition_id, in_the_making=False)
        whose = await _whose(request, reading, competition, actor, of_round, of_day)
        sheet = await service.show(reading, whose) if whose else None
        return _page(request, competition, sheet, saved=saved)

    @post()
    async def save(
        self,
        request: AnyRequest,
        competition_id: FromPath[UUID],
        tx: Tx,
        actor: CurrentActor,
        of_round: OfRound = "",
        of_day: OfDay = "",
    ) -> Template | Redirect:
        competition = await competitions.get_shown(tx, competition_id, in_the_making=False)
        whose = await _whose(request, tx, competition, actor, of_round, of_day)
        if whose is None:
            return _page(request, competition, None, status=INCOMPLETE)
        sent = {name: str(value) for name, value in (await request.form()).items()}
        found = await service.list_lines(tx, whose)
        filled = read_sheet(sent, found.lines, found.questions)
        errors, refusal = {}, None
        try:
            errors = await service.save(tx, whose, filled)
        except Refusal as no:
            refusal = no
        if errors or refusal:
            sheet = await service.show(tx, whose, filled=filled, errors=errors)
            return _page(
                request,
                competition,
                sheet,
                refusal=refusal,
                wrong=len(errors),
                status=INCOMPLETE,
            )
        chosen = {"round": of_round, "day": of_day, "saved": "true"}
        query = urlencode({name: value for name, value in chosen.items() if value})
        return Redirect(f"{request.url.path}?{query}", status_code=303)

    @get("/everybody")
    async def everybody(
        self,
        request: AnyRequest,
        competition_id: FromPath[UUID],
        reading: Reading,
        actor: CurrentActor,
        pages: Pages,
        of_round: OfRound = "",
        of_day: OfDay = "",
        after: After = 0,
    ) -> Template:
        """A round's tips of all, those of events that nobody can change any more."""
        competition = await competitions.get_shown(reading, competition_id, in_the_making=False)
        whose = await _whose(request, reading, competition, actor, of_round, of_day)
        if whose is None:
            return _page(request, competition, None)
        told = await tips.of_round(reading, pages, whose, tenant_id=actor.tenant_id, after=after)
        context = {"competition": competition, "here": _here(competition), "told": told}
        return Template("pages/predictions/everybody.html", context=context)

    @get("/{event_id:uuid}")
    async def of_event(
        self,
        competition_id: FromPath[UUID],
        event_id: FromPath[UUID],
        reading: Reading,
        actor: CurrentActor,
    ) -> Template:
        """Everybody's tips of one event, and why one's own earned its points."""
        competition = await competitions.get_shown(reading, competition_id, in_the_making=False)
        told = await tips.of_event(reading, competition_id, event_id)
        entry = await competitions.find_entry_of(reading, competition_id, player_id_of(actor))
        context = {
            "competition": competition,
            "here": _here(competition),
            "told": told,
            "event": told.seen.event,
            "own": entry.id if entry else None,
            "why": await _why(explain_prediction_of, reading, entry, event_id, actor),
        }
        return Template("pages/predictions/event.html", context=context)


@get("/competitions/{competition_id:uuid}/questions/{bonus_question_id:uuid}", guards=[players])
async def bonus_question(
    competition_id: FromPath[UUID],
    bonus_question_id: FromPath[UUID],
    reading: Reading,
    actor: CurrentActor,
) -> Template:
    """Everybody's answers, once the question has locked."""
    competition = await competitions.get_shown(reading, competition_id, in_the_making=False)
    question, count, answers = await predictions.list_answers(
        reading, bonus_question_id, limit=tips.TIPS_MAX
    )
    if question.competition_id != competition_id:
        raise NoSuchBonusQuestion(id=bonus_question_id)
    entry = await competitions.find_entry_of(reading, competition_id, player_id_of(actor))
    context = {
        "competition": competition,
        "here": _here(competition),
        "question": question,
        "count": count,
        "answers": answers,
        "own": entry.id if entry else None,
        "why": await _why(explain_answer_of, reading, entry, bonus_question_id, actor),
    }
    return Template("pages/predictions/question.html", context=context)


async def _why(
    explain: Callable[..., Awaitable[T]],
    tx: Reading,
    entry: Entry | None,
    subject_id: UUID,
    actor: Actor,
) -> T | None:
    """Nothing for whoever foretold nothing."""
    if entry is None:
        return None
    try:
        return await explain(tx, entry.id, subject_id, by=actor)
    except NothingForetold:
        return None


def _here(competition: Competition) -> str:
    return f"/competitions/{competition.id}/predictions"


async def _whose(
    request: AnyRequest,
    tx: Reading,
    competition: Competition,
    actor: Actor,
    of_round: str,
    of_day: str,
) -> Whose | None:
    """None for those who do not play here, and where nobody predicts."""
    entry = await competitions.find_entry_of(tx, competition.id, player_id_of(actor))
    plays = entry is not None and entry.joined_at and entry.state is not EntryState.INVITED
    if entry is None or not plays or not _is_played(request, competition):
        return None
    return Whose(
        competition=competition,
        entry=entry,
        name=of_round or None,
        day=_day(of_day),
        zone=reader_of(request.scope).zone,
    )


def _page(
    request: AnyRequest,
    competition: Competition,
    sheet: Sheet | None,
    *,
    saved: bool = False,
    refusal: Refusal | None = None,
    wrong: int = 0,
    status: int = 200,
) -> Template:
    context = {
        "competition": competition,
        "here": _here(competition),
        "sheet": sheet,
        "saved": saved,
        "refusal": refusal,
        "wrong": wrong,
        "statuses": dict(STATUSES),
        "played": _is_played(request, competition),
    }
    return Template("pages/predictions/sheet.html", context=context, status_code=status)


def _is_played(request: AnyRequest, competition: Competition) -> bool:
    community: Community = request.scope["state"]["community"]
    on = Feature.PREDICTIONS in community.settings.features
    return on and Mode.PREDICTION in competition.settings.modes


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
