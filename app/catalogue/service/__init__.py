"""What can be done with the catalogue: lock, look, decide, write."""

from app.catalogue.service.configs import change_event_config, hide_sport
from app.catalogue.service.events import (
    add_event,
    change_event,
    change_status,
    find_time_zone,
    get_event,
    get_known_event,
    list_events,
    tick,
)
from app.catalogue.service.holding import (
    hold_catalogue,
    hold_events,
    hold_visible,
    lock_markets,
)
from app.catalogue.service.importing import apply_import, preview_import
from app.catalogue.service.leagues import (
    add_league,
    add_participant,
    change_league,
    change_participant,
    get_league,
    get_participants,
    list_leagues,
    list_participants,
)
from app.catalogue.service.results import add_result, conclude_event, list_results
from app.catalogue.service.sports import add_sport, change_sport, get_sport, list_sports

__all__ = [
    "add_event",
    "add_league",
    "add_participant",
    "add_result",
    "add_sport",
    "apply_import",
    "change_event",
    "change_event_config",
    "change_league",
    "change_participant",
    "change_sport",
    "change_status",
    "conclude_event",
    "find_time_zone",
    "get_event",
    "get_known_event",
    "get_league",
    "get_participants",
    "get_sport",
    "hide_sport",
    "hold_catalogue",
    "hold_events",
    "hold_visible",
    "list_events",
    "list_leagues",
    "list_participants",
    "list_results",
    "list_sports",
    "lock_markets",
    "preview_import",
    "tick",
]
