"""Leaderboards for programs: JSON out.  Nothing is decided here."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, Response, get
from litestar.params import FromPath, FromQuery, QueryParameter

from app.competitions.rules.settings import Standing
from app.identity.rules.players import NoPlayer
from app.leaderboards.api.shapes import LeaderboardOut
from app.leaderboards.rules.boards import NEIGHBOURS_MAX, Scope
from app.leaderboards.service import reading as service
from app.leaderboards.service.reading import Excerpt
from app.plumbing import etags
from app.plumbing.access import Actor, players, role_holders
from app.plumbing.pages import ITEMS_USUAL, After, Limit, Number, key_of
from app.plumbing.web import CurrentActor, Reading

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


class LeaderboardApi(Controller):
    """Who stands where in a competition."""

    path = "/api/competitions/{competition_id:uuid}/leaderboard"

    @get(guards=[role_holders])
    async def show(
        self,
        competition_id: FromPath[UUID],
        request: AnyRequest,
        reading: Reading,
        actor: CurrentActor,
        by: By = None,
        in_round: InRound = None,
        sport_id: FromQuery[UUID | None] = None,
        private_league_id: FromQuery[UUID | None] = None,
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> Response[LeaderboardOut]:
        """Show the leaderboard of a competition, or of a round, sport or private league in it."""
        scope = Scope(board_id=competition_id, round=in_round, sport_id=sport_id)
        if private_league_id:
            scope = await service.league_scope(
                reading, private_league_id, by=actor, in_round=in_round, sport_id=sport_id
            )
        return await _page(request, reading, scope, by, after=after, limit=limit)

    @get("/me", guards=[players])
    async def me(
        self,
        competition_id: FromPath[UUID],
        request: AnyRequest,
        reading: Reading,
        actor: CurrentActor,
        by: By = None,
        in_round: InRound = None,
        sport_id: FromQuery[UUID | None] = None,
        neighbours: Neighbours = NEIGHBOURS_USUAL,
    ) -> Response[LeaderboardOut]:
        """Show your own place with your neighbours."""
        scope = Scope(board_id=competition_id, round=in_round, sport_id=sport_id)
        return await _around(request, reading, scope, by, actor=actor, neighbours=neighbours)

    @get("/rounds", guards=[role_holders])
    async def rounds(self, competition_id: FromPath[UUID], reading: Reading) -> list[str]:
        """List the rounds that have a leaderboard."""
        return await service.list_rounds(reading, competition_id)


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
        return await _page(request, reading, scope, by, after=after, limit=limit)


class CommunityLeaderboardApi(Controller):
    """Who stands where in all competitions of the community together."""

    path = "/api/leaderboard"

    @get(guards=[role_holders])
    async def show(
        self,
        request: AnyRequest,
        reading: Reading,
        by: By = None,
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> Response[LeaderboardOut]:
        """Show the community's leaderboard, over all of its competitions."""
        scope = await service.community_scope(reading)
        return await _page(request, reading, scope, by, after=after, limit=limit)

    @get("/me", guards=[players])
    async def me(
        self,
        request: AnyRequest,
        reading: Reading,
        actor: CurrentActor,
        by: By = None,
        neighbours: Neighbours = NEIGHBOURS_USUAL,
    ) -> Response[LeaderboardOut]:
        """Show your own place in the community with your neighbours."""
        scope = await service.community_scope(reading)
        return await _around(request, reading, scope, by, actor=actor, neighbours=neighbours)


async def _page(
    request: AnyRequest,
    reading: Reading,
    scope: Scope,
    by: Standing | None,
    *,
    after: str | None,
    limit: int,
) -> Response[LeaderboardOut]:
    place = key_of(after, Number) or 0
    excerpt = await service.list_rows(reading, scope, by, after=place, limit=limit + 1)
    return _answer(request, excerpt, limit)


async def _around(
    request: AnyRequest,
    reading: Reading,
    scope: Scope,
    by: Standing | None,
    *,
    actor: Actor,
    neighbours: int,
) -> Response[LeaderboardOut]:
    if actor.player_id is None:
        raise NoPlayer
    excerpt = await service.show_own(
        reading, scope, by, player_id=actor.player_id, neighbours=neighbours
    )
    return _answer(request, excerpt, len(excerpt.rows))


def _answer(request: AnyRequest, excerpt: Excerpt, limit: int) -> Response[LeaderboardOut]:
    content = LeaderboardOut.of(excerpt, limit)
    return etags.answer(request, content, version=excerpt.board.version)
