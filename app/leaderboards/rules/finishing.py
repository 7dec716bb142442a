"""When a season may end, and what is paid then."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.competitions.rules.competitions import IN_THE_MAKING, Competition, CompetitionState
from app.leaderboards.rules.prizes import Prize
from app.ledger.rules.transfers import Account, AccountKind, Transfer, TransferKind
from app.plumbing.points import Points
from app.plumbing.refusals import Conflict


class SeasonNotBegun(Conflict):
    """This competition has not begun, so there is nothing to end."""


class BetsOpen(Conflict):
    """Some bets of this competition are still open.  Settle or void their events first."""


class RunsGoOn(Conflict):
    """Bets of this competition are being settled at this moment.  Please wait for that."""


class SeasonNotOver(Conflict):
    """This competition lasts longer.  To end it now, please say why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remaining:
    """What keeps a season from ending."""

    bets: int
    runs: int


def check_may_finish(
    competition: Competition, remaining: Remaining, *, reason: str | None, now: datetime
) -> None:
    if competition.state in IN_THE_MAKING:
        raise SeasonNotBegun(state=competition.state)
    if remaining.runs:
        raise RunsGoOn(runs=remaining.runs)
    if remaining.bets:
        raise BetsOpen(bets=remaining.bets)
    early = competition.state is CompetitionState.RUNNING and now < competition.ends_at
    if early and not (reason or "").strip():
        raise SeasonNotOver(ends_at=competition.ends_at)


def prize_transfer(prize: Prize[UUID], *, bank: UUID) -> Transfer:
    """Out of the issue, and once: the key says whose it is."""
    return Transfer(
        kind=TransferKind.GRANT,
        debit=Account(owner=bank, kind=AccountKind.ISSUE),
        credit=Account(owner=prize.who, kind=AccountKind.BALANCE),
        points=Points(prize.points),
        reference=bank,
        reason=f"Prize for rank {prize.rank}",
        key=f"prize:{prize.who}",
    )
