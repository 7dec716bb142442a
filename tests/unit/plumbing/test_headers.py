"""What browsers are told, and what their reports become."""

import asyncio
import json
from typing import Any

import pytest
from litestar.types import Message, Receive, Scope, Send

from app.plumbing.headers import (
    SecurityHeaders,
    content_security_policy,
    reported_directives,
    security_headers,
)
from app.plumbing.settings import Settings

ENVIRON = {
    "POINTSBOOK_DATABASE_URL": "postgresql://app@/p",
    "POINTSBOOK_PLATFORM_DATABASE_URL": "postgresql://platform@/p",
    "POINTSBOOK_PUBLIC_URL": "https://play.example.org",
    "POINTSBOOK_KEYCLOAK_URL": "http://keycloak:8080/auth",
    "POINTSBOOK_KEYCLOAK_WEB_SECRET": "x",
    "POINTSBOOK_KEYCLOAK_SERVICE_SECRET": "x",
    "POINTSBOOK_ENVIRONMENT": "test",
    "POINTSBOOK_FIELD_KEYS": "x:" + "A" * 43 + "=",
}


def settings(**others: str) -> Settings:
    return Settings.read(ENVIRON | {f"POINTSBOOK_{k.upper()}": v for k, v in others.items()})


def test_forms_may_lead_to_keycloak_as_browsers_know_it() -> None:
    assert "form-action 'self' http://keycloak:8080;" in content_security_policy(settings())

    seen = settings(keycloak_public_url="https://id.example.org/auth")
    assert "form-action 'self' https://id.example.org;" in content_security_policy(seen)


def test_nothing_inline_and_nothing_from_elsewhere() -> None:
    policy = content_security_policy(settings())
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert "*" not in policy


def test_only_https_promises_https() -> None:
    def names(public_url: str) -> set[bytes]:
        return {name for name, _ in security_headers(settings(public_url=public_url))}

    assert b"strict-transport-security" in names("https://play.example.org")
    assert b"strict-transport-security" not in names("http://localhost:8000")


@pytest.mark.parametrize(
    ("user", "own", "told"),
    [
        (object(), None, [b"no-store"]),
        (object(), b"max-age=9", [b"max-age=9"]),
        (None, None, []),
    ],
)
def test_pages_of_people_who_signed_in_are_not_kept(
    user: object, own: bytes | None, told: list[bytes]
) -> None:
    sent: list[Any] = []

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        headers = [(b"cache-control", own)] if own else []
        await send({"type": "http.response.start", "status": 200, "headers": headers})

    async def receive() -> Any:  # noqa: ANN401 - never called
        raise AssertionError

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Any = {"type": "http", "user": user}
    asyncio.run(SecurityHeaders(app, settings())(scope, receive, send))

    assert [value for name, value in sent[0]["headers"] if name == b"cache-control"] == told


@pytest.mark.parametrize(
    ("report", "directives"),
    [
        ({"csp-report": {"violated-directive": "img-src 'self'"}}, ["img-src"]),
        ([{"type": "csp-violation", "body": {"effectiveDirective": "script-src-elem"}}] * 2,
         ["script-src-elem"] * 2),
        ({"csp-report": {"effective-directive": "<made up>"}}, ["other"]),
        ({"csp-report": {"effective-directive": 7}}, ["other"]),
        ("nonsense", ["malformed"]),
    ],
)  # fmt: skip
def test_reports_become_few_words(report: object, directives: list[str]) -> None:
    assert reported_directives(json.dumps(report).encode()) == directives
