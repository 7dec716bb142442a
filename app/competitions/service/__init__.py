"""What can be done with competitions, entries and private leagues: lock, look, decide, write."""

from app.competitions.service.codes import new_code
from app.competitions.service.competitions import (
    announce,
    change_competition,
    copy_competition,
    create_competition,
    get_competition,
    get_shown,
    hold_competition,
    list_announcements,
    list_competitions,
    renew_code,
    set_state,
)
from app.competitions.service.entries import (
    approve,
    ask_to_join,
    exclude,
    find_entry_of,
    get_entry,
    get_named,
    invite,
    let_return,
    list_entries,
    mark_bot,
    refuse,
    withdraw,
)
from app.competitions.service.events import (
    add_event,
    add_league,
    announce_ruling,
    list_events,
    remove_event,
)
from app.competitions.service.points import check_not_own, names_of
from app.competitions.service.top_ups import top_up

__all__ = [
    "add_event",
    "add_league",
    "announce",
    "announce_ruling",
    "approve",
    "ask_to_join",
    "change_competition",
    "check_not_own",
    "copy_competition",
    "create_competition",
    "exclude",
    "find_entry_of",
    "get_competition",
    "get_entry",
    "get_named",
    "get_shown",
    "hold_competition",
    "invite",
    "let_return",
    "list_announcements",
    "list_competitions",
    "list_entries",
    "list_events",
    "mark_bot",
    "names_of",
    "new_code",
    "refuse",
    "remove_event",
    "renew_code",
    "set_state",
    "top_up",
    "withdraw",
]
