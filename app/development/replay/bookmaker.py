"""What the matches of a replay are thought to become: each is played some hundred times.  Pure."""

from collections.abc import Mapping, Sequence
from random import Random
from uuid import UUID

from app.catalogue.rules.sports import Scheme
from app.development.demo.chances import PLAY, odds_of
from app.development.replay.offers import Offer
from app.markets.rules.grading import grade

PLAYED = 200
# How wrong a bookmaker may be about a team, at most.
MISJUDGED = 0.12
MOVES = 0.06
ODDS_LEAST, ODDS_MOST = 1_010, 200_000


def misjudge(strengths: Sequence[float], random: Random) -> list[float]:
    return [each * random.uniform(1 - MISJUDGED, 1 + MISJUDGED) for each in strengths]


def chances(
    offers: Sequence[Offer], strengths: Sequence[float], random: Random
) -> Mapping[UUID, float]:
    """How likely each selection is to win, between teams as strong as this."""
    results = [PLAY[Scheme.GOALS](strengths, random) for _ in range(PLAYED)]
    found = {}
    for offer in offers:
        for selection in offer.selections:
            outcomes = [grade(offer.question, selection.key, result) for result in results]
            won = sum(float(outcome.win) for outcome in outcomes)
            returned = sum(float(outcome.push) for outcome in outcomes)
            # What never happened may happen still.
            found[selection.id] = (won + 0.5) / (PLAYED - returned + 1)
    return found


def prices(chances: Mapping[UUID, float]) -> Mapping[UUID, int]:
    return {selection: odds_of(chance) for selection, chance in chances.items()}


def moved(odds: int, random: Random) -> int:
    """What a price becomes when people have begun to bet."""
    excess = (odds - 1_000) * random.uniform(1 - MOVES, 1 + MOVES)
    return min(ODDS_MOST, max(ODDS_LEAST, 1_000 + round(excess)))
