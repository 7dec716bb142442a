"""What can be done about limits and breaks: lock, look, decide, write."""

from app.limits.service.breaks import (
    exclude_everywhere,
    exclude_oneself,
    list_platform_exclusions,
    take_time_out,
)
from app.limits.service.limits import Overview, change_limit, overview, take_back_raise
from app.limits.service.playing import check_may_play, refuse_in_a_break
from app.limits.service.sittings import change_interval, find_due_check, reality_check, see_check

__all__ = [
    "Overview",
    "change_interval",
    "change_limit",
    "check_may_play",
    "exclude_everywhere",
    "exclude_oneself",
    "find_due_check",
    "list_platform_exclusions",
    "overview",
    "reality_check",
    "refuse_in_a_break",
    "see_check",
    "take_back_raise",
    "take_time_out",
]
