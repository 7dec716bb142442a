"""The rules of signing in and of sessions, one test a rule."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.identity.rules.sign_in import (
    IDLE_LIFE,
    SESSION_LIFE,
    ForeignRequest,
    PageTooOld,
    Session,
    SignInExpired,
    challenge_of,
    check_csrf,
    check_same_origin,
    device_of,
    local_path,
    name_state,
    roles_of,
    tenant_of_state,
)
from app.plumbing.actors import Role

NOON = datetime(2026, 6, 11, 12, 0, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
TENANT = UUID(int=7)
OURS = "https://demo.pointsbook.example"
SESSION = Session(
    tenant_id=TENANT,
    id=UUID(int=1),
    token_hash=b"t" * 32,
    subject="ama",
    provider_session="sid",
    name="Ama Mensah",
    roles=frozenset({Role.PLAYER}),
    refresh_token_sealed=b"sealed",
    renew_at=NOON + timedelta(minutes=5),
    csrf_secret=b"s" * 32,
    user_agent="",
    address="203.0.113.7",
    last_seen_at=NOON,
    expires_at=NOON + SESSION_LIFE,
    created_at=NOON,
)


def test_roles_come_from_the_groups_of_this_community_alone() -> None:
    groups = ["/communities/demo/admin", "/communities/demo/player", "/communities/other/results"]

    assert roles_of(groups, [], subdomain="demo") == {Role.ADMIN, Role.PLAYER}


@pytest.mark.parametrize(
    "group",
    [
        "/communities/demo",
        "/communities/demo/superadmin",
        "/communities/demo/admin/admin",
        "/communities/demo/Admin",
        "communities/demo/admin",
        "/communities/demo2/admin",
        "/other/communities/demo/admin",
        "",
    ],
)
def test_no_other_group_gives_a_role(group: str) -> None:
    assert roles_of([group], [], subdomain="demo") == frozenset()


def test_superadmin_is_a_role_of_the_realm() -> None:
    assert roles_of([], ["superadmin", "admin"], subdomain="demo") == {Role.SUPERADMIN}


@pytest.mark.parametrize("path", ["/", "/a", "/a/b?c=d&e=%2F%2Fevil.example", "/a#b", "/a//b"])
def test_a_path_of_ours_is_returned_to(path: str) -> None:
    assert local_path(path) == path


OPEN_REDIRECTS = [
    "",
    "evil.example",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/ /evil.example",
    "https://evil.example",
    "https:evil.example",
    "HTTPS://evil.example/",
    "http:/\\evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "?next=//evil.example",
    "/\x00/evil.example",
    "/\u2215evil.example",
    "/\uff0fevil.example",
    "/%5Cevil\\.example",
    "/a\r\nSet-Cookie: pointsbook=x",
    "/" + "a" * 2000,
]


@pytest.mark.parametrize("text", OPEN_REDIRECTS)
def test_whatever_leads_elsewhere_leads_home(text: str) -> None:
    assert local_path(text) == "/"


@given(st.text())
def test_a_return_path_never_names_a_host(text: str) -> None:
    path = local_path(text)

    assert path.startswith("/")
    assert not path.startswith(("//", "/\\"))
    assert path.isascii()
    assert path.isprintable()


def test_a_state_names_its_community() -> None:
    assert tenant_of_state(name_state(TENANT, "secret")) == TENANT


@pytest.mark.parametrize("state", ["", "x", f"{TENANT.hex}", f"{TENANT.hex}.", ".secret", "x.y"])
def test_a_state_we_did_not_make_is_refused(state: str) -> None:
    with pytest.raises(SignInExpired):
        tenant_of_state(state)


def test_the_challenge_is_that_of_the_standard() -> None:
    # RFC 7636, appendix B.
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"

    assert challenge_of(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


@pytest.mark.parametrize(
    ("origin", "fetch_site"),
    [(None, None), (OURS, "same-origin"), (OURS, None), (None, "none"), (None, "same-origin")],
)
def test_our_own_pages_may_send(origin: str | None, fetch_site: str | None) -> None:
    check_same_origin(ours=OURS, origin=origin, fetch_site=fetch_site)


@pytest.mark.parametrize(
    ("origin", "fetch_site"),
    [
        ("https://evil.example", None),
        ("https://other.pointsbook.example", None),
        ("http://demo.pointsbook.example", None),
        (f"{OURS}:8443", None),
        (f"{OURS}.evil.example", None),
        ("null", None),
        ("", None),
        (None, "cross-site"),
        (None, "same-site"),
        (OURS, "cross-site"),
        (OURS, "anything new"),
        ("https://evil.example", "same-origin"),
    ],
)
def test_other_sites_may_not(origin: str | None, fetch_site: str | None) -> None:
    with pytest.raises(ForeignRequest):
        check_same_origin(ours=OURS, origin=origin, fetch_site=fetch_site)


def test_a_session_knows_its_own_csrf_token() -> None:
    check_csrf(SESSION, SESSION.csrf_token)


@pytest.mark.parametrize(
    "other",
    [
        replace(SESSION, id=UUID(int=2)),
        replace(SESSION, csrf_secret=b"x" * 32),
    ],
)
def test_no_other_session_s_token_passes(other: Session) -> None:
    with pytest.raises(PageTooOld):
        check_csrf(SESSION, other.csrf_token)


@pytest.mark.parametrize("sent", ["", "x", "é", SESSION.csrf_token.upper()])
def test_nothing_else_passes_for_a_csrf_token(sent: str) -> None:
    with pytest.raises(PageTooOld):
        check_csrf(SESSION, sent)


def test_a_session_outlives_a_role_change_with_its_forms() -> None:
    changed = replace(SESSION, token_hash=b"n" * 32, roles=frozenset({Role.ADMIN}))

    assert changed.csrf_token == SESSION.csrf_token


def test_a_session_sleeps_after_half_an_hour_unused() -> None:
    assert not SESSION.is_over(NOON + IDLE_LIFE - MOMENT)
    assert SESSION.is_over(NOON + IDLE_LIFE)


def test_a_session_ends_after_twelve_hours_however_busy() -> None:
    end = NOON + timedelta(hours=12)
    busy = replace(SESSION, last_seen_at=end)

    assert not busy.is_over(end - MOMENT)
    assert busy.is_over(end)


def test_a_session_does_not_show_its_secrets() -> None:
    assert all(text not in repr(SESSION) for text in ("ssss", "tttt", "sealed", "Mensah"))


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox on Linux",
        ),
        (
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari on iPhone",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge on Windows",
        ),
        ("python-httpx/0.28", "Some program"),
        ("", "Some program"),
    ],
)
def test_people_recognise_their_devices(user_agent: str, device: str) -> None:
    assert device_of(user_agent) == device
