"""Days, weeks and months, as the community's calendar has them."""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Period(StrEnum):
    """Calendar days, weeks from Monday and months, in the community's time zone."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    def begins(self, today: date) -> date:
        match self:
            case Period.DAY:
                return today
            case Period.WEEK:
                return today - timedelta(days=today.weekday())
            case Period.MONTH:
                return today.replace(day=1)

    def next_begins(self, today: date) -> date:
        begins = self.begins(today)
        match self:
            case Period.DAY:
                return begins + timedelta(days=1)
            case Period.WEEK:
                return begins + timedelta(days=7)
            case Period.MONTH:
                return (begins + timedelta(days=31)).replace(day=1)

    def resets_at(self, today: date, time_zone: str) -> datetime:
        """The moment at which counting begins anew."""
        midnight = datetime.combine(self.next_begins(today), time.min, tzinfo=ZoneInfo(time_zone))
        return midnight.astimezone(UTC)


def later_by_months(moment: datetime, months: int, time_zone: str) -> datetime:
    """The same day and time so many months on, or the first of the next where there is none."""
    local = moment.astimezone(ZoneInfo(time_zone))
    years, month = divmod(local.month - 1 + months, 12)
    year = local.year + years
    try:
        later = local.replace(year=year, month=month + 1)
    except ValueError:
        later = local.replace(year=year, month=month + 2, day=1)
    return later.astimezone(UTC)
