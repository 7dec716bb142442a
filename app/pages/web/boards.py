"""Leaderboards: of a competition and its parts, of the community; and why somebody stands there."""

from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Controller, Request, get
from litestar.params import FromPath, QueryParameter
from litestar.response import Template
from msgspec import Struct

from app.competitions import service as competitions
from app.competitions.rules.competitions import Competition
from app.competitions.rules.settings import Mode, Standing
from app.competitions.service import leagues
from app.leaderboards.rules.boards import OF_A_PART, NoLeaderboardYet, Scope
from app.leaderboards.rules.prizes import sums_of
from app.leaderboards.service import explaining, finishing, history
from app.leaderboards.service import reading as boards
from app.leaderboards.service.recent import RecentPages
from app.pages.rules.boards import GIVEN, charts_of, choices, lines_of, shown
from app.pages.service.boards import Asked, BoardSeen, look
from app.plumbing.access import Actor, role_holders
from app.plumbing.templating import reader_of
from app.plumbing.web import CurrentActor, Provided, Reading, tenant_id_of
from app.tenants.rules import Feature

LEAGUES_MAX = 50
AnyRequest = Request[Any, Any, Any]
Pages = Provided[RecentPages]
By = Annotated[str, QueryParameter(max_length=30)]
Part = Annotated[str, QueryParameter(max_length=100)]
InRound = Annotated[str, QueryParameter(name="round", max_length=100)]
After = Annotated[int, QueryParameter(ge=0, le=2**31)]


class Wish(Struct, frozen=True):
    """What was chosen in the form above a leaderboard; whatever is no choice is as good as none."""

    by: Standing | None
    round: str | None
    sport_id: UUID | None
    league_id: UUID | None

    @classmethod
    def of(cls, by: str, in_round: str, sport_id: str, league_id: str) -> "Wish":
        part = bool(in_round or sport_id)
        standing = Standing(by) if by in set(Standing) - {Standing.EARLIEST_ENTRY} else None
        return cls(
            by=None if part and standing not in OF_A_PART else standing,
            round=in_round or None,
            sport_id=_id(sport_id),
            league_id=_id(league_id),
        )


class LeaderboardController(Controller):
    path = "/competitions/{competition_id:uuid}/leaderboard"

    @get(guards=[role_holders])
    async def show(
        self,
        request: AnyRequest,
        competition_id: FromPath[UUID],
        reading: Reading,
        actor: CurrentActor,
        pages: Pages,
        by: By = "",
        in_round: InRound = "",
        sport_id: Part = "",
        league_id: Part = "",
        after: After = 0,
    ) -> Template:
        competition = await competitions.get_shown(reading, competition_id, in_the_making=False)
        wish = Wish.of(by, in_round, sport_id, league_id)
        scope = await _scope(reading, competition_id, wish, actor)
        asked = _asked(request, actor, scope, wish.by, after, competition.settings.modes)
        seen = await _look(reading, pages, asked)
        context = {
            "competition": competition,
            "seen": seen,
            "wish": wish,
            "here": request.url.path,
            "path": _path(request, wish),
            "measures": choices(competition.settings.modes, part=scope.is_part),
            **await _parts(request, reading, competition, actor),
            **await _prizes(reading, competition, seen),
        }
        return Template("pages/boards/competition.html", context=context)

    @get("/{entry_id:uuid}", guards=[role_holders])
    async def explain(
        self,
        request: AnyRequest,
        competition_id: FromPath[UUID],
        entry_id: FromPath[UUID],
        reading: Reading,
        actor: CurrentActor,
    ) -> Template:
        """Why these points?"""
        competition = await competitions.get_shown(reading, competition_id, in_the_making=False)
        row, explanation = await explaining.explain(reading, competition_id, entry_id)
        told = await history.show(
            reading, competition_id, players=[row.player_id], charted=[row.player_id]
        )
        first = competition.settings.standing[0]
        measures = shown(first, competition.settings.modes, part=False)
        (line,) = lines_of([row], measures, told.before, own=actor.player_id)
        zone = reader_of(request.scope).zone
        context = {
            "competition": competition,
            "here": f"/competitions/{competition_id}/leaderboard",
            "row": row,
            "line": line,
            "measures": measures,
            "explanation": explanation,
            "given_names": GIVEN,
            "charts": charts_of({row.player_id: row.player}, told.days, first, zone),
        }
        return Template("pages/boards/standing.html", context=context)


@get("/leaderboard", guards=[role_holders])
async def community_leaderboard(
    request: AnyRequest,
    reading: Reading,
    actor: CurrentActor,
    pages: Pages,
    by: By = "",
    after: After = 0,
) -> Template:
    """All competitions of the community together."""
    wish = Wish.of(by, "", "", "")
    scope = Scope(board_id=tenant_id_of(request))
    asked = _asked(request, actor, scope, wish.by, after, frozenset(Mode))
    context = {
        "seen": await _look(reading, pages, asked),
        "wish": wish,
        "here": request.url.path,
        "path": _path(request, wish),
        "measures": choices(asked.modes, part=False),
    }
    return Template("pages/boards/community.html", context=context)


async def _look(reading: Reading, pages: RecentPages, asked: Asked) -> BoardSeen | None:
    """None as long as nobody has been ranked."""
    try:
        return await look(reading, pages, asked)
    except NoLeaderboardYet:
        return None


async def _scope(reading: Reading, competition_id: UUID, wish: Wish, actor: Actor) -> Scope:
    """Only members of a private league see its leaderboard; one of elsewhere is none here."""
    if wish.league_id:
        scope = await boards.league_scope(
            reading, wish.league_id, by=actor, in_round=wish.round, sport_id=wish.sport_id
        )
        if scope.board_id == competition_id:
            return scope
    return Scope(board_id=competition_id, round=wish.round, sport_id=wish.sport_id)


def _asked(
    request: AnyRequest,
    actor: Actor,
    scope: Scope,
    by: Standing | None,
    after: int,
    modes: frozenset[Mode],
) -> Asked:
    return Asked(
        tenant_id=tenant_id_of(request),
        scope=scope,
        by=by,
        after=after,
        modes=modes,
        own=actor.player_id,
        zone=reader_of(request.scope).zone,
    )


async def _parts(
    request: AnyRequest, reading: Reading, competition: Competition, actor: Actor
) -> dict[str, object]:
    """What the form offers to choose from."""
    features = request.scope["state"]["community"].settings.features
    own = []
    if actor.player_id and Feature.PRIVATE_LEAGUES in features:
        own = await leagues.list_leagues(
            reading, player_id=actor.player_id, competition_id=competition.id, limit=LEAGUES_MAX
        )
    return {
        "rounds": await boards.list_rounds(reading, competition.id),
        "sports": await history.list_sports(reading, competition.id),
        "leagues": [league for league in own if league.archived_at is None],
    }


async def _prizes(
    reading: Reading, competition: Competition, seen: BoardSeen | None
) -> dict[str, object]:
    """What was paid, by entry; and what is promised as long as nothing was."""
    paid = {}
    if seen and seen.frozen_at:
        prizes = await finishing.list_prizes(reading, competition.id)
        paid = {prize.who: prize.points for prize in prizes}
    return {"paid": paid, "promised": sums_of(competition.settings.prizes)}


def _path(request: AnyRequest, wish: Wish) -> str:
    """This leaderboard as it was asked for; what follows is one more parameter."""
    chosen = {
        "by": wish.by,
        "round": wish.round,
        "sport_id": wish.sport_id,
        "league_id": wish.league_id,
    }
    return f"{request.url.path}?{urlencode({name: one for name, one in chosen.items() if one})}"


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
