"""The two cookies: a browser's session, and the binding of a sign-in to the browser it began in."""

from litestar.datastructures import Cookie

from app.identity.rules.sign_in import ATTEMPT_LIFE, SESSION_LIFE
from app.plumbing.settings import Settings


def session_cookie_name(settings: Settings) -> str:
    return _name("pointsbook", settings)


def binding_cookie_name(settings: Settings) -> str:
    return _name("pointsbook-sign-in", settings)


def session_cookie(settings: Settings, token: str) -> Cookie:
    life = int(SESSION_LIFE.total_seconds())
    return _cookie(session_cookie_name(settings), token, life, settings)


def binding_cookie(settings: Settings, binding: str) -> Cookie:
    life = int(ATTEMPT_LIFE.total_seconds())
    return _cookie(binding_cookie_name(settings), binding, life, settings)


def no_session_cookie(settings: Settings) -> Cookie:
    return _cookie(session_cookie_name(settings), "", 0, settings)


def _name(name: str, settings: Settings) -> str:
    # Browsers accept the prefix from this very host over TLS alone, so no neighbour can plant one.
    return f"__Host-{name}" if settings.https else name


def _cookie(name: str, value: str, life: int, settings: Settings) -> Cookie:
    return Cookie(
        key=name,
        value=value,
        max_age=life,
        path="/",
        secure=settings.https,
        httponly=True,
        samesite="lax",
    )
