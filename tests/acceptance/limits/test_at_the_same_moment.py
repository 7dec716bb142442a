"""Nobody passes a limit by betting in two places, and nobody bets past the start of a break."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.limits.store.locks import ALONE, SHARE
from app.main import build_app
from app.plumbing.ids import new_id
from tests.acceptance.betting.test_rush import Crowd
from tests.acceptance.care import Care
from tests.acceptance.server import Server, listen
from tests.acceptance.world import World

# Long enough for whoever does not wait to be done.
A_WHILE_SECONDS = 1.0
PLAYED = (
    "insert into play_time (player_id, day, minutes, last_minute_at, sitting_began_at)"
    " values (%s, (now() at time zone 'UTC')::date, 30, now(), now())"
)


@pytest.fixture
def second_port(world: World) -> Iterator[int]:
    """Another web process's worth of application: one alone bets in one batch after the other."""
    listener = listen()
    with Server(build_app(world.settings), listener=listener):
        yield listener.getsockname()[1]


def test_a_limit_waits_for_bets_in_flight(care: Care) -> None:
    ama = care.player_id("Ama")

    with ThreadPoolExecutor() as threads:
        with care.game.transaction() as bet:
            bet.execute(SHARE)
            bet.execute(PLAYED, [ama])
            limiting = threads.submit(care.limit, "Ama", "minutes", "day", 40)
            time.sleep(A_WHILE_SECONDS)
            assert not limiting.done()
        limiting.result()

    assert care.answer.json()["used"] == 30


def test_a_bet_waits_for_a_limit_on_its_way(care: Care) -> None:
    care.offer({"Ghana": 2500})
    care.player("Ama", 100)
    ama = care.player_id("Ama")

    with ThreadPoolExecutor() as threads:
        with care.game.transaction() as change:
            change.execute(ALONE, {"communities": [care.tenant_id]})
            change.execute(
                "insert into player_limit (player_id, kind, period, amount, in_force_at,"
                " created_at) values (%s, 'stake', 'day', 40, now(), now())",
                [ama],
            )
            betting = threads.submit(care.bet, "Ama", 41, "Ghana")
            time.sleep(A_WHILE_SECONDS)
            assert not betting.done()
        answer = betting.result()

    assert answer.json()["type"] == "/problems/stake-limit-reached"


def test_a_bet_waits_for_another_bet_of_its_player(care: Care) -> None:
    care.offer({"Ghana": 2500})
    care.player("Ama", 100)
    ama = care.player_id("Ama")
    care.limit("Ama", "minutes", "day", 30)

    with ThreadPoolExecutor() as threads:
        with care.game.transaction() as first:
            first.execute("select from player where id = %s for no key update", [ama])
            first.execute(PLAYED, [ama])
            betting = threads.submit(care.bet, "Ama", 11, "Ghana")
            time.sleep(A_WHILE_SECONDS)
            assert not betting.done()
        answer = betting.result()

    assert (answer.json()["type"], answer.json()["used"]) == ("/problems/time-limit-reached", 30)


def test_two_entries_of_one_player_never_pass_one_limit(care: Care, second_port: int) -> None:
    care.offer({"Ghana": 2500})
    care.player("Ama", points=10_000)
    other = str(care.second_entry("Ama", 10_000))
    care.limit("Ama", "stake", "day", 100)
    slip = care.slip("Ama", 7, "Ghana")
    wishes = [("Ama", new_id(), slip | ({"entry_id": other} if n % 2 else {})) for n in range(60)]

    outcomes = Crowd(care, care.world.port, second_port).outcomes(wishes)

    assert outcomes == {"accepted": 14, "stake-limit-reached": 46}
    assert care.rows("select sum(stake)::bigint from bet") == [(98,)]


def test_a_first_limit_counts_what_was_in_flight(care: Care, second_port: int) -> None:
    care.offer({"Ghana": 2500})
    care.player("Ama", points=10_000)
    other = str(care.second_entry("Ama", 10_000))
    slip = care.slip("Ama", 7, "Ghana")
    wishes = [("Ama", new_id(), slip | ({"entry_id": other} if n % 2 else {})) for n in range(80)]

    with ThreadPoolExecutor() as threads:
        betting = threads.submit(Crowd(care, care.world.port, second_port).send, wishes)
        care.limit("Ama", "stake", "day", 100)
        answers = betting.result()

    # The invariant looks at each bet and the limit that was in force when it was accepted; beside
    # it, once the limit stood, no more than it allows was added.
    [[before]] = care.rows(
        "select coalesce(sum(stake), 0)::bigint from bet"
        " where accepted_at < (select created_at from player_limit)"
    )
    [[all_stakes]] = care.rows("select sum(stake)::bigint from bet")
    assert all_stakes == max(before, 98)
    assert Counter(answer.is_success for answer in answers)[True] == all_stakes // 7


def test_no_bet_stands_that_was_accepted_in_a_break(care: Care) -> None:
    care.offer({"Ghana": 2500})
    care.player("Ama", points=10_000)
    slip = care.slip("Ama", 1, "Ghana")
    wishes = [("Ama", new_id(), slip) for _ in range(80)]

    with ThreadPoolExecutor() as threads:
        betting = threads.submit(asyncio.run, Crowd(care).send_all(wishes))
        care.ask("Ama", "POST", "/api/limits/time-out", {"hours": 24})
        answers = betting.result()

    [[late]] = care.rows(
        "select count(*) from bet where accepted_at >= (select starts_at from exclusion)"
    )
    [[placed]] = care.rows("select count(*) from bet")
    assert (late, placed) == (0, sum(answer.is_success for answer in answers))
    assert care.bet("Ama", 1, "Ghana").json()["type"] == "/problems/taking-a-break"
