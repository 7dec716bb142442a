"""Where everybody stands after a replay, worked out anew: from bets and true scores alone.

By hand, and knowing nothing of how Pointsbook grades, pays or ranks.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import comb, prod
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import namedtuple_row

from app.development.replay.matches import Match, Schedule

BETS = """
    select b.id, p.display_name as player, b.kind, b.fold, b.stake, b.state, b.payout, b.pool_id
    from bet b
    join player p on p.tenant_id = b.tenant_id and p.id = b.player_id
"""
LEGS = """
    select l.bet_id, l.selection_id, l.market_id, l.odds, s.key, m.kind, m.period,
           e.name as event,
           exists (
               select from ruling r
               where r.market_id = m.id and r.kind = 'void' and r.state = 'confirmed'
           ) as void
    from leg l
    join selection s on s.id = l.selection_id
    join market m on m.id = l.market_id
    join event e on e.id = l.event_id
    order by l.bet_id, l.number
"""
PREDICTIONS = """
    select p.display_name as player, t.first_score, t.second_score, t.joker, e.name as event
    from prediction t
    join entry n on n.tenant_id = t.tenant_id and n.id = t.entry_id
    join player p on p.tenant_id = n.tenant_id and p.id = n.player_id
    join event e on e.id = t.event_id
"""
TAKEOUT = Fraction(50, 1000)
SMALLEST_FOLD = {"trixie": 2, "patent": 1, "yankee": 2, "lucky_15": 1}
CASHED_OUT, SETTLED = "cashed_out", "settled"


@dataclass(frozen=True)
class Truth:
    """What was played, by the match's name, and what is in the database."""

    matches: Mapping[str, Match]
    bets: list[Any]
    legs: Mapping[UUID, list[Any]]

    @classmethod
    def of(cls, platform: psycopg.Connection, schedule: Schedule) -> "Truth":
        cursor = platform.cursor(row_factory=namedtuple_row)
        legs: dict[UUID, list[Any]] = defaultdict(list)
        found: list[Any] = cursor.execute(LEGS).fetchall()
        for leg in found:
            legs[leg.bet_id].append(leg)
        bets = cursor.execute(BETS).fetchall()
        return cls({match.name: match for match in schedule.matches}, bets, legs)

    def net_points(self) -> Counter[str]:
        net: Counter[str] = Counter()
        for bet in self.bets:
            if bet.state == CASHED_OUT:
                net[bet.player] += bet.payout - bet.stake
            elif bet.state == SETTLED:
                net[bet.player] += self.payout(bet) - bet.stake
        return net

    def payout(self, bet: Any) -> int:  # noqa: ANN401 - a row
        if bet.pool_id:
            return self.from_pool(bet)
        legs = self.legs[bet.id]
        smallest = SMALLEST_FOLD.get(bet.kind, bet.fold or len(legs))
        largest = len(legs) if bet.kind in SMALLEST_FOLD else smallest
        folds = range(smallest, largest + 1)
        unit = Fraction(bet.stake, sum(comb(len(legs), fold) for fold in folds))
        found = [self.multiplier(leg) for leg in legs]
        lines = (line for fold in folds for line in combinations(found, fold))
        return int(sum((unit * prod(line) for line in lines), Fraction()))

    def multiplier(self, leg: Any) -> Fraction:  # noqa: ANN401 - a row
        if leg.void:
            return Fraction(1)
        won = wins(leg, self.matches[leg.event])
        return Fraction(1) if won is None else Fraction(leg.odds, 1000) * won

    def from_pool(self, bet: Any) -> int:  # noqa: ANN401 - a row
        """The winners share what is left after the takeout, and lose nothing."""
        stakes: dict[UUID, int] = {
            each.id: each.stake for each in self.bets if each.pool_id == bet.pool_id
        }
        winning = {bet_id for bet_id in stakes if self.is_right(bet_id)}
        if not winning:
            return int(bet.stake)
        if bet.id not in winning:
            return 0
        left = int(sum(stakes.values()) * (1 - TAKEOUT))
        shared = sum(stakes[bet_id] for bet_id in winning)
        return max(stakes[bet.id], stakes[bet.id] * left // shared)

    def is_right(self, bet_id: UUID) -> bool:
        [leg] = self.legs[bet_id]
        return bool(wins(leg, self.matches[leg.event]))


def wins(leg: Any, match: Match) -> bool | None:  # noqa: ANN401 - a row
    """Whether that came true; None where the stake is given back."""
    key: str = leg.key
    first, second = match.scores["full_time"]
    if leg.kind == "draw_no_bet" and first == second:
        return None
    if leg.kind == "handicap":
        # One goal less for the first.
        lead = first - 1 - second if key == "1" else second - first + 1
        return None if lead == 0 else lead > 0
    if leg.kind == "double_chance":
        return ahead(first, second) in key.split("_or_")
    return dict(right_answers(match))[leg.kind, leg.period] == key


def right_answers(match: Match) -> Iterator[tuple[tuple[str, str], str]]:
    first, second = match.scores["full_time"]
    half, full = (ahead(*match.scores[period]) for period in ("half_time", "full_time"))
    many = "over" if first + second > 2 else "under"
    yield ("winner", "first_half"), half
    for kind, key in {
        "winner": full,
        "draw_no_bet": full,
        "half_full": f"{half}/{full}",
        "total": many,
        "result_and_total": f"{full}/{many}",
        "both_score": "yes" if first and second else "no",
        "odd_even": "odd" if (first + second) % 2 else "even",
        "correct_score": f"{first}-{second}" if max(first, second) < 4 else "any_other",
    }.items():
        yield (kind, "full_time"), key


def ahead(first: int, second: int) -> str:
    return "draw" if first == second else "1" if first > second else "2"


def prediction_points(platform: psycopg.Connection, schedule: Schedule) -> Counter[str]:
    """4 for the score, 3 for the difference, 2 for the tendency, twice with a joker."""
    matches = {match.name: match for match in schedule.matches}
    points: Counter[str] = Counter()
    tips: list[Any] = platform.cursor(row_factory=namedtuple_row).execute(PREDICTIONS).fetchall()
    for tip in tips:
        first, second = matches[tip.event].scores["full_time"]
        told = tip.first_score, tip.second_score
        if told == (first, second):
            earned = 4
        elif ahead(*told) != ahead(first, second):
            earned = 0
        elif first != second and told[0] - told[1] == first - second:
            earned = 3
        else:
            earned = 2
        points[tip.player] += earned * (2 if tip.joker else 1)
    return points


def bonus_points(platform: psycopg.Connection, right: str) -> Counter[str]:
    """10 for whoever knew who would win the last match."""
    query = """
        select p.display_name from bonus_answer a
        join entry n on n.tenant_id = a.tenant_id and n.id = a.entry_id
        join player p on p.tenant_id = n.tenant_id and p.id = n.player_id
        where a.answer = %s
    """
    return Counter({player: 10 for (player,) in platform.execute(query, [right])})
