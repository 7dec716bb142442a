"""Points that the competition gives by itself: to begin with, and from time to time."""

from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from app.competitions.rules.settings import Every
from app.ledger.rules.transfers import Account, AccountKind, Transfer, TransferKind
from app.plumbing.points import Points


def starting_grant(entry_id: UUID, *, bank: UUID, points: int) -> Transfer:
    return _grant(entry_id, bank, points, reason="to begin with", key=f"start:{entry_id}")


def top_up_grant(entry_id: UUID, *, bank: UUID, points: int, period: date) -> Transfer:
    key = f"top-up:{entry_id}:{period.isoformat()}"
    return _grant(entry_id, bank, points, reason=f"top-up of {period.isoformat()}", key=key)


def period_of(every: Every, now: datetime, *, time_zone: str) -> date:
    """The first day of the period that `now` is in: a day, a week from Monday, a month."""
    today = now.astimezone(ZoneInfo(time_zone)).date()
    match every:
        case Every.DAY:
            return today
        case Every.WEEK:
            return today - timedelta(days=today.weekday())
        case Every.MONTH:
            return today.replace(day=1)


def _grant(entry_id: UUID, bank: UUID, points: int, *, reason: str, key: str) -> Transfer:
    # A key of its own kind, which no admin's grant can have taken before.
    return Transfer(
        kind=TransferKind.GRANT,
        debit=Account(owner=bank, kind=AccountKind.ISSUE),
        credit=Account(owner=entry_id, kind=AccountKind.BALANCE),
        points=Points(points),
        reason=reason,
        key=key,
    )
