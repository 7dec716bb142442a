"""What is followed, what is said, and when."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

import pytest

from app.live.rules.changes import Change, Memory, News, Pace
from app.live.rules.messages import BetsUpdate, PresenceUpdate, Said, mark
from app.live.rules.topics import (
    About,
    TooManyTopics,
    Topic,
    TopicUnknown,
    parse_topics,
)
from app.tenants.rules import PLATFORM_ID

AMA, EVENT, HERE, NEXT_DOOR = (UUID(int=n) for n in range(1, 5))
NOW = datetime(2026, 6, 11, 15, 0, tzinfo=UTC)


def change(xid: int, *subjects: int, kind: str = "odds", **facts: object) -> Change:
    return Change(
        tenant_id=HERE,
        kind=kind,
        topic_id=EVENT if kind == "odds" else None,
        subjects=tuple(UUID(int=n) for n in subjects),
        facts=facts,
        xid=xid,
        at=NOW,
    )


def news(watching: int, *, xid: int = 1, tenant_id: UUID = HERE, subject: int = 1) -> News:
    return News(
        tenant_id=tenant_id,
        topic=Topic(About.EVENT, EVENT),
        subject=UUID(int=subject),
        xid=xid,
        at=NOW,
        said=said(watching),
    )


def said(watching: int) -> Said:
    return Said(PresenceUpdate(topic="event", watching=watching))


def watching(said: Iterable[Said]) -> list[int]:
    return [json.loads(each.text)["watching"] for each in said]


def test_topics_are_events_competitions_and_oneself() -> None:
    topics = parse_topics(f"event:{EVENT},competition:{HERE},me", player_id=AMA)

    assert topics == {
        Topic(About.EVENT, EVENT),
        Topic(About.COMPETITION, HERE),
        Topic(About.ME, AMA),
    }


@pytest.mark.parametrize("text", ["", ",", "you", "event", "event:", "event:x", f"me:{AMA}"])
def test_other_words_are_no_topics(text: str) -> None:
    with pytest.raises(TopicUnknown):
        parse_topics(text, player_id=AMA)


def test_who_is_no_player_hears_of_the_rest() -> None:
    topics = parse_topics(f"me,event:{EVENT}", player_id=None)

    assert topics == {Topic(About.EVENT, EVENT)}


def test_twenty_topics_are_enough() -> None:
    events = [f"event:{UUID(int=n)}" for n in range(21)]

    assert len(parse_topics(",".join(events[1:]), player_id=AMA)) == 20
    with pytest.raises(TooManyTopics):
        parse_topics(",".join(events), player_id=AMA)


def test_browsers_and_programs_get_the_same_words() -> None:
    bets = Said(BetsUpdate(competition_id=HERE, entry_id=AMA))

    event, number, data = bets.chunk(17).strip().split("\n")

    assert (event, number, data) == ("event: bets", "id: 17", f"data: {bets.text}")
    assert json.loads(bets.text) == {
        "type": "bets_update",
        "competition_id": str(HERE),
        "entry_id": str(AMA),
    }


def test_a_mark_says_nothing_but_the_position() -> None:
    assert mark(17) == "id: 17\n\n"


def test_an_isolated_change_is_due_at_once() -> None:
    pace = Pace()
    pace.add([change(5, 1)])

    [due] = pace.take_due(now=100.0)

    assert due.subjects == {"odds": {UUID(int=1)}}
    assert pace.take_due(now=100.0) == []


def test_a_burst_is_due_together_a_quarter_of_a_second_later() -> None:
    pace = Pace()
    pace.add([change(5, 1)])
    pace.take_due(now=100.0)

    pace.add([change(7, 1), change(6, 2)])

    assert pace.take_due(now=100.24) == []
    assert pace.oldest == 6
    [due] = pace.take_due(now=100.25)
    assert (due.subjects["odds"], due.xid_first, due.xid_last) == ({UUID(int=1), UUID(int=2)}, 6, 7)
    assert pace.oldest is None


def test_of_facts_the_newest_counts_and_truths_stay() -> None:
    pace = Pace()
    pace.add(
        [
            change(2, 1, kind="balance", of_bets=False, version=2),
            change(1, 2, kind="balance", of_bets=True, version=1),
        ]
    )

    [due] = pace.take_due(now=100.0)

    assert due.facts == {"balance": {"of_bets": True, "version": 2}}


def test_what_could_not_be_said_is_said_later() -> None:
    pace = Pace()
    pace.add([change(5, 1)])

    pace.put_back(pace.take_due(now=100.0))

    assert pace.oldest == 5
    assert len(pace.take_due(now=101.0)) == 1


def test_who_comes_back_hears_the_newest_of_each_thing() -> None:
    memory = Memory()
    memory.keep([news(1, xid=5), news(2, xid=6, subject=2)], now=100.0)
    memory.keep([news(3, xid=7)], now=101.0)
    topic = Topic(About.EVENT, EVENT)

    assert watching(memory.since(topic, HERE, 5)) == [2, 3]
    assert watching(memory.since(topic, HERE, 7)) == [3]
    assert watching(memory.since(topic, HERE, 8)) == []
    assert watching(memory.since(Topic(About.EVENT, HERE), HERE, 5)) == []


def test_who_has_just_come_hears_what_their_page_may_have_missed() -> None:
    memory = Memory()
    memory.keep([news(1, subject=1)], now=100.0)
    memory.keep([news(2, subject=2)], now=129.0)

    assert watching(memory.lately(Topic(About.EVENT, EVENT), HERE, now=131.0)) == [2]


def test_memory_says_from_where_on_it_is_whole() -> None:
    memory = Memory()
    memory.keep([news(1, xid=5)], now=100.0)
    memory.keep([news(2, xid=9, subject=2)], now=150.0)

    memory.forget(now=219.0)
    assert memory.floor == 0

    memory.forget(now=220.0)
    assert memory.floor == 6
    assert watching(memory.since(Topic(About.EVENT, EVENT), HERE, 6)) == [2]


def test_what_is_the_platforms_is_for_all() -> None:
    assert news(1, tenant_id=PLATFORM_ID).is_for(NEXT_DOOR)
    assert news(1, tenant_id=HERE).is_for(HERE)
    assert not news(1, tenant_id=HERE).is_for(NEXT_DOOR)
