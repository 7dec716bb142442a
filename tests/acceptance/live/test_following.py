"""Streams as browsers hold them, over real sockets."""

import time
from uuid import UUID

import httpx
import pytest

from app.tenants.rules import PLATFORM_ID
from tests.acceptance.game import Game, Market
from tests.acceptance.live.conftest import Stand
from tests.acceptance.live.following import Page

PRICE = """
    with changed as (
        update selection set odds = %(odds)s, odds_version = odds_version + 1 where id = %(id)s
        returning *
    )
    insert into price (selection_id, version, odds, source, author)
    select id, odds_version, odds, 'hand', 'test' from changed
"""


def test_another_price_is_heard(stand: Stand) -> None:
    market = stand.round.offer({"Ghana": 2500, "Mali": 3000})

    with stand.page("Ama", event(market)) as page:
        stand.round.game.price(market.selections["1"], 2600)

        hear_odds(page, market, 2600, 3000)


def test_a_community_hears_shared_prices_as_it_offers_them(stand: Stand) -> None:
    platform = Game(stand.world.database, PLATFORM_ID)
    event_id = platform.event(sport="multiplied")
    market = platform.market(event_id, {"1": 2000})
    dearer = Stand(stand.world)
    dearer.round.game.configure(event_id, odds_multiplier=500)

    with stand.page("Ama", event(market)) as plain, dearer.page("Esi", event(market)) as here:
        platform.price(market.selections["1"], 3000)

        hear_odds(plain, market, 3000)
        hear_odds(here, market, 2000)

        dearer.round.game.configure(event_id, odds_multiplier=250)
        hear_odds(here, market, 1500)
    assert [each.data for each in plain.heard("odds") if odds_of(each.data) == [1500]] == []


def test_what_one_community_suspends_stays_open_next_door(stand: Stand) -> None:
    platform = Game(stand.world.database, PLATFORM_ID)
    market = platform.market(platform.event(sport="suspended"), {"1": 2000})
    strict = Stand(stand.world)

    with stand.page("Ama", event(market)) as plain, strict.page("Esi", event(market)) as here:
        strict.round.change(
            "insert into market_config (market_tenant_id, market_id, suspended)"
            " values (%s, %s, true)",
            PLATFORM_ID,
            market.id,
        )

        here.hear("market", market_id=str(market.id), state="suspended")
        platform.price(market.selections["1"], 2100)
        hear_odds(plain, market, 2100)
    assert plain.heard("market") == []


def test_markets_and_events_tell_of_their_state(stand: Stand) -> None:
    market = stand.round.offer({"Ghana": 2500})

    with stand.page("Ama", event(market)) as page:
        stand.round.change(
            "update market set state = 'suspended', version = version + 1 where id = %s", market.id
        )
        page.hear("market", market_id=str(market.id), state="suspended", version=2)

        stand.round.change(
            "update event set status = 'live', score = %s, version = version + 1 where id = %s",
            '{"now": {"1": 1, "2": 0}}',
            market.event_id,
        )
        heard = page.hear("event", event_id=str(market.event_id), status="live")
    assert heard.data["score"] == {"now": {"1": 1, "2": 0}}


def test_what_commits_late_is_not_skipped(stand: Stand) -> None:
    early, late = stand.round.offer({"Ghana": 2500}), stand.round.offer({"Mali": 3000})
    with stand.page("Ama", event(early), event(late)) as page:
        with stand.round.game.transaction() as begun_first:
            begun_first.execute(PRICE, {"odds": 2600, "id": early.selections["1"]})
            stand.round.game.price(late.selections["1"], 3100)
            hear_odds(page, late, 3100)
            still_unknown = page.heard("odds")
        hear_odds(page, early, 2600)
    assert 2600 not in [odds for each in still_unknown for odds in odds_of(each.data)]


def test_a_page_that_was_away_hears_what_it_missed(stand: Stand) -> None:
    market, other = stand.round.offer({"Ghana": 2500}), stand.round.offer({"Mali": 3000})
    topics = event(market), event(other)
    with stand.page("Ama", *topics) as page:
        stand.round.game.price(market.selections["1"], 2600)
        hear_odds(page, market, 2600)
        last_id = page.last_id

    stand.round.game.price(market.selections["1"], 2700)
    stand.round.game.price(other.selections["1"], 3100)
    time.sleep(0.3)

    with stand.page("Ama", *topics, last_id=last_id) as page:
        hear_odds(page, market, 2700)
        hear_odds(page, other, 3100)
        assert page.heard("again") == []


@pytest.mark.parametrize("last_id", ["1", "999999999999999999"])
def test_a_page_that_was_away_for_too_long_starts_again(stand: Stand, last_id: str) -> None:
    market = stand.round.offer({"Ghana": 2500})

    with stand.page("Ama", event(market), last_id=last_id) as page:
        page.hear("again")


def test_a_bet_is_heard_on_the_other_pages_of_its_player(stand: Stand) -> None:
    stand.round.offer({"Ghana": 2500})
    stand.round.player("Ama", 100)
    stand.round.player("Esi", 100)

    with stand.page("Ama", "me") as own, stand.page("Esi", "me") as others:
        own.hear("balance", balance=100)
        others.hear("balance", balance=100)

        stand.round.bet("Ama", 40, "Ghana")

        own.hear("balance", balance=60, entry_id=str(stand.round.player("Ama").entry_id))
        own.hear("bets")
        stand.round.give("Esi", 5)
        others.hear("balance", balance=105)
    assert (others.heard("balance"), others.heard("bets")) == ([], [])


