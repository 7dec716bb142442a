"""Refusals over HTTP (RFC 9457).  The only place where the domain's no gets a status code."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import psycopg
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.response import Template
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.plumbing import refusals
from app.plumbing.refusals import Invalid, Refusal, Unavailable
from app.plumbing.telemetry.requests import route_template

log = structlog.get_logger()

STATUS = {
    refusals.Invalid: HTTPStatus.BAD_REQUEST,
    refusals.NotSignedIn: HTTPStatus.UNAUTHORIZED,
    refusals.Forbidden: HTTPStatus.FORBIDDEN,
    refusals.Missing: HTTPStatus.NOT_FOUND,
    refusals.Conflict: HTTPStatus.CONFLICT,
    refusals.Stale: HTTPStatus.PRECONDITION_FAILED,
    refusals.TooMany: HTTPStatus.TOO_MANY_REQUESTS,
    refusals.Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
}

# What Litestar itself refuses, in words for people.
HTTP_PROBLEMS = {
    HTTPStatus.BAD_REQUEST: "Something in this request is missing or not right.",
    HTTPStatus.NOT_FOUND: "There is nothing at this address.",
    HTTPStatus.METHOD_NOT_ALLOWED: "That cannot be done at this address.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "This is more than we take at once.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "We cannot read what was sent in this format.",
}

RETRY_AFTER_SECONDS = 2

# Some messages end in the value that was refused, or in the path of the request.
VALUE = re.compile(
    r"(?:(?<=Invalid value)|(?<=Invalid enum value)) .*"
    r"|(?<=Invalid content-length): .*| for path /.*",
    re.DOTALL,
)


# All that Litestar says of a request without the body that its handler asks for.
NOTHING_SENT = "'data'"


class TextImpossible(Invalid):
    """Text cannot contain the sign U+0000."""


class DatabaseAway(Unavailable):
    """The database does not answer.  Nothing was changed; please try again in a moment."""


def slug_of(kind: type[Refusal]) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", kind.__name__).lower()


def title_of_status(status: HTTPStatus) -> str:
    return HTTP_PROBLEMS.get(status, status.phrase)


def slug_of_status(status: HTTPStatus) -> str:
    return status.phrase.lower().replace(" ", "-")


def status_of(kind: type[Refusal]) -> HTTPStatus:
    return next(STATUS[ancestor] for ancestor in kind.__mro__ if ancestor in STATUS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    slug: str
    title: str
    status: HTTPStatus


BROKEN = Problem(
    slug="internal-error",
    title="Something broke on our side.  We have noted it.",
    status=HTTPStatus.INTERNAL_SERVER_ERROR,
)


def catalogue() -> list[Problem]:
    """Every problem that can be answered, by name."""
    ours = [
        Problem(slug=slug_of(kind), title=kind.__doc__ or "", status=status_of(kind))
        for kind in descendants(Refusal)
    ]
    http = [
        Problem(slug=slug_of_status(status), title=title_of_status(status), status=status)
        for status in HTTP_PROBLEMS
    ]
    return sorted([*ours, *http, BROKEN], key=lambda problem: problem.slug)


def descendants(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for child in kind.__subclasses__():
        yield child
        yield from descendants(child)


def refuse(request: Request[Any, Any, Any], refusal: Refusal) -> Response[Any]:
    kind = type(refusal)
    status = status_of(kind)
    headers = {}
    if status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
        headers["Retry-After"] = str(refusal.facts.get("retry_after", RETRY_AFTER_SECONDS))
    return _answer(
        request,
        slug=slug_of(kind),
        title=str(refusal),
        status=status,
        facts=refusal.facts,
        headers=headers,
    )


def problem_of(refusal: Refusal) -> dict[str, object]:
    """As it is answered in JSON, for where it is only told."""
    kind = type(refusal)
    problem = _problem(slug_of(kind), str(refusal), status_of(kind))
    return with_mistakes(refusal.facts) | problem


def refuse_http(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """Litestar's own refusals: no such route, wrong method, a body that does not parse."""
    status = HTTPStatus(error.status_code)
    facts: dict[str, object] = {}
    if status is HTTPStatus.BAD_REQUEST:
        facts["errors"] = [_as_sent(request, one) for one in errors_of(error)]
    return _answer(
        request,
        slug=slug_of_status(status),
        title=title_of_status(status),
        status=status,
        facts=facts,
        headers=dict(error.headers or {}),
    )


