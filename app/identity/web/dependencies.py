"""What identity's handlers may ask for besides what all may."""

from functools import partial
from typing import Any

from litestar import Request
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation

from app.identity.rules.sign_in import Session
from app.identity.service.people import Office
from app.identity.service.provider import Provider
from app.plumbing import db
from app.plumbing.db import Database
from app.plumbing.vault import Vault
from app.plumbing.web import CurrentActor, CurrentVault, Now, tenant_id_of
from app.tenants.rules import Community

CurrentProvider = NamedDependency[SkipValidation[Provider]]
CurrentCommunity = NamedDependency[Community]
# For those who administer people.
CurrentOffice = NamedDependency[SkipValidation[Office]]
# Only for those who asked with a cookie; a program with a token has none.
CurrentSession = NamedDependency[SkipValidation[Session | None]]
# Transactions that must be over before the provider is asked, which may call back at once.
Begin = NamedDependency[SkipValidation[db.Begin]]
BeginPlatform = NamedDependency[SkipValidation[db.Begin]]


def provide_provider(state: State) -> Provider:
    provider: Provider = state.provider
    return provider


def provide_vault(state: State) -> Vault:
    vault: Vault = state.vault
    return vault


def provide_session(request: Request[Any, Any, Any]) -> Session | None:
    session: Session | None = request.scope["state"].get("session")
    return session


def provide_begin(request: Request[Any, Any, Any], state: State) -> db.Begin:
    database: Database = state.database
    return partial(database.tenant, tenant_id_of(request))


def provide_office(
    begin: Begin,
    provider: CurrentProvider,
    vault: CurrentVault,
    community: CurrentCommunity,
    actor: CurrentActor,
    now: Now,
) -> Office:
    return Office(
        begin=begin, provider=provider, vault=vault, community=community, by=actor, now=now
    )


def provide_begin_platform(state: State) -> db.Begin:
    database: Database = state.database
    return database.platform


DEPENDENCIES = {
    "provider": Provide(provide_provider, sync_to_thread=False),
    "vault": Provide(provide_vault, sync_to_thread=False),
    "session": Provide(provide_session, sync_to_thread=False),
    "begin": Provide(provide_begin, sync_to_thread=False),
    "begin_platform": Provide(provide_begin_platform, sync_to_thread=False),
}
