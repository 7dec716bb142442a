"""What is true of every route: how to ask, and how a no looks."""

from pathlib import Path
from typing import Annotated, Any

from msgspec import Meta, Struct

DESCRIPTION = Path(__file__).with_name("description.md").read_text()

SECURITY_SCHEMES: dict[str, Any] = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "An access token of the provider: see `POST /api/auth/login`.",
    },
    "key": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "pb_…",
        "description": "A player's personal key: see `POST /api/keys`.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "pointsbook",
        "description": "A browser's session.  Over TLS its name begins with `__Host-`.",
    },
}


class WrongField(Struct, frozen=True):
    """Where a body is wrong, and why."""

    path: str
    message: str


class Problem(Struct, frozen=True):
    """A refusal.  Further members are its facts, such as what would have been right."""

    type: Annotated[
        str, Meta(description="Leads to what it means.", examples=["/problems/not-signed-in"])
    ]
    title: Annotated[str, Meta(examples=["Please sign in first."])]
    status: Annotated[int, Meta(ge=400, le=599, examples=[401])]
    errors: list[WrongField] = []


PROBLEM = {"$ref": "#/components/schemas/plumbing.Problem"}
# A problem within an answer, with its facts as further members.
AnyProblem = Annotated[dict[str, object], Meta(extra_json_schema=PROBLEM)]


def _response(description: str) -> dict[str, Any]:
    return {
        "description": description,
        "content": {"application/problem+json": {"schema": PROBLEM}},
    }


RESPONSES = {
    "Refused": _response("Refused: the problem says why.  Nothing was changed."),
    "Broken": _response("Broken or overloaded: the problem says which."),
}
