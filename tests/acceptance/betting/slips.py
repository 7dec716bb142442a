"""Slips for the service itself, without HTTP."""

from collections.abc import Sequence

from app.betting.rules.slips import Slip, WantedLeg
from app.betting.rules.tickets import BetKind
from app.plumbing.ids import new_id
from app.plumbing.points import Points
from app.tenants.rules import Community, CommunitySettings, Status
from tests.acceptance.betting.round import Round


def community_of(round_: Round) -> Community:
    return Community(
        id=round_.tenant_id,
        subdomain=round_.name,
        name=round_.name,
        status=Status.ACTIVE,
        settings=CommunitySettings(),
        settings_version=1,
    )


def slips_of(round_: Round, count: int, *, stakes: Sequence[int] = ()) -> list[Slip]:
    """Singles of Ama's, of one point unless other stakes are given, on all that is offered."""
    ama = round_.player("Ama")
    player_id = round_.game.player(ama.person.id)
    selections = list(round_.selections.values())
    return [
        Slip(
            id=new_id(),
            player_id=player_id,
            entry_id=ama.entry_id,
            kind=BetKind.SINGLE,
            stake=Points(stakes[n] if stakes else 1),
            legs=(WantedLeg(selections[n % len(selections)], 2500),),
        )
        for n in range(count)
    ]
