"""What Pointsbook's sign-in relies on, and every provider must keep."""

from dataclasses import replace

import httpx
import pytest

from app.identity.gateway import GrantRefused
from tests.contracts.identity.browser import Browser, Left, forms
from tests.contracts.identity.flows import Attempt, Scene, audience

pytestmark = pytest.mark.anyio


async def test_the_provider_describes_itself(scene: Scene) -> None:
    described = scene.described(".well-known/openid-configuration")

    assert described["issuer"] == scene.realm_url
    assert described["token_endpoint"] == f"{scene.realm_url}/protocol/openid-connect/token"
    assert "S256" in described["code_challenge_methods_supported"]
    assert described["backchannel_logout_supported"] is True
    assert described["backchannel_logout_session_supported"] is True


async def test_the_provider_publishes_the_keys_it_signs_with(scene: Scene) -> None:
    keys = scene.described("protocol/openid-connect/certs")["keys"]

    signing = [key for key in keys if key["use"] == "sig"]

    assert {key["alg"] for key in signing} == {"RS256"}
    assert all(key["kid"] for key in signing)


async def test_an_access_token_says_who_for_whom_and_with_which_roles(scene: Scene) -> None:
    await scene.keycloak.ensure_community("demo")
    account = scene.provider.add_person(groups=["/communities/demo/player"])

    tokens = await scene.sign_in(account)

    claims = scene.claims(tokens.access_token)
    assert claims["iss"] == scene.realm_url
    assert audience(claims) == ["api"]
    assert (claims["azp"], claims["typ"]) == ("web", "Bearer")
    assert claims["sub"] == account.subject
    assert claims["groups"] == ["/communities/demo/player"]
    assert claims["sid"]
    assert claims["exp"] - claims["iat"] == tokens.expires_in == 300


async def test_an_id_token_answers_one_attempt(scene: Scene) -> None:
    await scene.keycloak.ensure_community("demo")
    account = scene.provider.add_person(groups=["/communities/demo/admin"])
    attempt = scene.attempt()

    tokens = await scene.sign_in(account, attempt)

    claims = scene.claims(tokens.id_token)
    assert claims["nonce"] == attempt.nonce
    assert (claims["iss"], audience(claims)) == (scene.realm_url, ["web"])
    assert (claims["azp"], claims["typ"]) == ("web", "ID")
    assert claims["sub"] == account.subject
    assert claims["sid"] == scene.claims(tokens.access_token)["sid"]
    assert claims["groups"] == ["/communities/demo/admin"]
    assert claims["email"] == f"{account.username}@pointsbook.example"
    assert claims["email_verified"] is True
    assert claims["auth_time"] <= claims["iat"]


async def test_a_superadmin_is_known_by_a_role_of_the_realm(scene: Scene) -> None:
    tokens = await scene.sign_in(scene.provider.superadmin())

    assert scene.claims(tokens.access_token)["realm_access"]["roles"] == ["superadmin"]


async def test_nobody_else_has_a_role_of_the_realm(scene: Scene) -> None:
    tokens = await scene.sign_in(scene.provider.add_person())

    claims = scene.claims(tokens.access_token)
    assert claims.get("realm_access", {}).get("roles", []) == []


async def test_a_wrong_password_gives_no_code(scene: Scene) -> None:
    account = replace(scene.provider.add_person(), password="wrong horse battery")

    with Browser.opened(scene.provider.base_url) as browser:
        page = browser.open(scene.attempt().url(scene.keycloak))
        assert isinstance(page, httpx.Response)
        page = browser.submit(page, username=account.username, password=account.password)

    assert isinstance(page, httpx.Response)
    assert "kc-form-login" in [form.id for form in forms(page)]


async def test_a_wrong_verifier_is_refused(scene: Scene) -> None:
    attempt = scene.attempt()
    code = scene.code(attempt, scene.provider.add_person())

    with pytest.raises(GrantRefused):
        await replace(attempt, verifier="w" * 64).exchange(scene.keycloak, code)


async def test_a_code_works_once(scene: Scene) -> None:
    attempt = scene.attempt()
    code = scene.code(attempt, scene.provider.add_person())
    await attempt.exchange(scene.keycloak, code)

    with pytest.raises(GrantRefused):
        await attempt.exchange(scene.keycloak, code)


