"""The people of a world that signs in at the real Keycloak, in a realm of its own."""

from types import TracebackType
from typing import Self
from uuid import uuid4

import httpx

from app.development.directory.state import Person
from app.development.keycloak import KeycloakServer
from tests.acceptance.people import numbers
from tests.contracts.identity.browser import forms
from tests.contracts.keycloak_server import SERVICE_SECRET, WEB_SECRET

PASSWORD = "correct horse battery"


class KeycloakPeople:
    """What scenarios ask of `People`, but for what only the embedded provider can play."""

    def __init__(self, server: KeycloakServer, *, app_url: str) -> None:
        self.realm_name = f"world-{uuid4().hex[:8]}"
        self.settings = {
            "keycloak_url": server.url,
            "keycloak_realm": self.realm_name,
            "keycloak_web_secret": WEB_SECRET,
            "keycloak_service_secret": SERVICE_SECRET,
        }
        self._server = server
        realm = server.realm_of(app_url) | {"realm": self.realm_name}
        server.administration("master").create_realm(realm)
        self._admin = server.administration(self.realm_name)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        """Leave the realm: it goes with the server."""

    def recover(self) -> None:
        """Be as before: nothing here is ever away."""

    def join(self, name: str, *groups: str, superadmin: bool = False) -> Person:
        username = f"{name.lower()}-{next(numbers)}"
        paths = [f"/communities/{group}" for group in groups]
        for path in paths:
            self._server.ensure_group(path, realm=self.realm_name)
        subject = self._server.add_person(
            username,
            PASSWORD,
            groups=paths,
            roles=["superadmin"] if superadmin else [],
            realm=self.realm_name,
        )
        return Person(id=subject, username=username, email=f"{username}@pointsbook.example")

    def fill_in(
        self, browser: httpx.Client, page: httpx.Response, person: Person
    ) -> httpx.Response:
        return fill_in(browser, page, person.username, PASSWORD)

    def remembers(self, person: Person) -> bool:
        return self._admin.get_sessions(person.id) != []


def fill_in(
    browser: httpx.Client, page: httpx.Response, username: str, password: str
) -> httpx.Response:
    """Submit Keycloak's own form as a browser would."""
    (form,) = (form for form in forms(page) if form.id == "kc-form-login")
    answers = {"username": username, "password": password}
    return browser.post(page.url.join(form.action), data=form.values | answers)
