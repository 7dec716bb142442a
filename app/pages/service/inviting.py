"""Following an invitation: found by its code, and accepted with one tap."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.competitions import service as competitions
from app.competitions.rules.entries import Entry, EntryState
from app.competitions.rules.leagues import NoSuchPrivateLeague, check_open
from app.competitions.service import leagues
from app.competitions.service.codes import tidy_code
from app.pages.rules.inviting import CodeLeadsNowhere, Invitation
from app.pages.store import competing as store
from app.pages.store import membership


async def find_invitation(tx: AsyncConnection, code: str, player_id: UUID | None) -> Invitation:
    code = tidy_code(code)
    try:
        league = await leagues.find_by_code(tx, code)
    except NoSuchPrivateLeague:
        league = None
    into = await competitions.find_by_code(tx, code) if league is None else None
    competition_id = league.competition_id if league else into.id if into else None
    seen = await store.find_seen(tx, competition_id, player_id) if competition_id else None
    if seen is None:
        raise CodeLeadsNowhere
    member = league and player_id and await membership.is_member(tx, league.id, player_id)
    return Invitation(code=code, competition=seen, league=league, is_member=bool(member))


async def accept(
    tx: AsyncConnection,
    invitation: Invitation,
    *,
    player_id: UUID,
    competition_code: str,
    now: datetime,
) -> Entry:
    """Join the competition, and its league as soon as one plays; again changes nothing."""
    league = invitation.league
    if league:
        check_open(league)
    entry = await competitions.ask_to_join(
        tx,
        invitation.competition.id,
        player_id=player_id,
        code=invitation.competition_code or competition_code,
        now=now,
    )
    if league and entry.state is EntryState.ACTIVE:
        await leagues.join_league(tx, invitation.code, player_id=player_id)
    return entry
