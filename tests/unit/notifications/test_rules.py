"""What people may be told, when it is tried again, and when they are reminded."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.notifications.rules.kinds import (
    NAMES,
    TOPICS,
    Channel,
    Kind,
    may_choose,
    path_of,
    usual,
)
from app.notifications.rules.letters import address_of, choose_host, message_id
from app.notifications.rules.retrying import LONGEST_WAIT, TRIES_MAX, wait_after
from app.plumbing.ids import new_id
from app.predictions.rules.reminding import NOTICE, remind_until

TEMPLATES = Path("app/templates/notifications/told")
ACCRA, TOKYO = ZoneInfo("Africa/Accra"), ZoneInfo("Asia/Tokyo")
NOON = datetime(2026, 6, 11, 12, 0, tzinfo=UTC)


def test_each_topic_has_its_words_and_each_kind_its_name_and_topic() -> None:
    assert {file.stem for file in TEMPLATES.glob("*.html")} == TOPICS.keys()
    assert NAMES.keys() == set(Kind) == {topic.kind for topic in TOPICS.values()}


def test_a_message_leads_to_what_it_is_about() -> None:
    competition_id = new_id()

    path = path_of("season.ended", {"competition_id": competition_id, "rank": 1})

    assert path == f"/competitions/{competition_id}/leaderboard"


def test_everything_is_told_on_the_page_unless_somebody_says_no() -> None:
    assert all(usual(kind, Channel.PAGE) for kind in Kind)
    assert usual(Kind.SECURITY, Channel.MAIL)
    assert not usual(Kind.BETS, Channel.MAIL)
    assert [kind for kind in Kind if not may_choose(kind)] == [Kind.SECURITY]


def test_waits_grow_to_two_days_in_all_and_then_end() -> None:
    waits = [wait_after(tries) for tries in range(1, TRIES_MAX)]

    assert waits[:3] == [timedelta(minutes=1), timedelta(minutes=4), timedelta(minutes=16)]
    assert waits[-1] == LONGEST_WAIT
    total = sum((wait for wait in waits if wait), timedelta(0))
    assert timedelta(days=1) < total < timedelta(days=3)
    assert wait_after(TRIES_MAX) is None


def test_a_mail_keeps_its_name_and_leads_to_its_own_community() -> None:
    one = new_id()

    assert message_id(one, "no-reply@play.example") == f"<{one}@play.example>"
    assert address_of("http://localhost:8000", "demo.localhost") == "http://demo.localhost:8000"
    assert address_of("https://play.example", "demo.play.example") == "https://demo.play.example"


@pytest.mark.parametrize(
    ("hosts", "chosen"),
    [
        (["127.0.0.1", "demo.localhost", "localhost"], "localhost"),
        (["bets.club.example", "demo.localhost"], "demo.localhost"),
        (["bets.club.example"], "bets.club.example"),
    ],
    ids=["ours", "usual", "own"],
)
def test_a_mail_names_the_host_that_people_know(hosts: list[str], chosen: str) -> None:
    assert choose_host(hosts, public_url="http://localhost:8000", usual="demo.localhost") == chosen


@pytest.mark.parametrize(
    ("local", "until"),
    [
        ("07:59", None),
        ("08:00", "11:00"),
        ("20:59", "23:59"),
        ("21:00", "11:00 the next day"),
        ("21:59", "11:00 the next day"),
        ("22:00", None),
    ],
)
def test_reminders_go_by_the_clock_on_the_wall(local: str, until: str | None) -> None:
    hour, minute = map(int, local.split(":"))
    now = datetime(2026, 6, 11, hour, minute, tzinfo=TOKYO)

    latest = remind_until(now.astimezone(UTC), TOKYO)

    if until is None:
        assert latest is None
    else:
        day = 12 if "next" in until else 11
        hour, minute = map(int, until.split()[0].split(":"))
        assert latest == datetime(2026, 6, day, hour, minute, tzinfo=TOKYO)


@given(st.integers(0, 24 * 60 - 1))
def test_whatever_locks_by_night_is_told_the_evening_before(minutes: int) -> None:
    """Looked after every ten minutes, each lock is told of at least three hours ahead, or at 21."""
    lock = NOON + timedelta(days=1, minutes=minutes)
    looks = [NOON + timedelta(minutes=10 * look) for look in range(6 * 48)]

    first = next(look for look in looks if (latest := remind_until(look, ACCRA)) and latest >= lock)

    assert first.hour in range(8, 22)
    assert NOTICE - timedelta(minutes=10) < lock - first <= timedelta(hours=14)
