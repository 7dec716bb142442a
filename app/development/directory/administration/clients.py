"""Service accounts for programs, and the keys that tokens are signed with."""

import secrets
from dataclasses import replace

from litestar import Response, delete, get, post
from litestar.params import FromPath

from app.development.directory.administration.shapes import (
    ClientChange,
    Json,
    KeyProvider,
    Refused,
    created,
    read_json,
    show_person,
)
from app.development.directory.config import Client
from app.development.directory.realm import Asked, Realm, TheRealm
from app.development.directory.state import Taken, service_account_of


@get("/clients")
async def search(request: Asked, realm: TheRealm) -> list[Json]:
    client = realm.state.client(str(request.query_params.get("clientId", "")))
    return [_show(client)] if client else []


@post("/clients")
async def create(request: Asked, realm: TheRealm) -> Response[Json | None]:
    """A program that acts in its own name; other kinds of clients belong into the configuration."""
    change = await read_json(request, ClientChange)
    if change.public_client or change.standard_flow_enabled or not change.service_accounts_enabled:
        raise Refused(400, "The development directory makes service accounts only", "errorMessage")
    client = Client(
        id=change.client_id,
        secret=change.secret or secrets.token_urlsafe(24),
        service_account=True,
    )
    account = replace(service_account_of(client), created_at=realm.now)
    try:
        realm.state.put_client(client, account)
    except Taken as taken:
        raise Refused(409, str(taken), "errorMessage") from taken
    return created(realm, f"clients/{client.id}")


@get("/clients/{client_id:str}/client-secret")
async def show_secret(client_id: FromPath[str], realm: TheRealm) -> Json:
    return {"type": "secret", "value": _find(realm, client_id).secret}


@get("/clients/{client_id:str}/service-account-user")
async def account(client_id: FromPath[str], realm: TheRealm) -> Json:
    client = _find(realm, client_id)
    if not client.service_account:
        words = f"Service account not enabled for the client '{client.id}'"
        raise Refused(400, words, "errorMessage")
    return show_person(realm.state.service_account(client.id))


@delete("/clients/{client_id:str}")
async def remove(client_id: FromPath[str], realm: TheRealm) -> None:
    client = _find(realm, client_id)
    if client in realm.config.clients:
        raise Refused(400, "This client belongs to the configuration", "errorMessage")
    realm.state.remove_client(client.id)


@get("/keys")
async def keys(realm: TheRealm) -> Json:
    known = [
        {"kid": key["kid"], "algorithm": "RS256", "type": "RSA", "use": "SIG", "status": "ACTIVE"}
        for key in realm.state.keys
    ]
    return {"active": {"RS256": realm.state.keys[0]["kid"]}, "keys": known}


@post("/components")
async def add_component(request: Asked, realm: TheRealm) -> Response[Json | None]:
    """Rotate the signing keys, as one does in Keycloak: by adding a provider of a new key."""
    provider = await read_json(request, KeyProvider)
    if provider.provider_type != "org.keycloak.keys.KeyProvider":
        raise Refused(400, "The development directory adds signing keys only", "errorMessage")
    return created(realm, f"components/{realm.state.rotate_keys()}")


ROUTES = [search, create, show_secret, account, remove, keys, add_component]


def _find(realm: Realm, client_id: str) -> Client:
    client = realm.state.client(client_id)
    if client is None:
        raise Refused(404, "Could not find client")
    return client


def _show(client: Client) -> Json:
    # Keycloak gives each client an opaque id besides its name; here the name serves as both.
    return {
        "id": client.id,
        "clientId": client.id,
        "enabled": True,
        "publicClient": client.secret is None,
        "serviceAccountsEnabled": client.service_account,
        "redirectUris": list(client.redirect_uris),
    }
