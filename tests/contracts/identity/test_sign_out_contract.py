"""Signing out reaches everybody whom the session concerns."""

import pytest

from app.identity.gateway import GrantRefused
from tests.contracts.identity.flows import Scene, audience

pytestmark = pytest.mark.anyio

LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"


async def test_after_signing_out_nothing_can_be_refreshed(scene: Scene) -> None:
    tokens = await scene.sign_in(scene.provider.add_person())

    await scene.keycloak.end_session(tokens.refresh_token)

    with pytest.raises(GrantRefused):
        await scene.keycloak.refresh(tokens.refresh_token)


async def test_a_made_up_token_ends_no_session(scene: Scene) -> None:
    with pytest.raises(GrantRefused):
        await scene.keycloak.end_session("made-up")


async def test_pointsbook_is_told_of_a_sign_out(scene: Scene) -> None:
    account = scene.provider.add_person()
    tokens = await scene.sign_in(account)

    await scene.keycloak.end_session(tokens.refresh_token)

    told = scene.told_logout(account)
    assert told["sid"] == scene.claims(tokens.access_token)["sid"]
    assert (told["iss"], audience(told)) == (scene.realm_url, ["web"])
    assert told["typ"] == "Logout"
    assert told["events"] == {LOGOUT_EVENT: {}}
    assert told["jti"]
    assert told["exp"] > told["iat"]
    assert "nonce" not in told


async def test_signing_out_everywhere_ends_each_session(scene: Scene) -> None:
    account = scene.provider.add_person()
    here, there = await scene.sign_in(account), await scene.sign_in(account)

    await scene.keycloak.sign_out_everywhere(account.subject)

    told = {scene.told_logout(account)["sid"], scene.told_logout(account)["sid"]}
    assert told == {scene.claims(tokens.access_token)["sid"] for tokens in (here, there)}
    for tokens in (here, there):
        with pytest.raises(GrantRefused):
            await scene.keycloak.refresh(tokens.refresh_token)
