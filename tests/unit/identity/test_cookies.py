"""What the cookies say of themselves, over TLS and on a developer's machine."""

from types import SimpleNamespace
from typing import cast

from app.identity.web.cookies import (
    binding_cookie,
    no_session_cookie,
    session_cookie,
    session_cookie_name,
)
from app.plumbing.settings import Settings

TLS = cast("Settings", SimpleNamespace(https=True))
PLAIN = cast("Settings", SimpleNamespace(https=False))


def test_over_tls_no_neighbour_can_plant_our_cookies() -> None:
    for cookie in (session_cookie(TLS, "token"), binding_cookie(TLS, "binding")):
        assert cookie.key.startswith("__Host-pointsbook")
        assert (cookie.secure, cookie.httponly, cookie.samesite) == (True, True, "lax")
        assert (cookie.path, cookie.domain) == ("/", None)


def test_in_development_browsers_would_drop_secure_cookies() -> None:
    assert session_cookie_name(PLAIN) == "pointsbook"
    assert not session_cookie(PLAIN, "token").secure


def test_the_session_cookie_lasts_as_long_as_a_session_may() -> None:
    assert session_cookie(TLS, "token").max_age == 12 * 60 * 60
    assert binding_cookie(TLS, "binding").max_age == 10 * 60


def test_signing_out_removes_the_cookie() -> None:
    gone = no_session_cookie(TLS)

    assert (gone.key, gone.value, gone.max_age) == ("__Host-pointsbook", "", 0)
