"""People: make, find, change, disable, remove, and what is sent to them."""

from dataclasses import replace
from uuid import uuid4

import msgspec
from litestar import Response, delete, get, post, put
from litestar.params import FromPath

from app.development.directory import rules
from app.development.directory.administration.shapes import (
    Credential,
    Json,
    PersonChange,
    Refused,
    created,
    find_person,
    is_true,
    page_of,
    read_json,
    show_person,
)
from app.development.directory.realm import Asked, Realm, SentMail, TheRealm
from app.development.directory.state import Person, Taken

SEARCHABLE = {
    "username": "username",
    "email": "email",
    "firstName": "first_name",
    "lastName": "last_name",
}


@get("/users")
async def search(request: Asked, realm: TheRealm) -> list[Json]:
    found = [person for person in realm.state.people() if _is_wanted(request, person)]
    found.sort(key=lambda person: person.username)
    return page_of(request, [show_person(person) for person in found])


@get("/users/count")
async def count(request: Asked, realm: TheRealm) -> int:
    return sum(_is_wanted(request, person) for person in realm.state.people())


@post("/users")
async def create(request: Asked, realm: TheRealm) -> Response[Json | None]:
    change = await read_json(request, PersonChange)
    fields = change.fields()
    if not fields.get("username"):
        raise Refused(400, "User name is missing", "errorMessage")
    person = Person(
        id=str(uuid4()),
        password=_password(change.credentials),
        created_at=realm.now,
        groups=tuple(_group_id(realm, path) for path in change.groups),
        # Keycloak makes people who may not sign in yet, unless told otherwise.
        **({"enabled": False} | fields),
    )
    _put(realm, person)
    return created(realm, f"users/{person.id}")


@get("/users/{person_id:str}")
async def look_up(person_id: FromPath[str], realm: TheRealm) -> Json:
    return show_person(find_person(realm, person_id))


@put("/users/{person_id:str}", status_code=204)
async def change(request: Asked, person_id: FromPath[str], realm: TheRealm) -> None:
    person = find_person(realm, person_id)
    wanted = await read_json(request, PersonChange)
    password = _password(wanted.credentials) or person.password
    changed = replace(person, password=password, **wanted.fields())
    _put(realm, changed)
    if not changed.enabled:
        realm.end_sessions_of(person_id)


@delete("/users/{person_id:str}")
async def remove(person_id: FromPath[str], realm: TheRealm) -> None:
    find_person(realm, person_id)
    realm.end_sessions_of(person_id)
    realm.state.remove_person(person_id)


@put("/users/{person_id:str}/reset-password", status_code=204)
async def reset_password(request: Asked, person_id: FromPath[str], realm: TheRealm) -> None:
    person = find_person(realm, person_id)
    credential = await read_json(request, Credential)
    realm.state.put_person(replace(person, password=_password([credential])))


@post("/users/{person_id:str}/logout", status_code=204)
async def sign_out(person_id: FromPath[str], realm: TheRealm) -> None:
    find_person(realm, person_id)
    realm.end_sessions_of(person_id)


@get("/users/{person_id:str}/sessions")
async def sessions(person_id: FromPath[str], realm: TheRealm) -> list[Json]:
    person = find_person(realm, person_id)
    return [
        {
            "id": session.id,
            "userId": person.id,
            "username": person.username,
            "ipAddress": "127.0.0.1",
            "start": session.started_at * 1000,
            "lastAccess": session.used_at * 1000,
            "clients": {client_id: client_id for client_id in session.refresh},
        }
        for session in realm.sessions.of_person(person_id, realm.now)
    ]


@put("/users/{person_id:str}/execute-actions-email", status_code=204)
async def send_actions(request: Asked, person_id: FromPath[str], realm: TheRealm) -> None:
    try:
        actions = msgspec.json.decode(await request.body(), type=tuple[str, ...])
    except msgspec.MsgspecError as error:
        raise Refused(400, f"Cannot parse the JSON: {error}") from error
    _send(realm, person_id, actions)


@put("/users/{person_id:str}/send-verify-email", status_code=204)
async def send_verification(person_id: FromPath[str], realm: TheRealm) -> None:
    _send(realm, person_id, ("VERIFY_EMAIL",))


ROUTES = [
    search,
    count,
    create,
    look_up,
    change,
    remove,
    reset_password,
    sign_out,
    sessions,
    send_actions,
    send_verification,
]


def _is_wanted(request: Asked, person: Person) -> bool:
    query = request.query_params
    asked = {attribute: query[name] for name, attribute in SEARCHABLE.items() if name in query}
    exact = is_true(request, "exact")
    anywhere = str(query.get("search", "")).lower()
    texts = (person.username, person.email, person.first_name, person.last_name)
    return (
        all(_matches(getattr(person, name), text, exact) for name, text in asked.items())
        and any(anywhere in text.lower() for text in texts)
        and ("enabled" not in query or person.enabled is is_true(request, "enabled"))
    )


def _matches(value: str, wanted: str, exact: bool) -> bool:  # noqa: FBT001
    value, wanted = value.lower(), wanted.lower()
    return value == wanted if exact else wanted in value


def _password(credentials: list[Credential]) -> str:
    values = [c.value for c in credentials if c.type == "password"]
    if values and not values[-1]:
        raise Refused(400, "No password provided")
    return rules.hash_password(values[-1]) if values else ""


def _group_id(realm: Realm, path: str) -> str:
    group = realm.state.group_at(path)
    if group is None:
        raise Refused(400, f"Unable to find group specified by path: {path}", "errorMessage")
    return group.id


def _put(realm: Realm, person: Person) -> None:
    try:
        realm.state.put_person(person)
    except Taken as taken:
        raise Refused(409, str(taken), "errorMessage") from taken


def _send(realm: Realm, person_id: str, actions: tuple[str, ...]) -> None:
    person = find_person(realm, person_id)
    if not person.email:
        raise Refused(400, "User email missing", "errorMessage")
    if not person.enabled:
        raise Refused(400, "User is disabled", "errorMessage")
    realm.mails.append(SentMail(person_id=person.id, email=person.email, actions=actions))
