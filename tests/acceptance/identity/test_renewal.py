"""A session over time: renewed by one request at a time, changed with its roles, over when over."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import httpx
import psycopg
import pytest

from tests.acceptance.identity.conftest import Place, csrf_of, is_signed_in, send

# After which what nobody waits for has been written, however busy the machine.
NOTED_SECONDS_MAX = 5


@pytest.fixture
def browser(place: Place) -> httpx.Client:
    return place.sign_in(place.join("Ama", "player"))


def renewals(place: Place) -> int:
    return place.world.people.grants.count("refresh_token")


def test_a_fresh_session_asks_the_provider_nothing(place: Place, browser: httpx.Client) -> None:
    assert is_signed_in(browser)
    assert renewals(place) == 0


def test_twenty_requests_at_once_renew_a_session_once(place: Place, browser: httpx.Client) -> None:
    place.make_renewal_due()

    with ThreadPoolExecutor(20) as pool:
        with place.holding_the_sessions():
            asked = [pool.submit(browser.get, "/auth/sessions") for _ in range(20)]
            time.sleep(0.5)
        answers = [each.result() for each in asked]

    assert [answer.status_code for answer in answers] == [200] * 20
    assert renewals(place) == 1


def test_nobody_waits_for_the_one_who_renews(place: Place, browser: httpx.Client) -> None:
    place.world.people.slow_seconds = 2
    place.make_renewal_due()

    with ThreadPoolExecutor(1) as pool:
        renewing = pool.submit(browser.get, "/auth/sessions")
        while renewals(place) == 0:
            time.sleep(0.01)
        assert is_signed_in(browser)
        assert not renewing.done()

    assert renewing.result().status_code == 200


def test_the_rotated_token_is_kept(place: Place, browser: httpx.Client) -> None:
    for _ in range(3):
        place.make_renewal_due()
        assert is_signed_in(browser)

    assert renewals(place) == 3


def test_a_session_that_the_provider_ended_ends(place: Place, browser: httpx.Client) -> None:
    realm = place.world.people.realm
    for session in list(realm.sessions.of_person(place.sessions()[0]["subject"], realm.now)):
        realm.sessions.end(session.id)
    place.make_renewal_due()

    assert not is_signed_in(browser)
    assert place.sessions() == []


def test_while_the_provider_is_away_it_is_asked_twice_a_minute(
    place: Place, browser: httpx.Client
) -> None:
    place.world.people.away = True
    place.make_renewal_due()

    assert all(is_signed_in(browser) for _ in range(5))

    assert renewals(place) == 1
    place.world.people.away = False
    place.make_renewal_due()
    assert is_signed_in(browser)


def test_new_roles_come_with_a_new_session_token(place: Place) -> None:
    ama = place.join("Ama", "player")
    browser = place.sign_in(ama)
    old, form = browser.cookies["pointsbook"], csrf_of(browser)
    place.world.people.give_roles(ama, f"{place.name}/admin")
    place.make_renewal_due()

    home = browser.get("/")

    assert "You are here as admin." in home.text
    assert browser.cookies["pointsbook"] != old
    assert is_signed_in(browser)
    assert place.sessions()[0]["roles"] == ["admin"]
    with place.browser() as holder_of_the_old:
        holder_of_the_old.cookies.set("pointsbook", old, domain=place.host)
        assert not is_signed_in(holder_of_the_old)
    assert browser.post("/auth/sign-out", data={"csrf": form}).status_code == 303


def test_the_same_roles_keep_the_session_token(place: Place, browser: httpx.Client) -> None:
    old = browser.cookies["pointsbook"]
    place.make_renewal_due()

    assert "set-cookie" not in browser.get("/").headers
    assert browser.cookies["pointsbook"] == old


def test_a_slow_renewal_never_undoes_a_sign_out(place: Place) -> None:
    ama = place.join("Ama", "player")
    browser, other = place.sign_in(ama), place.sign_in(ama)
    slow = place.sessions()[0]["id"]
    csrf = csrf_of(other)
    place.change("session", renew_at=f"case id when '{slow}' then now() else renew_at end")
    place.world.people.slow_seconds = 1.0

    with ThreadPoolExecutor(1) as pool:
        late = pool.submit(browser.get, "/auth/sessions")
        while renewals(place) == 0:
            time.sleep(0.01)
        out = other.post(f"/auth/sessions/{slow}/sign-out", data={"csrf": csrf})
        assert out.status_code == 303
        assert late.result().status_code == 303

    assert [row["id"] == slow for row in place.sessions()] == [False]
    realm = place.world.people.realm
    assert len(realm.sessions.of_person(ama.id, realm.now)) == 1


def test_last_seen_is_written_once_a_minute(place: Place, browser: httpx.Client) -> None:
    first = place.sessions()[0]["updated_at"]

    browser.get("/")
    assert place.sessions()[0]["updated_at"] == first

    place.change("session", last_seen_at="now() - interval '61 seconds'")
    browser.get("/")
    # Nobody waits for the note.
    deadline = time.monotonic() + NOTED_SECONDS_MAX
    while (seen := place.sessions()[0])["last_seen_at"] < first:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert seen["last_seen_at"] > seen["updated_at"] - timedelta(seconds=10)


@pytest.mark.parametrize(
    ("column", "age", "lives"),
    [
        ("last_seen_at", "29 minutes", True),
        ("last_seen_at", "30 minutes", False),
        ("created_at", "11 hours 59 minutes", True),
        ("created_at", "12 hours", False),
    ],
)
def test_a_session_s_time_runs_out(
    place: Place, browser: httpx.Client, column: str, age: str, *, lives: bool
) -> None:
    older = f"now() - interval '{age}'"
    expiry = {"expires_at": f"{older} + interval '12 hours'"} if column == "created_at" else {}
    place.change("session", **{column: older} | expiry)

    assert is_signed_in(browser) is lives


def test_expired_sessions_are_swept_at_the_next_sign_in(
    place: Place, browser: httpx.Client
) -> None:
    past = "now() - interval '1 second'"
    place.change("session", expires_at=past)
    browser.get("/auth/sign-in")

    assert place.sessions() == []


def test_a_session_of_another_community_is_none_here(
    elsewhere: Place, browser: httpx.Client
) -> None:
    stranger = elsewhere.browser()
    stranger.cookies.set("pointsbook", browser.cookies["pointsbook"], domain=elsewhere.host)

    assert not is_signed_in(stranger)


def test_signing_out_ends_one_s_own_sessions_alone(place: Place, browser: httpx.Client) -> None:
    kofi = place.sign_in(place.join("Kofi", "player"))

    send(browser, "/auth/sign-out-everywhere")

    assert is_signed_in(kofi)


def test_a_session_sealed_with_a_lost_key_ends(place: Place, browser: httpx.Client) -> None:
    place.change("session", refresh_token_sealed="'sealed with a lost key'")
    place.make_renewal_due()

    assert not is_signed_in(browser)


def test_one_signs_out_of_a_session_sealed_with_a_lost_key(
    place: Place, browser: httpx.Client
) -> None:
    place.change("session", refresh_token_sealed="'sealed with a lost key'")

    answer = send(browser, "/auth/sign-out")

    assert answer.headers["location"] == "/auth/signed-out?provider_away=true"
    assert not is_signed_in(browser)


def test_a_renewal_takes_the_player_before_the_session(place: Place, browser: httpx.Client) -> None:
    """As whoever changes roles does: otherwise the two can wait for each other for ever."""
    place.change("player", roles="'{results}'")
    place.make_renewal_due()

    with ThreadPoolExecutor(1) as pool, place.as_superuser() as superuser:
        superuser.execute("select from player where tenant_id = %s for update", [place.tenant_id])
        renewing = pool.submit(browser.get, "/auth/sessions")
        while renewals(place) == 0 or not waiting_for_locks(superuser):
            time.sleep(0.01)
        superuser.execute(
            "select from session where tenant_id = %s for update nowait", [place.tenant_id]
        )
        superuser.commit()

    assert renewing.result().status_code == 200


def waiting_for_locks(superuser: psycopg.Connection) -> bool:
    query = (
        "select from pg_stat_activity"
        " where datname = current_database() and wait_event_type = 'Lock'"
    )
    return superuser.execute(query).fetchone() is not None
