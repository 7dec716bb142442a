"""A World Cup that never was is one all the same."""

from collections import Counter
from itertools import pairwise

from app.development.replay.dice import dice
from app.development.replay.generating import generate

CUP = generate(dice(7))


def test_the_same_seed_makes_the_same_cup() -> None:
    assert generate(dice(7)) == CUP
    assert generate(dice(8)) != CUP


def test_everybody_of_a_group_meets_once() -> None:
    met = Counter(frozenset(m.teams) for m in CUP.matches if m.round == "Group C")

    assert len(met) == 6
    assert set(met.values()) == {1}


def test_half_of_those_who_are_left_go_out_in_each_round() -> None:
    rounds = Counter(match.round for match in CUP.matches)

    assert len(CUP.teams) == 32
    assert [rounds[name] for name in ("Round of 16", "Quarter-finals", "Semi-finals")] == [8, 4, 2]


def test_the_finalists_won_their_semi_finals() -> None:
    winners = set()
    for match in CUP.matches:
        if match.round == "Semi-finals":
            first, second = list(match.scores.values())[-1]
            winners.add(match.teams[first < second])

    assert set(CUP.matches[-1].teams) == winners


def test_no_knock_out_match_ends_in_a_draw() -> None:
    for match in (match for match in CUP.matches if not match.round.startswith("Group")):
        first, second = list(match.scores.values())[-1]
        assert first != second, match


def test_nobody_has_fewer_goals_than_before() -> None:
    for match in CUP.matches:
        scores = [
            match.scores[p] for p in ("half_time", "full_time", "extra_time") if p in match.scores
        ]
        assert all(a <= b and c <= d for (a, c), (b, d) in pairwise(scores)), match


def test_matches_are_in_order() -> None:
    kick_offs = [match.kick_off for match in CUP.matches]

    assert kick_offs == sorted(set(kick_offs))
