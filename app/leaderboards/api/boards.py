"""Leaderboards for programs: JSON out.  Nothing is decided here."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, Response, get
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery, QueryParameter

from app.competitions.rules.settings import Standing
from app.identity.rules.players import NoPlayer
from app.leaderboards.api.shapes import LeaderboardOut
from app.leaderboards.rules.boards import NEIGHBOURS_MAX, Scope
from app.leaderboards.service import reading as service
from app.leaderboards.service.reading import Excerpt
from app.leaderboards.service.recent import RecentPages, Wanted
from app.plumbing import etags
from app.plumbing.access import Actor, players, role_holders
from app.plumbing.pages import ITEMS_USUAL, After, Limit, Number, key_of
from app.plumbing.web import CurrentActor, Provided, Reading, tenant_id_of

By = Annotated[
    Standing | None,
    QueryParameter(description="What to rank by; without it, as the competition's settings say."),
]
InRound = Annotated[
    str | None,
    QueryParameter(name="round", max_length=100, description="Only what was won in this round."),
]
Neighbours = Annotated[
    int,
    QueryParameter(ge=0, le=NEIGHBOURS_MAX, description="How many to show above and below."),
]
NEIGHBOURS_USUAL = 3
AnyRequest = Request[Any, Any, Any]
Pages = Provided[RecentPages]


def provide_pages(state: State) -> RecentPages:
    pages: RecentPages = state.recent_pages
    return pages


class LeaderboardApi(Controller):
    """Who stands where in a competition."""

    path = "/api/competitions/{competition_id:uuid}/leaderboard"

    @get(guards=[role_holders])
    async def show(
        self,
        competition_id: FromPath[UUID],
        request: AnyRequest,
        pages: Pages,
        by: By = None,
        in_round: InRound = None,
        sport_id: FromQuery[UUID | None] = None,
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> Response[LeaderboardOut]:
        """Show the leaderboard of a competition, or of a round or sport in it."""
        scope = Scope(board_id=competition_id, round=in_round, sport_id=sport_id)
        return await _recent_page(request, pages, scope, by, after=after, limit=limit)

    @get("/me", guards=[players])
    async def me(
        self,
        competition_id: FromPath[UUID],
        request: AnyRequest,
        pages: Pages,
        actor: CurrentActor,
        by: By = None,
        in_round: InRound = None,
        sport_id: FromQuery[UUID | None] = None,
        neighbours: Neighbours = NEIGHBOURS_USUAL,
    ) -> Response[LeaderboardOut]:
        """Show your own place with your neighbours."""
        scope = Scope(board_id=competition_id, round=in_round, sport_id=sport_id)
        return await _own_page(request, pages, scope, by, actor=actor, neighbours=neighbours)

    @get("/rounds", guards=[role_holders])
    async def rounds(
        self, competition_id: FromPath[UUID], request: AnyRequest, reading: Reading
    ) -> Response[list[str]]:
        """List the rounds that have a leaderboard."""
        return etags.answer(request, await service.list_rounds(reading, competition_id))


class PrivateLeagueLeaderboardApi(Controller):
    """Who stands where among friends."""

    path = "/api/private-leagues/{private_league_id:uuid}/leaderboard"

    @get(guards=[role_holders])
    async def show(
        self,
        private_league_id: FromPath[UUID],
        request: AnyRequest,
        reading: Reading,
        actor: CurrentActor,
        by: By = None,
        in_round: InRound = None,
        sport_id: FromQuery[UUID | None] = None,
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> Response[LeaderboardOut]:
        """Show the leaderboard of a private league, ranked among its members."""
        scope = await service.league_scope(
            reading, private_league_id, by=actor, in_round=in_round, sport_id=sport_id
        )
        excerpt = await service.list_rows(reading, scope, by, after=_place(after), limit=limit + 1)
        return _answer(request, excerpt, limit)


class CommunityLeaderboardApi(Controller):
    """Who stands where in all competitions of the community together."""

    path = "/api/leaderboard"

    @get(guards=[role_holders])
    async def show(
        self,
        request: AnyRequest,
        pages: Pages,
        by: By = None,
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> Response[LeaderboardOut]:
        """Show the community's leaderboard, over all of its competitions."""
        scope = Scope(board_id=tenant_id_of(request))
        return await _recent_page(request, pages, scope, by, after=after, limit=limit)

    @get("/me", guards=[players])
    async def me(
        self,
        request: AnyRequest,
        pages: Pages,
        actor: CurrentActor,
        by: By = None,
        neighbours: Neighbours = NEIGHBOURS_USUAL,
    ) -> Response[LeaderboardOut]:
        """Show your own place in the community with your neighbours."""
        scope = Scope(board_id=tenant_id_of(request))
        return await _own_page(request, pages, scope, by, actor=actor, neighbours=neighbours)


async def _recent_page(
    request: AnyRequest,
    pages: RecentPages,
    scope: Scope,
    by: Standing | None,
    *,
    after: str | None,
    limit: int,
) -> Response[LeaderboardOut]:
    excerpt = await pages.get(
        Wanted(
            tenant_id=tenant_id_of(request),
            scope=scope,
            by=by,
            after=_place(after),
            limit=limit + 1,
        )
    )
    return _answer(request, excerpt, limit)


def _place(after: str | None) -> int:
    return key_of(after, Number) or 0


async def _own_page(
    request: AnyRequest,
    pages: RecentPages,
    scope: Scope,
    by: Standing | None,
    *,
    actor: Actor,
    neighbours: int,
) -> Response[LeaderboardOut]:
    if actor.player_id is None:
        raise NoPlayer
    excerpt = await pages.show_own(
        actor.tenant_id, scope, by, player_id=actor.player_id, neighbours=neighbours
    )
    return _answer(request, excerpt, len(excerpt.rows))


def _answer(request: AnyRequest, excerpt: Excerpt, limit: int) -> Response[LeaderboardOut]:
    content = LeaderboardOut.of(excerpt, limit)
    return etags.answer(request, content, version=excerpt.board.version)
