"""Words that officials' pages show for what programs say otherwise."""

from collections.abc import Mapping

from app.plumbing.languages import sentence

BY_HAND = "By hand, from the officials' pages."

STATUSES: tuple[tuple[str, str], ...] = (
    ("scheduled", sentence("Scheduled")),
    ("live", sentence("Live")),
    ("postponed", sentence("Postponed")),
    ("abandoned", sentence("Abandoned")),
    ("finished", sentence("Finished")),
    ("cancelled", sentence("Cancelled")),
)
STATES: Mapping[str, str] = {
    "draft": sentence("Draft"),
    "open": sentence("Open"),
    "suspended": sentence("Suspended"),
    "closed": sentence("Closed"),
    "settled": sentence("Settled"),
    "void": sentence("Void"),
}
RULING_STATES: Mapping[str, str] = {
    "pending": sentence("Waits to be confirmed"),
    "confirmed": sentence("In force"),
    "refused": sentence("Refused"),
    "overtaken": sentence("Replaced by another"),
}
RULING_KINDS: Mapping[str, str] = {
    "result": sentence("Result"),
    "marks": sentence("Marks of a custom market"),
    "void": sentence("Void or not"),
    "prices": sentence("Prices corrected"),
}
OUTCOMES: Mapping[str, str] = {
    "won": sentence("Won"),
    "lost": sentence("Lost"),
    "void": sentence("Void"),
    "half_won": sentence("Half won"),
    "half_lost": sentence("Half lost"),
    "dead_heat": sentence("Dead heat"),
}
SCHEMES: tuple[tuple[str, str], ...] = (
    ("goals", sentence("Goals, as in football")),
    ("points", sentence("Points in quarters, as in basketball")),
    ("sets", sentence("Sets, as in tennis")),
    ("rounds", sentence("Rounds, as in boxing")),
    ("positions", sentence("Places, as in a race")),
    ("custom", sentence("Otherwise, marked by hand")),
)
KINDS: tuple[tuple[str, str], ...] = (
    ("winner", sentence("Winner")),
    ("handicap", sentence("Handicap")),
    ("total", sentence("Total")),
    ("both_score", sentence("Both score")),
    ("correct_score", sentence("Correct score")),
    ("double_chance", sentence("Double chance")),
    ("draw_no_bet", sentence("Draw no bet")),
    ("odd_even", sentence("Odd or even")),
    ("half_full", sentence("Half time, full time")),
    ("result_and_total", sentence("Result and total")),
    ("place", sentence("Place")),
    ("outright", sentence("Outright")),
    ("custom", sentence("A question of our own")),
)
SOURCES: Mapping[str, str] = {
    "hand": sentence("By hand"),
    "margin": sentence("From probabilities"),
    "feed": sentence("By a feed"),
    "limit": sentence("By an exposure limit"),
    "rule_4": sentence("By Rule 4"),
    "none": sentence("None"),
}
METHODS: tuple[tuple[str, str], ...] = (
    ("multiplicative", sentence("The same share of each price")),
    ("additive", sentence("The same part of each probability")),
    ("power", sentence("More from outsiders, by a power")),
    ("shin", sentence("More from outsiders, by Shin")),
    ("odds_ratio", sentence("More from outsiders, by odds ratio")),
)
RESPONSES: tuple[tuple[str, str], ...] = (
    ("alert", sentence("Tell the officials")),
    ("suspend", sentence("Suspend the markets")),
    ("shorten", sentence("Shorten the prices")),
)
ACTIONS: Mapping[str, str] = {
    "added": sentence("New"),
    "changed": sentence("Changed"),
    "unchanged": sentence("As it is"),
}
PARTS: Mapping[str, str] = {
    "market": sentence("Bets on a market"),
    "pool": sentence("Stakes in a pool"),
    "predictions": sentence("Predictions"),
    "bonus": sentence("Bonus answers"),
}
