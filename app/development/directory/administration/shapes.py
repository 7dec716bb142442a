"""What comes in, what goes out, and how the administration API says no."""

from typing import Any, TypeVar

import msgspec
from litestar import Response
from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler
from litestar.types import Guard
from msgspec import UNSET, Struct, UnsetType

from app.development.directory.config import ADMIN, Right
from app.development.directory.realm import Asked, Realm
from app.development.directory.state import Group, Person, State

Json = dict[str, Any]
Shape = TypeVar("Shape", bound=Struct)


class Refused(Exception):
    """Keycloak puts some of its sentences under `error` and others under `errorMessage`."""

    def __init__(self, status: int, words: str, key: str = "error") -> None:
        super().__init__(words)
        self.status = status
        self.body = {key: words}


class Credential(Struct, rename="camel", forbid_unknown_fields=True):
    value: str
    type: str = "password"
    temporary: bool = False


class PersonChange(Struct, rename="camel", forbid_unknown_fields=True):
    username: str | UnsetType = UNSET
    email: str | UnsetType = UNSET
    first_name: str | UnsetType = UNSET
    last_name: str | UnsetType = UNSET
    enabled: bool | UnsetType = UNSET
    email_verified: bool | UnsetType = UNSET
    attributes: dict[str, list[str]] = {}
    credentials: list[Credential] = []
    groups: list[str] = []
    required_actions: list[str] = []

    def fields(self) -> dict[str, Any]:
        """The fields that were given; the names people sign in with in lower case."""
        names = ("username", "email", "first_name", "last_name", "enabled", "email_verified")
        values = {name: getattr(self, name) for name in names}
        given = {name: value for name, value in values.items() if value is not UNSET}
        lowered = {n: given[n].strip().lower() for n in ("username", "email") if n in given}
        locale = {"locale": value[0]} if (value := self.attributes.get("locale")) else {}
        return given | lowered | locale


class GroupChange(Struct, rename="camel", forbid_unknown_fields=True):
    name: str
    attributes: dict[str, list[str]] = {}


class ClientChange(Struct, rename="camel", forbid_unknown_fields=True):
    client_id: str
    name: str = ""
    description: str = ""
    protocol: str = "openid-connect"
    enabled: bool = True
    secret: str | None = None
    public_client: bool = False
    service_accounts_enabled: bool = False
    standard_flow_enabled: bool = False
    direct_access_grants_enabled: bool = False
    full_scope_allowed: bool = False
    client_authenticator_type: str = "client-secret"
    default_client_scopes: list[str] = []
    optional_client_scopes: list[str] = []
    attributes: dict[str, str] = {}


class KeyProvider(Struct, rename="camel"):
    provider_id: str
    provider_type: str


def only_those_who_administer(right: Right) -> Guard:
    def guard(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        realm: Realm = connection.app.state.realm
        claims = realm.bearer(connection)
        if claims is None:
            raise Refused(401, "HTTP 401 Unauthorized")
        client = realm.state.client(claims["azp"])
        if client is None or right not in client.administers:
            raise Refused(403, "HTTP 403 Forbidden")

    return guard


async def read_json(request: Asked, shape: type[Shape]) -> Shape:
    try:
        return msgspec.json.decode(await request.body(), type=shape)
    except msgspec.MsgspecError as error:
        raise Refused(400, f"Cannot parse the JSON: {error}") from error


def created(realm: Realm, path: str, body: Json | None = None) -> Response[Json | None]:
    location = f"{realm.config.base_url}{ADMIN}/{path}"
    return Response(body, status_code=201, headers={"Location": location})


def is_true(request: Asked, name: str) -> bool:
    return str(request.query_params.get(name, "")).lower() == "true"


def page_of(request: Asked, items: list[Json]) -> list[Json]:
    """The part of a list that `first` and `max` ask for; as in Keycloak, a hundred at most."""
    try:
        first = int(request.query_params.get("first", 0))
        most = int(request.query_params.get("max", 100))
    except ValueError as error:
        raise Refused(404, "HTTP 404 Not Found") from error
    first = max(first, 0)
    return items[first:] if most < 0 else items[first : first + most]


def find_person(realm: Realm, person_id: str) -> Person:
    person = realm.state.person(person_id)
    if person is None:
        raise Refused(404, "User not found")
    return person


def find_group(realm: Realm, group_id: str, words: str = "Could not find group by id") -> Group:
    group = realm.state.group(group_id)
    if group is None:
        raise Refused(404, words)
    return group


def show_person(person: Person) -> Json:
    return {
        "id": person.id,
        "username": person.username,
        "email": person.email,
        "firstName": person.first_name,
        "lastName": person.last_name,
        "enabled": person.enabled,
        "emailVerified": person.email_verified,
        "createdTimestamp": person.created_at * 1000,
        "attributes": {"locale": [person.locale]},
        "requiredActions": [],
        "disableableCredentialTypes": [],
        "totp": False,
        "notBefore": 0,
    }


def show_group(state: State, group: Group) -> Json:
    shown = {
        "id": group.id,
        "name": group.name,
        "path": state.path(group),
        "subGroupCount": len(state.children(group.id)),
        "subGroups": [],
    }
    return shown | ({"parentId": group.parent} if group.parent else {})
