"""What the routes of the API say of themselves: names, guards, bodies and answers."""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from litestar import Litestar, Response
from litestar.handlers import HTTPRouteHandler
from litestar.response import Stream
from litestar.routes import HTTPRoute
from litestar.typing import FieldDefinition

from app.plumbing import access
from app.plumbing.access import Role

PREFIX = "/api/"
PLATFORM = "/api/platform/"
SHARED = "Of what all communities share."
# The first sentence, and what follows it.
SENTENCES = re.compile(r"(.+?)\.(?:\s+(.*))?", re.DOTALL)
# Whoever these guards let in has one of the roles; `signed_in` asks for none.
ROLES: dict[access.Guard, tuple[Role, ...]] = {
    access.signed_in: (),
    access.players: (Role.PLAYER,),
    access.scorers: (Role.RESULTS,),
    access.admins: (Role.ADMIN,),
    access.superadmins: (Role.SUPERADMIN,),
    access.role_holders: tuple(Role),
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Operation:
    """One method of one route.  `bodies` and `answer` are types, `file` a body that is none."""

    method: str
    route: HTTPRoute
    handler: HTTPRouteHandler
    bodies: tuple[Any, ...]
    file: dict[str, str]
    answer: Any
    tagged: bool

    @property
    def feature(self) -> str:
        return str(self.handler.fn.__module__.split(".")[1])

    @property
    def address(self) -> str:
        return f"{self.method.upper()} {self.route.path_format}"

    @property
    def id(self) -> str:
        """As its controller and handler are named: `BetsApi.place` is `bets_place`."""
        controller, _, name = self.handler.fn.__qualname__.rpartition(".")
        of = snake(re.sub("(Api|Controller)$", "", controller)) or self.feature
        # The platform's own controllers inherit their handlers.
        shared = self.route.path.startswith(PLATFORM)
        return f"platform_{of}_{name}" if shared else f"{of}_{name}"

    @property
    def summary(self) -> str:
        return self._sentences()[0]

    @property
    def description(self) -> str:
        whose = SHARED if self.route.path.startswith(PLATFORM) else ""
        return f"{whose}  {self._sentences()[1]}".strip()

    def _sentences(self) -> tuple[str, str]:
        text = " ".join((self.handler.fn.__doc__ or "").split())
        found = SENTENCES.fullmatch(text)
        return (found[1], found[2] or "") if found else (text, "")

    @property
    def roles(self) -> tuple[Role, ...] | None:
        """The roles of which one is needed; None where anyone may ask."""
        found = [ROLES[guard] for guard in self.handler.resolve_guards() if guard in ROLES]
        return found[0] if found else None

    @property
    def media_type(self) -> str:
        """That of a file.  Litestar names some by their members of an enum."""
        named = self.handler.media_type
        return str(named.value if isinstance(named, Enum) else named)

    @property
    def statuses(self) -> dict[int, str]:
        """What success is, where it is more than one."""
        usual = {self.handler.status_code: "Done." if self.answer is None else "The answer."}
        statuses: dict[int, str] = self.handler.opt.get("statuses", usual)
        return statuses

    @property
    def in_person(self) -> bool:
        return access.in_person in self.handler.resolve_guards()


def operations_of(app: Litestar) -> list[Operation]:
    found = [
        _operation(route, handler, method)
        for route in app.routes
        if isinstance(route, HTTPRoute) and route.path.startswith(PREFIX)
        for handler in route.route_handlers
        for method in handler.http_methods
        if method != "OPTIONS" and handler.resolve_include_in_schema()
    ]
    return sorted(found, key=lambda each: (each.feature, each.route.path_format, each.method))


def tag_of(feature: str) -> str:
    return feature.capitalize()


def about(feature: str) -> str:
    """What the feature's API says of itself."""
    api = sys.modules.get(f"app.{feature}.api")
    return " ".join((getattr(api, "__doc__", None) or "").split())


def _operation(route: HTTPRoute, handler: HTTPRouteHandler, method: str) -> Operation:
    fields = handler.parsed_fn_signature.parameters
    answer = handler.parsed_fn_signature.return_type
    content = _content(answer)
    return Operation(
        method=method.lower(),
        route=route,
        handler=handler,
        bodies=tuple(handler.opt.get("bodies") or _bodies(fields)),
        file=handler.opt.get("file", {}),
        answer=content,
        # As app/plumbing/unchanged.py tags them.
        tagged=method == "GET" and content not in {None, bytes} and not _is_never_kept(handler),
    )


def _is_never_kept(handler: HTTPRouteHandler) -> bool:
    return any(header.value == "no-store" for header in handler.resolve_response_headers())


def _bodies(fields: dict[str, FieldDefinition]) -> Iterator[Any]:
    if "data" in fields:
        yield fields["data"].raw


def _content(answer: FieldDefinition) -> Any:  # noqa: ANN401 - any type that can be answered
    """The type of what is answered; None for nothing, and bytes for a file."""
    if answer.is_subclass_of(Stream):
        return bytes
    if answer.is_subclass_of(Response):
        [inner] = answer.inner_types or [answer]
        return bytes if inner.raw in {str, bytes} else inner.raw
    return None if answer.is_none_type else answer.raw


def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
