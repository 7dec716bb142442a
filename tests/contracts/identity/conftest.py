"""Every test of the contract runs against each provider; one server each a test session."""

from collections.abc import AsyncIterator, Iterator

import pytest

from app.development.keycloak import KeycloakServer
from app.identity.gateway import Keycloak
from tests.contracts.identity import providers
from tests.contracts.identity.flows import Scene
from tests.contracts.identity.providers import Provider
from tests.contracts.identity.receiver import Receiver
from tests.contracts.keycloak_server import SERVICE_SECRET, WEB_SECRET


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def real_keycloak(keycloak_server: KeycloakServer, receiver: Receiver) -> Provider:
    return providers.RealKeycloak(keycloak_server, receiver)


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    with providers.embedded(tmp_path_factory.mktemp("embedded")) as provider:
        yield provider


@pytest.fixture(
    params=[
        pytest.param("embedded", marks=pytest.mark.xdist_group("embedded")),
        pytest.param("real_keycloak", id="keycloak", marks=pytest.mark.xdist_group("keycloak")),
    ]
)
def provider(request: pytest.FixtureRequest) -> Provider:
    provider: Provider = request.getfixturevalue(request.param)
    return provider


@pytest.fixture
async def keycloak(provider: Provider) -> AsyncIterator[Keycloak]:
    keycloak = Keycloak(
        base_url=provider.base_url,
        web_secret=WEB_SECRET,
        service_secret=SERVICE_SECRET,
        timeout_seconds=20,
    )
    yield keycloak
    await keycloak.aclose()


@pytest.fixture
def scene(provider: Provider, keycloak: Keycloak) -> Scene:
    return Scene(provider=provider, keycloak=keycloak)
