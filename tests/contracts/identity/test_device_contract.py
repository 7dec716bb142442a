"""A program without a browser is signed in by its user elsewhere (RFC 8628)."""

import httpx
import pytest

from app.identity.gateway import AuthorizationPending, GrantRefused, SlowDown
from tests.contracts.identity.browser import Browser
from tests.contracts.identity.flows import Scene, audience

pytestmark = pytest.mark.anyio


async def test_the_tokens_come_once_the_person_has_approved(scene: Scene) -> None:
    account = scene.provider.add_person()
    device = await scene.keycloak.start_device()

    with Browser.opened(scene.provider.base_url) as browser:
        browser.sign_in(device.verification_uri_complete, account)
    tokens = await scene.keycloak.poll_device(device.device_code)

    claims = scene.claims(tokens.access_token)
    assert (claims["sub"], claims["azp"]) == (account.subject, "api")
    assert audience(claims) == ["api"]


async def test_a_device_stays_signed_in_by_refreshing(scene: Scene) -> None:
    account = scene.provider.add_person()
    device = await scene.keycloak.start_device()
    with Browser.opened(scene.provider.base_url) as browser:
        browser.sign_in(device.verification_uri_complete, account)
    tokens = await scene.keycloak.poll_device(device.device_code)

    fresh = await scene.keycloak.refresh(tokens.refresh_token, client="api")

    assert scene.claims(fresh.access_token)["sub"] == account.subject


async def test_until_then_the_program_waits(scene: Scene) -> None:
    device = await scene.keycloak.start_device()

    with pytest.raises(AuthorizationPending) as waiting:
        await scene.keycloak.poll_device(device.device_code)

    assert not isinstance(waiting.value, SlowDown)


async def test_a_program_in_haste_is_told_to_slow_down(scene: Scene) -> None:
    device = await scene.keycloak.start_device()
    with pytest.raises(AuthorizationPending):
        await scene.keycloak.poll_device(device.device_code)

    with pytest.raises(SlowDown):
        await scene.keycloak.poll_device(device.device_code)


async def test_a_device_code_works_once(scene: Scene) -> None:
    device = await scene.keycloak.start_device()
    with Browser.opened(scene.provider.base_url) as browser:
        browser.sign_in(device.verification_uri_complete, scene.provider.add_person())
    await scene.keycloak.poll_device(device.device_code)

    with pytest.raises(GrantRefused):
        await scene.keycloak.poll_device(device.device_code)


async def test_whoever_overhears_the_code_lacks_the_verifier(scene: Scene) -> None:
    device = await scene.keycloak.start_device()
    with Browser.opened(scene.provider.base_url) as browser:
        browser.sign_in(device.verification_uri_complete, scene.provider.add_person())

    with pytest.raises(GrantRefused):
        await scene.keycloak.poll_device(device.device_code.partition(".")[0] + "." + "w" * 43)


async def test_a_person_may_say_no(scene: Scene) -> None:
    device = await scene.keycloak.start_device()
    account = scene.provider.add_person()
    with Browser.opened(scene.provider.base_url) as browser:
        page = browser.open(device.verification_uri_complete)
        assert isinstance(page, httpx.Response)
        page = browser.submit(page, username=account.username, password=account.password)
        assert isinstance(page, httpx.Response)
        browser.submit(page, cancel="No")

    with pytest.raises(GrantRefused):
        await scene.keycloak.poll_device(device.device_code)


@pytest.mark.parametrize("code", ["", ".", "made-up", "made-up.too"])
async def test_a_made_up_code_is_refused(scene: Scene, code: str) -> None:
    with pytest.raises(GrantRefused):
        await scene.keycloak.poll_device(code)
