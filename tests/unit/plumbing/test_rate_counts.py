"""Counting requests in one process."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.plumbing.rate_counts import Bucket, Counts, Limit, TooManyRequests, Total

THREE_A_MINUTE = Limit(hits=3, seconds=60)
AMA = Bucket(name="read player ama", limit=THREE_A_MINUTE)
ABU = Bucket(name="read player abu", limit=THREE_A_MINUTE)
NOW = 600.0


def hit(counts: Counts, *buckets: Bucket, times: int = 1, now: float = NOW) -> None:
    for _ in range(times):
        counts.hit(buckets, now=now)


def test_as_many_are_let_in_as_the_limit_says() -> None:
    counts = Counts()
    hit(counts, AMA, times=3)

    with pytest.raises(TooManyRequests) as refusal:
        hit(counts, AMA, now=NOW + 50)

    assert refusal.value.facts == {"retry_after": 10}


def test_the_next_window_begins_afresh() -> None:
    counts = Counts()
    hit(counts, AMA, times=3, now=NOW + 59.9)

    hit(counts, AMA, times=3, now=NOW + 60)


def test_players_are_counted_apart() -> None:
    counts = Counts()
    hit(counts, AMA, times=3)

    hit(counts, ABU, times=3)


def test_a_refused_request_counts_nowhere() -> None:
    counts = Counts()
    hit(counts, AMA, times=3)

    with pytest.raises(TooManyRequests):
        hit(counts, ABU, AMA)

    hit(counts, ABU, times=3)


def test_what_others_counted_counts_here() -> None:
    counts = Counts()
    hit(counts, AMA)
    counts.take_unshared(now=NOW)

    counts.learn([Total(name=AMA.name, ends_at=660, hits=3, allowed=3)])

    with pytest.raises(TooManyRequests):
        hit(counts, AMA)


def test_each_hit_is_told_to_the_others_once() -> None:
    counts = Counts()
    hit(counts, AMA, times=2)

    assert [total.hits for total in counts.take_unshared(now=NOW)] == [2]
    assert counts.take_unshared(now=NOW) == []


def test_what_the_others_could_not_be_told_is_told_later() -> None:
    counts = Counts()
    hit(counts, AMA, times=2)
    taken = counts.take_unshared(now=NOW)
    hit(counts, AMA)

    counts.put_back(taken)

    assert [total.hits for total in counts.take_unshared(now=NOW)] == [3]
    with pytest.raises(TooManyRequests):
        hit(counts, AMA)


def test_past_windows_are_forgotten() -> None:
    counts = Counts()
    hit(counts, AMA)

    counts.take_unshared(now=NOW + 60)

    assert len(counts) == 0


@given(st.lists(st.integers(0, 50), max_size=200))
def test_memory_is_bounded(players: list[int]) -> None:
    counts = Counts(buckets_max=10)
    for player in players:
        hit(counts, Bucket(name=str(player), limit=Limit(hits=1_000, seconds=60)))

    assert len(counts) <= 10
