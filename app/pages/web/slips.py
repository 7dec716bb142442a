"""The bet slip of a competition: a form first; what was picked is kept in a cookie."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.datastructures import Cookie, State
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, SkipValidation
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER, HTTP_422_UNPROCESSABLE_ENTITY
from msgspec import Meta, Struct

from app.betting.rules.slips import OddsPolicy
from app.betting.service.batching import Batches
from app.identity.rules.players import player_id_of
from app.pages.rules.slips import (
    NAMES,
    PICKS_MAX,
    POLICIES,
    SYSTEM,
    Draft,
    Pick,
    SlipFull,
    chips_of,
    read_draft,
    with_pick,
    without,
    write_draft,
)
from app.pages.service import placing
from app.pages.service import slips as service
from app.pages.service.slips import Counter, Shown
from app.plumbing.access import Actor, players
from app.plumbing.forms import Form, FormIncomplete
from app.plumbing.ids import new_id
from app.plumbing.languages import sentence
from app.plumbing.points import POINTS_MAX
from app.plumbing.refusals import Refusal
from app.plumbing.settings import Settings
from app.plumbing.web import Begin, CurrentActor, CurrentSettings, Provided
from app.tenants.rules import Community

COOKIE = "slip"
COOKIE_LIFE = 30 * 24 * 60 * 60
FRAGMENT, PAGE = "pages/play/slip.html", "pages/play/slip_page.html"
NO_STAKE = sentence("Choose a whole number of points.")
# Other parts of the page that show bets and balances look again.
PLACED = {"HX-Trigger": "live:bets, live:balance"}

CurrentBatches = NamedDependency[SkipValidation[Batches]]
Asking = Request[Actor | None, None, State]


class PickForm(Struct, frozen=True):
    """`add` or `remove` a selection, named with the odds that were seen; `event` leads back."""

    add: str = ""
    remove: str = ""
    event: UUID | None = None


class SlipForm(Struct, frozen=True, kw_only=True):
    """The slip as it was shown, whatever other pages have made of it since, and what to `do`."""

    bet_id: UUID
    slip: str
    do: str = "quote"
    kind: str = ""
    system: str = ""
    stake: Annotated[
        Annotated[int, Meta(ge=1, le=POINTS_MAX)] | None, Meta(description=NO_STAKE)
    ] = None
    odds_policy: OddsPolicy = OddsPolicy.EXACT
    each_way: bool = False

    @property
    def draft(self) -> Draft:
        return msgspec.structs.replace(
            read_draft(self.slip),
            kind=self.system if self.kind == SYSTEM else self.kind,
            stake=self.stake,
            policy=self.odds_policy,
            each_way=self.each_way,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What becomes of a slip that was sent, before it is shown."""

    draft: Draft
    bet_id: UUID
    placed: Sequence[UUID] = ()
    refusals: Sequence[Refusal] = ()
    stake: str = ""
    stake_error: str = ""

    @property
    def refused(self) -> bool:
        return bool(self.refusals or self.stake_error)


@get("/competitions/{competition_id:uuid}/slip", guards=[players])
async def show_slip(
    request: Asking,
    competition_id: FromPath[UUID],
    batches: CurrentBatches,
    community: Provided[Community],
    actor: CurrentActor,
    begin: Begin,
    placed: FromQuery[list[UUID] | None] = None,
) -> Template:
    """The slip as it was left, or what has just been placed from it."""
    counter = counter_of(batches, community, actor, begin)
    answer = Answer(draft=kept(request), bet_id=new_id(), placed=(placed or [])[:PICKS_MAX])
    return await _shown(request, counter, competition_id, answer)


@post("/competitions/{competition_id:uuid}/slip/picks", guards=[players], status_code=HTTP_200_OK)
async def pick(
    request: Asking,
    competition_id: FromPath[UUID],
    batches: CurrentBatches,
    community: Provided[Community],
    actor: CurrentActor,
    begin: Begin,
    settings: CurrentSettings,
) -> Response[Any]:
    """Put a selection on the slip, or take it off."""
    sent = (await Form.sent(request, PickForm)).must_read()
    counter = counter_of(batches, community, actor, begin)
    await service.check_shown(counter, competition_id)
    draft, refusals = kept(request), []
    try:
        if sent.add:
            draft = with_pick(draft, _pick_of(sent.add))
        if sent.remove:
            draft = without(draft, [_pick_of(sent.remove).selection_id])
    except SlipFull as refusal:
        refusals.append(refusal)
    cookie = _cookie(competition_id, draft, settings)
    if _wants_fragment(request) or refusals:
        answer = Answer(draft=draft, bet_id=new_id(), refusals=refusals)
        return await _shown(request, counter, competition_id, answer, cookie)
    path = f"/competitions/{competition_id}"
    back = f"{path}/events/{sent.event}" if sent.event else path
    return Redirect(back, status_code=HTTP_303_SEE_OTHER, cookies=[cookie])


