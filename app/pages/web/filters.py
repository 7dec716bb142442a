"""What templates of the game say in the reader's way."""

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from app.identity.rules.players import OddsFormat
from app.markets.rules.odds import Odds, write_price
from app.pages.rules.bets import BET_RESULTS, TRANSFERS, word_of
from app.pages.rules.playing import PERIODS
from app.pages.rules.slips import NAMES
from app.pages.rules.telling import Told, tell
from app.pages.rules.wording import OUTCOMES, STATES, STATUSES
from app.plumbing.templating import reader_in


@pass_context
def odds(context: Context, odds: int | None) -> Markup:
    """As the player likes prices; the number beside it is what changes live."""
    if odds is None:
        return Markup("&ndash;")
    player = context["request"].scope["state"].get("player")
    style = OddsFormat(player.odds_format) if player else OddsFormat.DECIMAL
    return Markup('<data class="odds" value="{}">{}</data>').format(
        odds, write_price(Odds(odds), style)
    )


@pass_context
def told(context: Context, what: Told) -> str:
    return tell(what, reader_in(context))


FILTERS = {"odds": odds, "told": told}

# What templates of bets and events call things.
WORDS = {
    "names": NAMES,
    "states": STATES,
    "statuses": dict(STATUSES),
    "periods": PERIODS,
    "outcomes": OUTCOMES,
    "results": BET_RESULTS,
    "transfers": TRANSFERS,
    "word_of": word_of,
}
