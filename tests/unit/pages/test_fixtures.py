"""Events in a list: by day, with one score, and as many prices as there is room for."""

from datetime import UTC, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from app.catalogue.rules.events import EventStatus
from app.markets.rules.odds import Odds
from app.pages.rules.fixtures import EventSeen, PriceSeen, by_day, score_of, shortened


def event(day: int, hour: int) -> EventSeen:
    starts_at = datetime(2026, 6, day, hour, tzinfo=UTC)
    return EventSeen(
        id=uuid4(),
        competition_id=uuid4(),
        competition="World Cup",
        name="Ghana v Mali",
        sport="Football",
        league=None,
        round=None,
        starts_at=starts_at,
        locks_at=starts_at,
        status=EventStatus.SCHEDULED,
        sides=("Ghana", "Mali"),
        score=None,
        clock=None,
        predicted=None,
        bets=0,
    )


def price(odds: int | None) -> PriceSeen:
    return PriceSeen(
        selection_id=uuid4(), key="1", name="Ghana", odds=None if odds is None else Odds(odds)
    )


@pytest.mark.parametrize(
    ("zone", "sizes"), [("UTC", [2, 1]), ("Europe/Berlin", [1, 2]), ("America/New_York", [3])]
)
def test_a_day_is_the_readers(zone: str, sizes: list[int]) -> None:
    events = [event(11, 16), event(11, 23), event(12, 1)]

    days = by_day(events, ZoneInfo(zone))

    assert [len(day.events) for day in days] == sizes


@pytest.mark.parametrize(
    ("scores", "shown"),
    [
        ({"full_time": {"1": 2, "2": 1}, "half_time": {"1": 1, "2": 0}}, (2, 1)),
        ({"half_time": {"1": 1, "2": 0}}, (1, 0)),
        ({"set_1": {"1": 6, "2": 4}, "set_2": {"1": 3, "2": 2}}, (3, 2)),
        ({}, None),
    ],
)
def test_one_score_is_shown(scores: dict[str, object], shown: tuple[int, int] | None) -> None:
    assert score_of({"scores": scores, "clock": "40'"}, 2) == shown


def test_without_a_result_there_is_no_score() -> None:
    assert score_of(None, 2) is None


def test_of_many_prices_the_favourites_are_shown() -> None:
    prices = [price(odds) for odds in (9_000, None, 2_000, 4_000, 3_000)]

    assert [each.odds for each in shortened(prices)] == [2_000, 3_000, 4_000]


def test_few_prices_keep_their_order() -> None:
    prices = [price(odds) for odds in (3_000, None, 2_000)]

    assert shortened(prices) == prices