def errors_of(error: HTTPException) -> list[dict[str, str]]:
    """Where the input is wrong and why, without repeating what was sent."""
    found = error.extra if isinstance(error.extra, list) else [{"message": error.detail}]
    return [
        {
            "path": "" if one.get("key") == "data" else one.get("key", ""),
            "message": VALUE.sub("", one["message"]),
        }
        for one in found
    ]


def _as_sent(request: Request[Any, Any, Any], mistake: dict[str, str]) -> dict[str, str]:
    """Named as in the address: a handler may call `from` otherwise."""
    if mistake["message"] == NOTHING_SENT:
        return {"path": "", "message": "This needs a body"}
    if "route_handler" not in request.scope:
        return mistake
    handler = request.scope["route_handler"]
    for asker in (handler, *handler.resolve_dependencies().values()):
        field = asker.parsed_fn_signature.parameters.get(mistake["path"])
        if name := field and getattr(field.kwarg_definition, "name", None):
            return mistake | {"path": name}
    return mistake


def refuse_database(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """A database that is away is no bug of ours: say so, and say when to come back."""
    if _holds_nul(error):
        return refuse(request, TextImpossible())
    if isinstance(error, DBAPIError) and not isinstance(error, OperationalError | InterfaceError):
        return crash(request, error)
    log.warning("database unavailable", error=type(error).__name__)
    return refuse(request, DatabaseAway())


def _holds_nul(error: Exception) -> bool:
    """PostgreSQL keeps no such text, whatever the field; psycopg says so before it sends it."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return isinstance(cause, psycopg.DataError) and "NUL (0x00)" in str(cause)


def crash(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    log.error("request failed", exc_info=error, route=route_template(request.scope))
    return _answer(
        request,
        slug=BROKEN.slug,
        title=BROKEN.title,
        status=BROKEN.status,
        facts={},
        headers={},
    )


def _answer(
    request: Request[Any, Any, Any],
    *,
    slug: str,
    title: str,
    status: HTTPStatus,
    facts: dict[str, object],
    headers: dict[str, str],
) -> Response[Any]:
    problem = _problem(slug, title, status)
    if wants_html(request):
        fragment = "hx-request" in request.headers
        return Template(
            "problem_fragment.html" if fragment else "problem.html",
            context={"problem": problem, "facts": facts},
            status_code=status,
            headers=headers,
        )
    return Response(
        with_mistakes(facts) | problem,
        status_code=status,
        headers=headers,
        media_type="application/problem+json",
    )


def _problem(slug: str, title: str, status: HTTPStatus) -> dict[str, object]:
    return {"type": f"/problems/{slug}", "title": title, "status": int(status)}


def with_mistakes(facts: dict[str, object]) -> dict[str, object]:
    """With mistakes in the one shape that programs read, whatever forms need."""
    match facts.get("errors"):
        case dict() as by_field:
            mistakes = [{"path": path, "message": why} for path, why in by_field.items()]
        case [str(), *_] as sentences:
            mistakes = [{"path": "", "message": why} for why in sentences]
        case _:
            return facts
    return facts | {"errors": mistakes}


def wants_html(request: Request[Any, Any, Any]) -> bool:
    """Programs talk to /api and /health; everything else is read by people."""
    machine = request.url.path.startswith(
        ("/api/", "/health/", "/metrics", "/csp-reports", "/auth/backchannel")
    )
    return not machine and "application/json" not in request.headers.get("accept", "")


HANDLERS: dict[int | type[Exception], Any] = {
    Refusal: refuse,
    HTTPException: refuse_http,
    DBAPIError: refuse_database,
    psycopg.OperationalError: refuse_database,
    PoolTimeout: refuse_database,
    Exception: crash,
}
