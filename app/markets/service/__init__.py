"""What can be done with markets: lock, look, decide, write."""

from app.markets.service.adding import add_market, add_selection, add_usual_markets
from app.markets.service.grading import list_begun_markets, set_gradings
from app.markets.service.prices import (
    add_margin,
    enter_feed,
    enter_margin,
    enter_prices,
    list_prices,
    shorten,
)
from app.markets.service.reading import (
    check_selection,
    find_multiplier,
    get_event,
    get_market,
    get_shown_event,
    get_shown_market,
    list_markets,
)
from app.markets.service.states import (
    change_lock_time,
    change_state,
    suspend_markets,
    suspend_open,
    withdraw_selection,
)

__all__ = [
    "add_margin",
    "add_market",
    "add_selection",
    "add_usual_markets",
    "change_lock_time",
    "change_state",
    "check_selection",
    "enter_feed",
    "enter_margin",
    "enter_prices",
    "find_multiplier",
    "get_event",
    "get_market",
    "get_shown_event",
    "get_shown_market",
    "list_begun_markets",
    "list_markets",
    "list_prices",
    "set_gradings",
    "shorten",
    "suspend_markets",
    "suspend_open",
    "withdraw_selection",
]
