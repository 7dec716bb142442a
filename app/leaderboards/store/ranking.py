"""Ranking in PostgreSQL, as `rules.ranking` does it: the best first, shared ranks, gaps after."""

from collections.abc import Sequence

from app.competitions.rules.settings import Standing

# Whoever has no value for a measure, such as a yield of too few bets, comes last and has no rank.
ORDER = {
    Standing.NET_WORTH: "net_worth desc",
    Standing.NET_POINTS: "net_points desc",
    Standing.ROI: "roi desc nulls last",
    Standing.WIN_RATE: "win_rate desc nulls last",
    Standing.PREDICTION_POINTS: "prediction_points desc",
    Standing.EXACT_PREDICTIONS: "exact_predictions desc",
    Standing.STREAK: "streak desc",
    Standing.BEST_STREAK: "best_streak desc",
    Standing.EARLIEST_ENTRY: "joined_at",
}
# What a standing says, whatever it is made of; rates are in ten-thousandths, rounded down.
VALUES = """
    player_id, entry_id, outside, joined_at, given, given + paid - staked as net_worth,
    paid - staked as net_points, bets, staked, paid, won, lost,
    case when bets >= :bets_min and staked > 0
         then floor((paid - staked)::numeric * 10000 / staked)::bigint end as roi,
    case when won + lost > 0 then won * 10000 / (won + lost) end as win_rate,
    prediction_points, exact_predictions, streak, best_streak
"""
COLUMNS = (
    "player_id", "entry_id", "outside", "joined_at", "given", "net_worth", "net_points", "bets",
    "staked", "paid", "won", "lost", "roi", "win_rate", "prediction_points", "exact_predictions",
    "streak", "best_streak",
)  # fmt: skip


def ranked(source: str, order: Sequence[Standing]) -> str:
    """The rows of a query that has all COLUMNS, each with its place and rank.

    Equals by all of the order share a rank; they are shown by who came first.
    """
    keys = ", ".join(ORDER[measure] for measure in order)
    takes_part = f"(outside is null and {_value(order[0])} is not null)"
    return f"""
        select r.*, row_number() over (order by {keys}, joined_at, player_id) as place,
               case when {takes_part} then rank() over (partition by {takes_part} order by {keys})
               end as rank
        from ({source}) as r
    """  # noqa: S608 - our own words


def _value(measure: Standing) -> str:
    return ORDER[measure].partition(" ")[0]
