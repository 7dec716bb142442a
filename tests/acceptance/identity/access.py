"""The table of access.yaml: who may come to each route, and what they send there."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import yaml
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from app.plumbing import access

PATH = Path(__file__).with_name("access.yaml")
PLAYING = {"player", "results", "admin"}
# Each word of the table, and whom it lets in.
ADMITTED = {
    "anyone": {"nobody", "stranger", "newcomer", "suspended", "superadmin", "service", *PLAYING},
    "signed_in": {"stranger", "newcomer", "suspended", "superadmin", "service", *PLAYING},
    "players": {"service", *PLAYING},
    "role_holders": {"superadmin", "service", *PLAYING},
    "scorers": {"results", "admin", "superadmin", "service"},
    "admins": {"admin", "superadmin", "service"},
    "superadmins": {"superadmin"},
}
HOW = {"", "in person", "led on", "unasked"}
SAFE_METHODS = {"GET", "HEAD"}

FIELD = re.compile(r"\{(\w+):(\w+)\}")
INVENTED = {"uuid": str(uuid4()), "int": "1", "str": "nothing", "path": "nothing"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A route, who may come (`who`, and `how` where not by all means), and what they send."""

    method: str
    path: str
    who: str
    how: str
    send: Mapping[str, Any] = field(default_factory=dict)

    @property
    def writes(self) -> bool:
        return self.method not in SAFE_METHODS

    @property
    def ids(self) -> set[str]:
        return {name for name, _ in FIELD.findall(self.path + json.dumps(self.send))}

    def filled_in(self, ids: Mapping[str, str]) -> "Row":
        """With these ids, and with invented ones for all others."""
        filled = FIELD.sub(
            lambda found: ids.get(found[1], INVENTED[found[2]]),
            json.dumps([self.path, self.send]),
        )
        path, send = json.loads(filled)
        return Row(method=self.method, path=path, who=self.who, how=self.how, send=send)


def read_table() -> dict[str, Row]:
    lines = yaml.safe_load(PATH.read_text())
    return {route: _row(route, line) for route, line in lines.items()}


def _row(route: str, line: str | dict[str, Any]) -> Row:
    described: dict[str, Any] = {"may": line} if isinstance(line, str) else line
    method, _, path = route.partition(" ")
    who, _, how = described["may"].partition(" ")
    assert who in ADMITTED, f"{route}: {who} is none of {', '.join(ADMITTED)}"
    assert how in HOW, f"{route}: {how} is none of {', '.join(sorted(HOW))}"
    return Row(method=method, path=path, who=who, how=how, send=described.get("send", {}))


def lines_of(app: Litestar) -> dict[str, str]:
    """Each route with the line that its guards seem to ask for."""
    return {
        f"{method} {route.path}": _line(handler)
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        for method in handler.http_methods
        if method != "OPTIONS"
    }


def _line(handler: HTTPRouteHandler) -> str:
    guards = handler.resolve_guards()
    who = [word for word in ADMITTED if getattr(access, word) in guards]
    how = ["in person"] if access.in_person in guards else []
    how += ["unasked"] if handler.opt.get("any_host") else []
    return " ".join([*who, *how]) if who else "give it a guard of app/plumbing/access.py first"