async def test_a_code_belongs_to_its_client(scene: Scene) -> None:
    attempt = scene.attempt()
    code = scene.code(attempt, scene.provider.add_person())

    with pytest.raises(GrantRefused):
        await replace(attempt, client="api").exchange(scene.keycloak, code)


@pytest.mark.parametrize(
    "suffix", ["/", "?next=1", "/../callback", "#fragment", "x"], ids=lambda suffix: suffix
)
async def test_only_the_exact_redirect_address_is_served(scene: Scene, suffix: str) -> None:
    attempt = scene.attempt()
    near_miss = replace(attempt, redirect_uri=attempt.redirect_uri + suffix)

    with Browser.opened(scene.provider.base_url) as browser:
        page = browser.open(near_miss.url(scene.keycloak))

    assert isinstance(page, httpx.Response)
    assert page.status_code == 400


@pytest.mark.parametrize("missing", ["code_challenge", "code_challenge_method"])
async def test_a_sign_in_without_pkce_is_refused(scene: Scene, missing: str) -> None:
    url = httpx.URL(scene.attempt().url(scene.keycloak)).copy_remove_param(missing)

    with Browser.opened(scene.provider.base_url) as browser:
        left = browser.open(str(url))

    assert isinstance(left, Left)
    assert left.query["error"] == "invalid_request"


@pytest.mark.parametrize("port", [1024, 65535])
async def test_a_program_may_listen_on_any_port_of_its_machine(scene: Scene, port: int) -> None:
    attempt = Attempt(client="api", redirect_uri=f"http://127.0.0.1:{port}/callback")

    tokens = await scene.sign_in(scene.provider.add_person(), attempt)

    claims = scene.claims(tokens.access_token)
    assert (claims["azp"], audience(claims)) == ("api", ["api"])


async def test_a_program_listens_on_its_own_machine_only(scene: Scene) -> None:
    attempt = Attempt(client="api", redirect_uri="http://192.0.2.1:49152/callback")

    with Browser.opened(scene.provider.base_url) as browser:
        page = browser.open(attempt.url(scene.keycloak))

    assert isinstance(page, httpx.Response)
    assert page.status_code == 400


async def test_registering_starts_at_the_providers_own_form(scene: Scene) -> None:
    with Browser.opened(scene.provider.base_url) as browser:
        page = browser.open(scene.attempt().url(scene.keycloak, register=True))

    assert isinstance(page, httpx.Response)
    assert any("email" in form.values for form in forms(page))


async def test_refreshing_keeps_the_session(scene: Scene) -> None:
    first = await scene.sign_in(scene.provider.add_person())

    second = await scene.keycloak.refresh(first.refresh_token)

    before, after = scene.claims(first.access_token), scene.claims(second.access_token)
    assert second.access_token != first.access_token
    assert (after["sub"], after["sid"]) == (before["sub"], before["sid"])


async def test_a_refresh_token_works_once(scene: Scene) -> None:
    first = await scene.sign_in(scene.provider.add_person())
    await scene.keycloak.refresh(first.refresh_token)

    with pytest.raises(GrantRefused):
        await scene.keycloak.refresh(first.refresh_token)


async def test_a_refresh_token_belongs_to_its_client(scene: Scene) -> None:
    tokens = await scene.sign_in(scene.provider.add_person())

    with pytest.raises(GrantRefused):
        await scene.keycloak.refresh(tokens.refresh_token, client="api")


async def test_the_service_gets_a_token_in_its_own_name(scene: Scene) -> None:
    given = scene.service_token()

    claims = scene.claims(given["access_token"])
    assert (claims["azp"], claims["typ"]) == ("service", "Bearer")
    assert "api" in audience(claims)
    assert "refresh_token" not in given


@pytest.mark.parametrize("client", ["web", "api"])
async def test_only_the_service_may_ask_in_its_own_name(scene: Scene, client: str) -> None:
    answer = scene.ask_token(grant_type="client_credentials", client_id=client)

    assert answer.status_code == 401


@pytest.mark.parametrize("client", ["web", "api"])
async def test_passwords_are_given_to_the_providers_form_alone(scene: Scene, client: str) -> None:
    account = scene.provider.add_person()

    answer = scene.ask_token(
        grant_type="password",
        client_id=client,
        username=account.username,
        password=account.password,
    )

    assert answer.is_client_error
