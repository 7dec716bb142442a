"""What only the real Keycloak is asked to do."""

from dataclasses import replace

import httpx
import pytest

from tests.contracts.identity.browser import Browser, Left
from tests.contracts.identity.flows import Scene
from tests.contracts.identity.providers import Account, Provider

pytestmark = [pytest.mark.anyio, pytest.mark.xdist_group("keycloak")]


@pytest.fixture
def provider(real_keycloak: Provider) -> Provider:
    return real_keycloak


async def test_guessing_passwords_locks_the_account(scene: Scene) -> None:
    account = scene.provider.add_person()
    guess = replace(account, password="wrong horse battery")

    for _ in range(5):
        assert isinstance(try_once(scene, guess), httpx.Response)

    assert isinstance(try_once(scene, account), httpx.Response)


def try_once(scene: Scene, account: Account) -> httpx.Response | Left:
    with Browser.opened(scene.provider.base_url) as browser:
        page = browser.open(scene.attempt().url(scene.keycloak))
        assert isinstance(page, httpx.Response)
        return browser.submit(page, username=account.username, password=account.password)