@post("/competitions/{competition_id:uuid}/slip", guards=[players], status_code=HTTP_200_OK)
async def send_slip(
    request: Asking,
    competition_id: FromPath[UUID],
    batches: CurrentBatches,
    community: Provided[Community],
    actor: CurrentActor,
    begin: Begin,
    settings: CurrentSettings,
) -> Response[Any]:
    """Change the slip, ask what it would become, or place it."""
    counter = counter_of(batches, community, actor, begin)
    await service.check_shown(counter, competition_id)
    answer = await _answer(counter, competition_id, await Form.sent(request, SlipForm))
    cookie = _cookie(competition_id, answer.draft, settings)
    if _wants_fragment(request) or answer.refused:
        return await _shown(request, counter, competition_id, answer, cookie)
    placed = "&".join(f"placed={bet_id}" for bet_id in answer.placed)
    path = f"/competitions/{competition_id}/slip{'?' if placed else ''}{placed}"
    return Redirect(path, status_code=HTTP_303_SEE_OTHER, cookies=[cookie])


def counter_of(batches: Batches, community: Community, actor: Actor, begin: Begin) -> Counter:
    return Counter(batches=batches, community=community, player_id=player_id_of(actor), begin=begin)


def kept(request: Asking) -> Draft:
    return read_draft(request.cookies.get(COOKIE))


def slip_context(shown: Shown) -> dict[str, object]:
    """What the slip's template needs besides what has just happened to it."""
    limits = shown.competition.settings.stakes
    balance = shown.position.balance if shown.position else 0
    return {
        "slip": shown,
        "kept": write_draft(shown.draft),
        "names": NAMES,
        "policies": POLICIES,
        "chips": chips_of(least=limits.minimum, most=min(limits.maximum, balance)),
        "stake": shown.draft.stake or "",
        "stake_error": "",
        "placed": [],
    }


async def _answer(counter: Counter, competition_id: UUID, form: Form[SlipForm]) -> Answer:
    sent = form.read()
    if sent is None:
        if set(form.errors) != {"stake"}:
            raise FormIncomplete(errors=form.errors)
        typed = form.values["stake"]
        sent = Form(SlipForm, {**form.values, "stake": ""}).must_read()
        return Answer(draft=sent.draft, bet_id=sent.bet_id, stake=typed, stake_error=NO_STAKE)
    draft, (action, _, detail) = sent.draft, sent.do.partition(":")
    match action:
        case "place" if draft.stake is None:
            return Answer(draft=draft, bet_id=sent.bet_id, stake_error=NO_STAKE)
        case "place":
            return await _place(counter, competition_id, draft, sent.bet_id)
        case "clear":
            draft = Draft(policy=draft.policy)
        case "remove":
            draft = without(
                draft,
                [pick.selection_id for pick in draft.picks if str(pick.selection_id) == detail],
            )
        case "stake" if detail.isdecimal():
            draft = msgspec.structs.replace(draft, stake=max(1, min(int(detail), POINTS_MAX)))
        case "accept":
            draft = await placing.odds_now(counter, draft)
    return Answer(draft=draft, bet_id=sent.bet_id)


async def _place(counter: Counter, competition_id: UUID, draft: Draft, bet_id: UUID) -> Answer:
    """What was placed leaves the slip, and its id with it, so that the next bet is another one."""
    done = await placing.place(counter, competition_id, draft, bet_id=bet_id)
    left = without(draft, done.selection_ids)
    return Answer(
        draft=left if left.picks else Draft(policy=draft.policy),
        bet_id=new_id() if done.bet_ids or done.names_taken else bet_id,
        placed=done.bet_ids,
        refusals=done.refusals,
    )


async def _shown(
    request: Asking,
    counter: Counter,
    competition_id: UUID,
    answer: Answer,
    *cookies: Cookie,
) -> Template:
    shown = await service.show(
        counter, competition_id, answer.draft, bet_id=answer.bet_id, refusals=answer.refusals
    )
    fragment = _wants_fragment(request)
    context = slip_context(shown) | {
        "stake_error": answer.stake_error,
        "placed": await placing.list_placed(counter, answer.placed),
    }
    if answer.stake_error:
        context["stake"] = answer.stake
    return Template(
        FRAGMENT if fragment else PAGE,
        context=context,
        cookies=cookies,
        headers=PLACED if answer.placed and fragment else {},
        # A fragment is what was asked for, whatever it says.
        status_code=HTTP_422_UNPROCESSABLE_ENTITY if answer.refused and not fragment else 200,
    )


def _wants_fragment(request: Asking) -> bool:
    return "hx-request" in request.headers


def _pick_of(text: str) -> Pick:
    """From `<selection's id>.<odds in thousandths>`."""
    try:
        return msgspec.convert(text.split("."), Pick, strict=False)
    except msgspec.ValidationError:
        raise FormIncomplete(errors={"add": text[:50]}) from None


def _cookie(competition_id: UUID, draft: Draft, settings: Settings) -> Cookie:
    """Which selections somebody looks at is nobody else's business, but no secret either."""
    return Cookie(
        key=COOKIE,
        value=write_draft(draft),
        max_age=COOKIE_LIFE if draft != Draft() else 0,
        path=f"/competitions/{competition_id}",
        secure=settings.https,
        httponly=True,
        samesite="lax",
    )


HANDLERS = (show_slip, pick, send_slip)
