"""What Pointsbook's own account can do with people and communities, and what it cannot."""

import asyncio
from dataclasses import replace
from http import HTTPStatus
from uuid import uuid4

import httpx
import pytest

from app.identity.gateway import GrantRefused, PersonUnknown, Tokens
from app.identity.rules.sign_in import COMMUNITY_ROLES
from tests.contracts.identity.browser import Browser
from tests.contracts.identity.flows import Scene

pytestmark = pytest.mark.anyio

NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def subdomain() -> str:
    return f"town-{uuid4().hex[:8]}"


async def test_a_new_community_is_empty(scene: Scene, subdomain: str) -> None:
    await scene.keycloak.ensure_community(subdomain)

    assert await scene.keycloak.people(subdomain) == []


async def test_a_community_that_nobody_made_is_empty(scene: Scene, subdomain: str) -> None:
    assert await scene.keycloak.people(subdomain) == []


async def test_many_may_make_the_same_community_at_once(scene: Scene, subdomain: str) -> None:
    await asyncio.gather(*(scene.keycloak.ensure_community(subdomain) for _ in range(8)))

    account = scene.provider.add_person()
    for role in COMMUNITY_ROLES:
        await scene.keycloak.grant_role(account.subject, subdomain, role)
    (person,) = await scene.keycloak.people(subdomain)
    assert person.roles == set(COMMUNITY_ROLES)


async def test_a_role_is_in_the_next_token(scene: Scene, subdomain: str) -> None:
    account = scene.provider.add_person()
    tokens = await scene.sign_in(account)

    await scene.keycloak.grant_role(account.subject, subdomain, "results")
    granted = await scene.keycloak.refresh(tokens.refresh_token)
    await scene.keycloak.revoke_role(account.subject, subdomain, "results")
    revoked = await scene.keycloak.refresh(granted.refresh_token)

    assert groups(scene, tokens) == []
    assert groups(scene, granted) == [f"/communities/{subdomain}/results"]
    assert groups(scene, revoked) == []


async def test_granting_and_revoking_twice_is_as_good_as_once(scene: Scene, subdomain: str) -> None:
    account = scene.provider.add_person()

    for _ in range(2):
        await scene.keycloak.grant_role(account.subject, subdomain, "player")
    assert [p.subject for p in await scene.keycloak.people(subdomain)] == [account.subject]

    for _ in range(2):
        await scene.keycloak.revoke_role(account.subject, subdomain, "player")
    assert await scene.keycloak.people(subdomain) == []


async def test_inviting_a_stranger_makes_them_known(scene: Scene, subdomain: str) -> None:
    email = f"{subdomain}@pointsbook.example"

    subject = await invite(scene, email, subdomain, "admin")

    (person,) = await scene.keycloak.people(subdomain)
    assert (person.subject, person.email) == (subject, email)
    assert person.roles == {"admin"}
    assert person.enabled


async def test_an_invitation_repeated_names_the_same_person(scene: Scene, subdomain: str) -> None:
    email = f"{subdomain}@pointsbook.example"

    subjects = [
        await invite(scene, address, subdomain, "player") for address in (email, email.upper())
    ]

    assert len(set(subjects)) == 1
    assert len(await scene.keycloak.people(subdomain)) == 1


async def test_a_person_is_found_by_their_address(scene: Scene, subdomain: str) -> None:
    email = f"{subdomain}@pointsbook.example"
    subject = await invite(scene, email, subdomain, "player")

    found = await scene.keycloak.find_by_email(email.upper())

    assert found is not None
    assert (found.subject, found.email, found.enabled) == (subject, email, True)
    assert await scene.keycloak.email_of(subject) == email


async def test_nobody_is_found_by_half_an_address(scene: Scene, subdomain: str) -> None:
    await invite(scene, f"{subdomain}@pointsbook.example", subdomain, "player")

    assert await scene.keycloak.find_by_email(f"{subdomain}@pointsbook") is None


async def test_nobody_has_no_address(scene: Scene) -> None:
    with pytest.raises(PersonUnknown):
        await scene.keycloak.email_of(NOBODY)