def test_what_was_settled_is_heard_by_those_it_concerns(stand: Stand) -> None:
    ours, theirs = (stand.round.player(who, 100).entry_id for who in ("Ama", "Esi"))

    with stand.page("Ama", "me") as page:
        stand.round.change(
            "insert into change (kind, subjects) values ('bets', %s::uuid[])", [ours, theirs]
        )

        page.hear("bets", entry_id=str(ours))
    assert page.heard("bets") == []


def test_a_competition_tells_of_its_leaderboard_and_announcements(stand: Stand) -> None:
    competition_id = stand.round.competition_id
    stand.round.change(
        "insert into board (id, competition_id, ranked_by, bets_min) values (%s, %s, '{}', 1)",
        competition_id,
        competition_id,
    )

    with stand.page("Ama", f"competition:{competition_id}") as page:
        stand.round.change("update board set version = 1 where id = %s", competition_id)
        page.hear("leaderboard", competition_id=str(competition_id), version=1)

        stand.round.change(
            "insert into announcement (competition_id, kind, facts) values (%s, 'changed', '{}')",
            competition_id,
        )
        page.hear("announcement", competition_id=str(competition_id), kind="changed")


def test_a_burst_is_heard_four_times_a_second(stand: Stand) -> None:
    market = stand.round.offer({"Ghana": 2500})
    time.sleep(0.4)

    with stand.page("Ama", event(market)) as page:
        hear_odds(page, market, 2500)
        began = time.monotonic()
        for number in range(1, 61):
            stand.round.game.price(market.selections["1"], 2500 + number)
        hear_odds(page, market, 2560, keep=True)
        seconds = time.monotonic() - began

    assert len(page.heard("odds")) <= 2 + 4 * seconds


def test_pages_hear_how_many_follow_the_same(stand: Stand) -> None:
    market = stand.round.offer({"Ghana": 2500})

    with stand.page("Ama", event(market)) as page, stand.page("Ama", event(market)):
        page.hear("presence", topic=event(market), watching=1)
        with stand.page("Esi", event(market)):
            page.hear("presence", topic=event(market), watching=2)


def test_a_page_says_when_to_come_back(stand: Stand) -> None:
    market = stand.round.offer({"Ghana": 2500})

    with stand.page("Ama", event(market)) as page:
        page.await_mark()

    assert 1000 <= page.retry_ms < 4000


@pytest.mark.parametrize(
    ("topics", "status", "problem"),
    [
        ("", 400, "topic-unknown"),
        ("everything", 400, "topic-unknown"),
        ("event:1", 400, "topic-unknown"),
        (f"me:{UUID(int=9)}", 400, "topic-unknown"),
        (f"event:{UUID(int=9)}", 404, "no-such-topic"),
        (",".join(f"event:{UUID(int=n)}" for n in range(21)), 400, "too-many-topics"),
    ],
)
def test_what_cannot_be_followed(stand: Stand, topics: str, status: int, problem: str) -> None:
    answer = ask(stand, "Ama", topics)

    assert answer.status_code == status, answer.text
    assert answer.json()["type"] == f"/problems/{problem}"


def test_nobody_follows_what_is_next_door(stand: Stand) -> None:
    next_door = Stand(stand.world)
    market = next_door.round.offer({"Ghana": 2500})

    theirs = (event(market), f"competition:{next_door.round.competition_id}")

    assert [ask(stand, "Ama", topic).status_code for topic in theirs] == [404, 404]


def test_players_do_not_follow_what_they_are_not_shown(stand: Stand) -> None:
    draft = stand.round.game.competition([], state="draft")
    hidden = stand.round.event()
    stand.round.game.configure(hidden, hidden=True)

    topics = (f"competition:{draft}", f"event:{hidden}")

    assert [ask(stand, "Ama", topic).status_code for topic in topics] == [404, 404]


def test_a_suspended_player_hears_no_more(stand: Stand) -> None:
    market = stand.round.offer({"Ghana": 2500})

    with stand.page("Ama", event(market)) as page, stand.page("Esi", event(market)) as other:
        stand.round.change(
            "update player set suspended_at = now(), suspension_reason = 'a test',"
            " roles = '{}' where subject = %s",
            stand.round.player("Ama").person.id,
        )
        began = time.monotonic()
        page.await_end()

        assert time.monotonic() - began < 2
        assert not other.over


def test_a_stream_ends_with_its_session(stand: Stand) -> None:
    market = stand.round.offer({"Ghana": 2500})
    with stand.session_page("Ama", event(market)) as page:
        stand.round.change("delete from session")

        page.await_end()


def test_an_idle_session_ends_its_stream(stand: Stand) -> None:
    market = stand.round.offer({"Ghana": 2500})
    stand.sign_in("Ama")
    stand.round.change("update session set last_seen_at = now() - interval '29 minutes 58 seconds'")
    stand.world.forget_people()

    with stand.session_page("Ama", event(market)) as page:
        stand.round.change("update session set last_seen_at = now() - interval '31 minutes'")
        page.await_end()


def event(market: Market) -> str:
    return f"event:{market.event_id}"


def odds_of(data: dict[str, list[dict[str, int]]]) -> list[int]:
    return [each["odds"] for each in data["selections"]]


def hear_odds(page: Page, market: Market, *odds: int, keep: bool = False) -> None:
    page.hear(
        "odds",
        lambda data: odds_of(data) == list(odds),
        keep=keep,
        market_id=str(market.id),
    )


def ask(stand: Stand, who: str, topics: str) -> httpx.Response:
    return stand.round.send(who, "GET", f"/live?topics={topics}")
