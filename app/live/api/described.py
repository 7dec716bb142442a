"""The messages of /ws as AsyncAPI 3.0, and a page that shows them without a script."""

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from typing import Any, get_args

import msgspec
from litestar import Request, Response, get
from litestar.response import Template

from app.live.rules.asking import Answer, Asking
from app.live.rules.messages import Update
from app.plumbing import etags
from app.plumbing.access import anyone
from app.plumbing.openapi.examples import example_of
from app.plumbing.openapi.general import SECURITY_SCHEMES

REF = "#/components/schemas/"
CHANNEL = {"$ref": "#/channels/ws"}
DESCRIPTION = (
    "One WebSocket at /ws for following and betting.  Each message is a JSON object with its"
    " `type`.  What is said of odds, markets, events and balances is their state with a version"
    " that only goes up: pass over what is not newer than what you know.  Who comes back sends"
    " `subscribe_odds` with the last `position` as `after`."
)

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A message on the page."""

    name: str
    about: str
    example: str


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    asked, heard = get_args(Asking), (*get_args(Update), *get_args(Answer))
    _, components = msgspec.json.schema_components([*asked, *heard], ref_template=REF + "{name}")
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Pointsbook, live",
            "version": version("pointsbook"),
            "description": DESCRIPTION,
        },
        "defaultContentType": "application/json",
        "channels": {
            "ws": {
                "address": "/ws",
                "messages": {name_of(each): _message_ref(each) for each in (*asked, *heard)},
                "bindings": {"ws": {"bindingVersion": "0.1.0"}},
            }
        },
        "operations": {
            "say": _operation("receive", "What programs say.", asked),
            "hear": _operation("send", "What they hear.", heard),
        },
        "components": {
            "messages": {name_of(each): _message(each, components) for each in (*asked, *heard)},
            "schemas": components,
            "securitySchemes": {
                "bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": SECURITY_SCHEMES["key"]["description"],
                }
            },
        },
    }


def name_of(kind: type[msgspec.Struct]) -> str:
    return str(kind.__struct_config__.tag)


def _message(kind: type[msgspec.Struct], components: dict[str, Schema]) -> dict[str, Any]:
    return {
        "name": name_of(kind),
        "summary": kind.__doc__,
        "payload": {"$ref": REF + kind.__name__},
        "examples": [{"payload": example_of({"$ref": REF + kind.__name__}, components)}],
    }


def _message_ref(kind: type[msgspec.Struct]) -> dict[str, str]:
    return {"$ref": f"#/components/messages/{name_of(kind)}"}


def _operation(
    action: str, summary: str, kinds: tuple[type[msgspec.Struct], ...]
) -> dict[str, Any]:
    return {
        "action": action,
        "summary": summary,
        "channel": CHANNEL,
        "messages": [{"$ref": f"#/channels/ws/messages/{name_of(each)}"} for each in kinds],
    }


@get("/api/asyncapi.json", guards=[anyone], include_in_schema=False, sync_to_thread=False)
def show_document(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
    """All messages, as AsyncAPI 3.0."""
    return etags.answer(request, document())


@get("/api/docs/websocket", guards=[anyone], include_in_schema=False, sync_to_thread=False)
def show_messages() -> Template:
    """All messages, for people."""
    context = {
        "about": DESCRIPTION,
        "asked": [_described(each) for each in get_args(Asking)],
        "heard": [_described(each) for each in (*get_args(Update), *get_args(Answer))],
    }
    return Template("api/websocket.html", context=context)


def _described(kind: type[msgspec.Struct]) -> Described:
    message = document()["components"]["messages"][name_of(kind)]
    example = json.dumps(message["examples"][0]["payload"], indent=2)
    return Described(name=name_of(kind), about=kind.__doc__ or "", example=example)


HANDLERS = (show_document, show_messages)
