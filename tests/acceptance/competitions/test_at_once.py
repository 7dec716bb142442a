"""What happens to competitions and entries at the very same moment."""

import time
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import psycopg
import pytest

from app.competitions.service import remove_event
from app.plumbing.access import Actor, Role, Via
from app.predictions.rules.predicting import Wish
from app.predictions.rules.scoring import Score
from app.predictions.service import predict
from tests.acceptance.competitions.club import Club
from tests.acceptance.uncommitted import uncommitted

LOCK_ENTRY = "select from entry where id = %s for no key update"
LOCK_BALANCE = "select from account where owner = %s and kind = 'balance' for update nowait"
FINISH = "update competition set state = 'finished' where id = %s"
WAITING = """
    select count(*) from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'
"""


def superuser(club: Club) -> psycopg.Connection:
    return psycopg.connect(club.world.database.url("postgres").reveal())


def wait_for_somebody_to_wait(club: Club) -> None:
    for _ in range(200):
        if club.sql(WAITING) != [(0,)]:
            return
        time.sleep(0.05)
    pytest.fail("nobody waits")


def test_an_exclusion_waits_for_a_top_up_without_holding_the_points_it_needs(club: Club) -> None:
    club.make("World Cup")
    entry_id = UUID(club.join("Ama", "World Cup").json()["id"])

    with ThreadPoolExecutor(1) as pool, superuser(club) as top_up:
        top_up.execute(LOCK_ENTRY, [entry_id])
        excluding = pool.submit(
            club.ask, "Efua", f"POST /api/entries/{entry_id}/exclude", {"reason": "a test"}
        )
        wait_for_somebody_to_wait(club)
        top_up.execute(LOCK_BALANCE, [entry_id])
        top_up.commit()

    assert excluding.result().json()["state"] == "excluded"


def test_the_last_room_for_a_competition_is_given_once(club: Club) -> None:
    club.sql(
        "update tenant set settings = jsonb_build_object('limits',"
        " jsonb_build_object('competitions', 1)) where id = %s",
        club.tenant_id,
    )
    club.person("Efua")
    outlines = [club.outline(f"Cup {number}") for number in range(8)]

    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(lambda outline: club.ask("Efua", "POST /api/competitions", outline), outlines)
        )

    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7


def test_whoever_joins_as_it_finishes_waits_for_that_and_is_refused(club: Club) -> None:
    competition_id = club.make("World Cup")
    club.person("Ama")

    with ThreadPoolExecutor(1) as pool, superuser(club) as finishing:
        finishing.execute(FINISH, [competition_id])
        joining = pool.submit(club.join, "Ama", "World Cup")
        wait_for_somebody_to_wait(club)
        finishing.commit()

    assert joining.result().json()["type"] == "/problems/not-running"


def test_whoever_joins_while_settings_change_gets_what_one_version_says(club: Club) -> None:
    club.make("World Cup", starting_points=500)
    players = [f"Player{number}" for number in range(8)]
    for who in players:
        club.person(who)

    with ThreadPoolExecutor(9) as pool:
        joining = [pool.submit(club.join, who, "World Cup") for who in players]
        changing = pool.submit(club.change, "World Cup", settings={"starting_points": 700})
        assert changing.result().is_success
        assert {answer.result().status_code for answer in joining} == {201}

    # The invariants compare each entry with the version that it names.
    assert {club.balance(who, "World Cup") for who in players} <= {500, 700}


def test_two_who_want_the_same_name_at_once_get_it_once(club: Club) -> None:
    club.make("World Cup")
    players = ["Ama", "Kofi", "Esi", "Yao"]
    for who in players:
        club.join(who, "World Cup")
    body = {"competition_id": club.competitions["World Cup"], "name": "Friends"}

    with ThreadPoolExecutor(4) as pool:
        answers = list(
            pool.map(lambda who: club.ask(who, "POST /api/private-leagues", body), players)
        )

    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


@pytest.fixture
def match(club: Club) -> UUID:
    """An event that "World Cup", in which Ama plays, is played on."""
    club.make("World Cup")
    club.join("Ama", "World Cup")
    event_id = club.game.event()
    club.must("Efua", f"PUT {club.path('World Cup')}/events/{event_id}")
    return event_id


def test_removing_an_event_waits_for_a_prediction_in_flight_and_is_refused(
    club: Club, match: UUID
) -> None:
    entry_id, player_id = (UUID(club.entry("Ama", "World Cup")[key]) for key in ("id", "player_id"))
    wish = Wish(event_id=match, score=Score(first=2, second=1))

    with ThreadPoolExecutor(1) as pool:
        with uncommitted(
            club.world, club.tenant_id, lambda tx: predict(tx, entry_id, wish, player_id=player_id)
        ):
            removing = pool.submit(
                club.ask, "Efua", f"DELETE {club.path('World Cup')}/events/{match}"
            )
            wait_for_somebody_to_wait(club)
        answer = removing.result()

    assert answer.json()["type"] == "/problems/event-has-bets"


def test_a_prediction_waits_for_an_event_to_be_removed_and_is_refused(
    club: Club, match: UUID
) -> None:
    competition_id = UUID(club.competitions["World Cup"])
    efua = Actor(
        tenant_id=club.tenant_id,
        subject="efua",
        roles=frozenset({Role.ADMIN}),
        via=Via.SESSION,
        address="127.0.0.1",
    )
    path = f"/api/entries/{club.entry('Ama', 'World Cup')['id']}/predictions/{match}"

    with ThreadPoolExecutor(1) as pool:
        with uncommitted(
            club.world, club.tenant_id, lambda tx: remove_event(tx, competition_id, match, by=efua)
        ):
            predicting = pool.submit(club.ask, "Ama", f"PUT {path}", {"first": 2, "second": 1})
            wait_for_somebody_to_wait(club)
        answer = predicting.result()

    assert answer.json()["type"] == "/problems/not-played-on"
