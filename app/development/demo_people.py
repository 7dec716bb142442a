"""The demo people at the real Keycloak.  May be run again, and at another address."""

from app.development.directory.config import DEMO_GROUPS, DEMO_PEOPLE
from app.development.keycloak import KeycloakServer

# The realm asks for ten signs or more.
PASSWORD = "points-points"  # noqa: S105 - printed at the start, valid on the developer's machine only


def welcome(server: KeycloakServer, *, public_url: str) -> None:
    """Let everybody be there, and let the browser come back to where Pointsbook is now."""
    admin = server.administration()
    (web,) = (c for c in server.realm_of(public_url)["clients"] if c["clientId"] == "web")
    addresses = {name: web[name] for name in ("rootUrl", "redirectUris", "attributes")}
    admin.update_client(str(admin.get_client_id("web")), addresses)
    for path in DEMO_GROUPS:
        server.ensure_group(path)
    for person in DEMO_PEOPLE:
        if admin.get_user_id(person.username) is None:
            server.add_person(person.username, PASSWORD, groups=person.groups, roles=person.roles)
