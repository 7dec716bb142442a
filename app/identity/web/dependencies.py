"""What identity's handlers may ask for besides what all may."""

from typing import Any

from litestar import Request
from litestar.datastructures import State
from litestar.di import Provide

from app.identity.rules.sign_in import Session
from app.identity.service.people import Office
from app.identity.service.provider import Provider
from app.plumbing.vault import Vault
from app.plumbing.web import Begin, CurrentActor, CurrentVault, Now, Provided
from app.tenants.rules import Community

CurrentProvider = Provided[Provider]
# For those who administer people.
CurrentOffice = Provided[Office]
# Only for those who asked with a cookie; a program with a token has none.
CurrentSession = Provided[Session | None]


def provide_provider(state: State) -> Provider:
    provider: Provider = state.provider
    return provider


def provide_vault(state: State) -> Vault:
    vault: Vault = state.vault
    return vault


def provide_session(request: Request[Any, Any, Any]) -> Session | None:
    session: Session | None = request.scope["state"].get("session")
    return session


def provide_office(
    begin: Begin,
    provider: CurrentProvider,
    vault: CurrentVault,
    community: Provided[Community],
    actor: CurrentActor,
    now: Now,
) -> Office:
    return Office(
        begin=begin, provider=provider, vault=vault, community=community, by=actor, now=now
    )


DEPENDENCIES = {
    "provider": Provide(provide_provider, sync_to_thread=False),
    "vault": Provide(provide_vault, sync_to_thread=False),
    "session": Provide(provide_session, sync_to_thread=False),
}
