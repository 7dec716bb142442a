"""The description of the API: every route of it is named, explained and shown by an example."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from litestar import Litestar, Response, get, post
from litestar.params import FromQuery, JSONBody
from msgspec import Struct

from app.main import build_app
from app.plumbing.access import admins, anyone, in_person, players
from app.plumbing.openapi.answers import answers_of
from app.plumbing.openapi.document import JSON, REF, Schema, alternatives_of, document_of
from app.plumbing.openapi.examples import ExampleMissing, example_of
from app.plumbing.openapi.routes import Operation, about, operations_of
from app.plumbing.settings import Settings

SUMMARY_LENGTH_MAX = 100
ID_NAME = re.compile(r"id|[a-z_]+_ids?")
# Nothing answers at these addresses: the application is described, not started.
ENVIRON = {
    "POINTSBOOK_ENVIRONMENT": "test",
    "POINTSBOOK_DATABASE_URL": "postgresql://app@127.0.0.1:1/none",
    "POINTSBOOK_PLATFORM_DATABASE_URL": "postgresql://platform@127.0.0.1:1/none",
    "POINTSBOOK_PUBLIC_URL": "http://localhost:8000",
    "POINTSBOOK_KEYCLOAK_URL": "http://127.0.0.1:1",
    "POINTSBOOK_KEYCLOAK_WEB_SECRET": "web-secret",
    "POINTSBOOK_KEYCLOAK_SERVICE_SECRET": "service-secret",
    "POINTSBOOK_FIELD_KEYS": "test:" + "A" * 43 + "=",
}


@cache
def pointsbook() -> Litestar:
    return build_app(Settings.read(ENVIRON))


@cache
def document() -> dict[str, Any]:
    return document_of(pointsbook())


def lacking(app: Litestar, document: dict[str, Any]) -> Iterator[str]:
    """What each operation of the API has yet to say of itself, and where to say it."""
    components = document["components"]["schemas"]
    for each in operations_of(app):
        place = f"{each.method.upper()} {each.route.path} ({each.handler})"
        if not re.fullmatch(r"[a-z]+(_[a-z0-9]+)+", each.id):
            yield f"{place}: {each.id!r} is no name; put the handler in a controller ...Api"
        if not 0 < len(each.summary) <= SUMMARY_LENGTH_MAX:
            yield (
                f"{place}: give the handler a docstring; its first sentence is the summary,"
                f" of at most {SUMMARY_LENGTH_MAX} characters"
            )
        if each.answer is bytes and each.media_type == JSON:
            yield f'{place}: say what file it answers with: media_type="text/csv"'
        described = document["paths"][each.route.path_format][each.method]
        for content in described.get("requestBody", {}).get("content", {}).values():
            yield from (f"{place}: {said}" for said in without_example(content, components))


def without_example(content: dict[str, Any], components: Schema) -> Iterator[str]:
    if "example" in content:
        return
    for schema in alternatives_of(content["schema"]):
        try:
            example_of(schema, components)
        except ExampleMissing as missing:
            yield f"give {missing} an example: Annotated[..., Meta(examples=[...])]"


def test_every_operation_says_what_it_is_for() -> None:
    assert list(lacking(pointsbook(), document())) == []


def test_every_example_is_one_that_would_be_read() -> None:
    wrong = []
    for each in operations_of(pointsbook()):
        described = document()["paths"][each.route.path_format][each.method]
        content = described.get("requestBody", {}).get("content", {}).get(JSON, {})
        for example in content.get("examples", {}).values():
            sent = msgspec.json.encode(example["value"])
            if not any(is_read(sent, kind) for kind in each.bodies):
                wrong.append(f"{each.id}: {sent.decode()}")
    assert wrong == []


MAIN = {
    "GET /api/bets",
    "GET /api/bets/{bet_id}",
    "GET /api/bets/{bet_id}/cash-out",
    "GET /api/competitions",
    "GET /api/competitions/{competition_id}/events",
    "GET /api/payments/transactions",
    "GET /api/sports",
    "GET /api/sports/{sport}/events",
    "GET /api/sports/{sport}/events/{event}",
    "GET /api/sports/{sport}/events/{event}/markets",
    "GET /api/users/balance",
    "GET /api/users/betting-history",
    "GET /api/users/profile",
    "POST /api/bets",
    "POST /api/calculator/{kind}",
    "POST /api/entries",
    "POST /api/payments/deposit",
    "POST /api/payments/withdraw",
    "POST /api/quotes",
    "PUT /api/bets/{bet_id}",
    "PUT /api/bets/{bet_id}/cancel",
    "PUT /api/users/profile",
}


def test_answers_of_the_main_operations_are_shown() -> None:
    shown = {each.address for each in operations_of(pointsbook()) if shown_answer(each) is not None}

    assert shown >= MAIN


def test_every_answer_shown_is_one_that_is_given() -> None:
    wrong = [
        each.id
        for each in operations_of(pointsbook())
        if (answer := shown_answer(each)) is not None and not is_answer(answer, each.answer)
    ]

    assert wrong == []


def test_every_answer_kept_is_of_an_operation() -> None:
    operations = {(each.feature, each.address) for each in operations_of(pointsbook())}
    kept = {
        (path.parent.name, address)
        for path in Path("app").glob("*/answers.json")
        for address in answers_of(path.parent.name)
    }

    assert kept - operations == set()


def test_an_answer_of_another_shape_is_found() -> None:
    assert is_answer({"points": 1, "owner": None, "parts": [], "part_ids": []}, Toy)
    assert not is_answer({"points": "1", "owner": None, "parts": [], "part_ids": []}, Toy)
    assert not is_answer({"points": 1}, Toy)
    assert not is_answer({"points": 1, "owner": None, "parts": [], "part_ids": [], "x": 1}, Toy)


def shown_answer(operation: Operation) -> Any:  # noqa: ANN401 - JSON
    responses = document()["paths"][operation.route.path_format][operation.method]["responses"]
    contents = [each.get("content", {}).get(JSON, {}) for each in responses.values()]
    return next((each["example"] for each in contents if "example" in each), None)


def is_answer(shown: Any, kind: Any) -> bool:  # noqa: ANN401 - JSON, and any type
    """Exactly what this type is written as: nothing lacks, and nothing is there besides."""
    try:
        read = msgspec.json.decode(msgspec.json.encode(shown), type=kind)
    except msgspec.ValidationError:
        return False
    written = msgspec.to_builtins(read, order="deterministic", str_keys=True)
    return bool(msgspec.json.decode(msgspec.json.encode(written)) == shown)


def is_read(sent: bytes, kind: Any) -> bool:  # noqa: ANN401 - any type
    try:
        msgspec.json.decode(sent, type=kind)
    except msgspec.ValidationError:
        return False
    return True


def test_no_two_operations_share_a_name() -> None:
    names = Counter(each.id for each in operations_of(pointsbook()))

    assert [name for name, times in names.items() if times > 1] == []


def test_every_feature_says_what_its_api_is_for() -> None:
    features = {each.feature for each in operations_of(pointsbook())}

    assert [f"app/{f}/api: give it a docstring" for f in features if not about(f)] == []


def test_pages_and_files_are_no_part_of_it() -> None:
    assert [path for path in document()["paths"] if not path.startswith("/api/")] == []


def test_whatever_is_referred_to_is_there() -> None:
    told = msgspec.json.encode(document()).decode()
    referred = set(re.findall(rf'"{REF}([^"]+)"', told))

    assert referred - document()["components"]["schemas"].keys() == set()
    assert "plumbing.Problem" in referred


class Nothing(Struct):
    """A body that shows no example."""

    points: int
    kept: bool


class Toy(Struct):
    points: int
    owner: UUID | None = None
    parts: list[UUID] = []
    part_ids: list[UUID] = []


@post("/api/toys", guards=[players])
async def silent(data: JSONBody[Nothing]) -> None: ...


@get("/api/toys/list", guards=[players, in_person])
async def listed(
    most: FromQuery[int | None] = None, part: FromQuery[UUID | None] = None
) -> Response[list[Toy]]:
    """The toys.  Those that are broken come last."""
    raise NotImplementedError(most, part)


@get("/api/toys/all", guards=[anyone])
async def everything() -> dict[str, int]:
    """How many there are."""
    return {}


@get("/toys", guards=[admins])
async def page() -> str:
    return "a page"


@pytest.fixture
def toys() -> Litestar:
    return Litestar([silent, listed, everything, page], openapi_config=None)


def test_what_is_lacking_is_found(toys: Litestar) -> None:
    found = list(lacking(toys, document_of(toys)))

    assert len(found) == 2
    assert "POST /api/toys" in found[0]
    assert "docstring" in found[0]
    assert "give unit.Nothing.points an example" in found[1]


def test_an_id_by_another_name_is_found(toys: Litestar) -> None:
    assert [each.split(" holds ")[0] for each in named_otherwise(document_of(toys))] == [
        "unit.Toy: owner",
        "unit.Toy: parts",
        "GET /api/toys/list: part",
    ]


def test_a_docstring_is_summary_and_description(toys: Litestar) -> None:
    described = document_of(toys)["paths"]["/api/toys/list"]["get"]

    assert described["summary"] == "The toys"
    assert described["description"] == "Those that are broken come last."


def test_guards_say_who_may_ask_and_how(toys: Litestar) -> None:
    paths = document_of(toys)["paths"]

    assert paths["/api/toys/all"]["get"]["security"] == []
    assert paths["/api/toys/list"]["get"]["security"] == [
        {"token": ["player"]},
        {"session": ["player"]},
    ]
    assert {"key": ["player"]} in paths["/api/toys"]["post"]["security"]


def test_what_may_be_left_out_of_an_address_is_not_null_there(toys: Litestar) -> None:
    described = document_of(toys)["paths"]["/api/toys/list"]["get"]

    assert described["parameters"][0] == {
        "name": "most",
        "in": "query",
        "required": False,
        "schema": {"type": "integer"},
    }


def test_what_is_read_may_be_unchanged(toys: Litestar) -> None:
    paths = document_of(toys)["paths"]

    responses = paths["/api/toys/list"]["get"]["responses"]
    assert "ETag" in responses["200"]["headers"]
    assert "304" in responses
    assert "304" not in paths["/api/toys"]["post"]["responses"]


def test_every_read_in_json_says_that_it_may_be_unchanged() -> None:
    silent = [
        path
        for path, methods in document()["paths"].items()
        if JSON in methods.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
        and "304" not in methods["get"]["responses"]
    ]

    # For one pair of eyes, and kept nowhere.
    assert sorted(silent) == ["/api/admin/vouchers", "/api/keys", "/api/users/profile"]


def test_every_list_comes_in_pages() -> None:
    whole = []
    for path, methods in document()["paths"].items():
        answered = methods.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
        if answered.get(JSON, {}).get("schema", {}).get("type") == "array":
            whole.append(path)

    # As many as a competition has rounds, and a season days.
    boards = "/api/competitions/{competition_id}/leaderboard"
    assert sorted(whole) == [f"{boards}/rounds", f"{boards}/{{entry_id}}/days"]


def test_pages_are_asked_for_in_one_way() -> None:
    components, odd = document()["components"]["schemas"], []
    for path, methods in document()["paths"].items():
        described = methods.get("get", {})
        answered = described.get("responses", {}).get("200", {}).get("content", {})
        name = answered.get(JSON, {}).get("schema", {}).get("$ref", "").removeprefix(REF)
        asked = {each["name"] for each in described.get("parameters", [])}
        paged = "next" in components.get(name, {}).get("properties", {})
        if paged != ({"after", "limit"} <= asked):
            odd.append(path)

    # Those around whoever asks: `neighbours` says how many.
    assert sorted(odd) == [
        "/api/competitions/{competition_id}/leaderboard/me",
        "/api/leaderboard/me",
    ]


def test_all_that_is_refused_is_a_problem() -> None:
    responses = document()["components"]["responses"]

    for methods in document()["paths"].values():
        for operation in methods.values():
            assert operation["responses"]["4XX"] == {"$ref": "#/components/responses/Refused"}
    assert list(responses["Refused"]["content"]) == ["application/problem+json"]


def test_times_are_times_in_answers_too() -> None:
    shapes = document()["components"]["schemas"]

    assert shapes["markets.MovementOut"]["properties"]["at"]["format"] == "date-time"
    [joined, null] = shapes["competitions.EntryOut"]["properties"]["joined_at"]["anyOf"]
    assert (joined["format"], null) == ("date-time", {"type": "null"})


def named_otherwise(document: dict[str, Any]) -> Iterator[str]:
    """What holds an id and does not say so by its name."""
    for place, name, schema in named_values(document):
        if holds_id(schema) and not ID_NAME.fullmatch(name):
            yield f"{place}: {name} holds an id; name it <thing>_id, or <thing>_ids"


def named_values(document: dict[str, Any]) -> Iterator[tuple[str, str, Schema]]:
    """The properties of all shapes, and the parameters of all operations."""
    for shape, schema in document["components"]["schemas"].items():
        for name, value in schema.get("properties", {}).items():
            yield shape, name, value
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            for parameter in operation.get("parameters", []):
                yield f"{method.upper()} {path}", parameter["name"], parameter["schema"]


def holds_id(schema: Schema) -> bool:
    parts = [schema.get("items"), *schema.get("anyOf", [])]
    return schema.get("format") == "uuid" or any(holds_id(part) for part in parts if part)


def test_an_id_is_named_as_one() -> None:
    assert list(named_otherwise(document())) == []


def test_a_bet_may_be_new_or_known() -> None:
    described = document()["paths"]["/api/bets/{bet_id}"]["put"]

    assert described["operationId"] == "bets_place"
    assert {"200", "201"} <= described["responses"].keys()