async def test_only_a_service_account_s_token_names_its_client(
    scene: Scene, subdomain: str
) -> None:
    await scene.keycloak.ensure_community(subdomain)
    tokens = await scene.sign_in(scene.provider.add_person())

    assert scene.claims(scene.service_token()["access_token"])["client_id"] == "service"
    assert "client_id" not in scene.claims(tokens.access_token)


async def test_simultaneous_invitations_name_the_same_person(scene: Scene, subdomain: str) -> None:
    email = f"{subdomain}@pointsbook.example"

    subjects = await asyncio.gather(
        *(invite(scene, email, subdomain, role) for role in COMMUNITY_ROLES)
    )

    assert len(set(subjects)) == 1
    (person,) = await scene.keycloak.people(subdomain)
    assert person.roles == set(COMMUNITY_ROLES)


async def test_inviting_somebody_known_keeps_them_as_they_are(scene: Scene, subdomain: str) -> None:
    account = scene.provider.add_person()
    email = f"{account.username}@pointsbook.example"

    subject = await invite(scene, email, subdomain, "player")

    tokens = await scene.sign_in(account)
    assert scene.claims(tokens.access_token)["sub"] == subject == account.subject


async def test_a_disabled_person_cannot_refresh(scene: Scene) -> None:
    account = scene.provider.add_person()
    tokens = await scene.sign_in(account)

    await scene.keycloak.set_enabled(account.subject, enabled=False)

    with pytest.raises(GrantRefused):
        await scene.keycloak.refresh(tokens.refresh_token)


async def test_a_disabled_person_cannot_sign_in(scene: Scene) -> None:
    account = scene.provider.add_person()
    await scene.keycloak.set_enabled(account.subject, enabled=False)

    with Browser.opened(scene.provider.base_url) as browser:
        page = browser.open(scene.attempt().url(scene.keycloak))
        assert isinstance(page, httpx.Response)
        page = browser.submit(page, username=account.username, password=account.password)

    assert isinstance(page, httpx.Response)


async def test_a_person_enabled_again_keeps_all_they_had(scene: Scene, subdomain: str) -> None:
    account = scene.provider.add_person()
    await scene.keycloak.grant_role(account.subject, subdomain, "player")
    (before,) = await scene.keycloak.people(subdomain)

    await scene.keycloak.set_enabled(account.subject, enabled=False)
    assert await scene.keycloak.people(subdomain) == [replace(before, enabled=False)]

    await scene.keycloak.set_enabled(account.subject, enabled=True)
    assert await scene.keycloak.people(subdomain) == [before]
    tokens = await scene.sign_in(account)
    assert groups(scene, tokens) == [f"/communities/{subdomain}/player"]


async def test_nothing_can_be_done_with_nobody(scene: Scene, subdomain: str) -> None:
    with pytest.raises(PersonUnknown):
        await scene.keycloak.grant_role(NOBODY, subdomain, "player")
    with pytest.raises(PersonUnknown):
        await scene.keycloak.invite(NOBODY, subdomain, "player")
    with pytest.raises(PersonUnknown):
        await scene.keycloak.revoke_role(NOBODY, subdomain, "player")
    with pytest.raises(PersonUnknown):
        await scene.keycloak.set_enabled(NOBODY, enabled=True)
    with pytest.raises(PersonUnknown):
        await scene.keycloak.sign_out_everywhere(NOBODY)


@pytest.mark.parametrize("beyond", ["clients", "keys", "roles", "events", "components"])
async def test_the_service_sees_people_and_groups_only(scene: Scene, beyond: str) -> None:
    answer = scene.administer(beyond, scene.service_token()["access_token"])

    # The stand-in has no such thing as roles, events and components: a 404 gives as little.
    assert answer.is_client_error


async def test_a_person_administers_nobody(scene: Scene) -> None:
    tokens = await scene.sign_in(scene.provider.superadmin())

    answer = scene.administer("users", tokens.access_token)

    assert answer.status_code == HTTPStatus.FORBIDDEN


async def invite(scene: Scene, email: str, subdomain: str, role: str) -> str:
    subject = await scene.keycloak.ensure_person(email)
    await scene.keycloak.invite(subject, subdomain, role)
    return subject


def groups(scene: Scene, tokens: Tokens) -> list[str]:
    """Keycloak leaves the claim out for a person without groups."""
    groups: list[str] = scene.claims(tokens.access_token).get("groups", [])
    return groups
