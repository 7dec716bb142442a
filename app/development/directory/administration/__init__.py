"""The administration API, as far as python-keycloak calls it for Pointsbook."""

from litestar import Router

from app.development.directory.administration import clients, groups, memberships, people
from app.development.directory.administration.shapes import only_those_who_administer
from app.development.directory.config import ADMIN

administration = [
    Router(
        ADMIN,
        route_handlers=[*people.ROUTES, *memberships.ROUTES, *groups.ROUTES],
        guards=[only_those_who_administer("people")],
    ),
    Router(
        ADMIN,
        route_handlers=clients.ROUTES,
        guards=[only_those_who_administer("realm")],
    ),
]
