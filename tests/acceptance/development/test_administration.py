"""People, groups and service accounts, as administered over HTTP in Keycloak's manner."""

import pytest

from app.development.directory import tokens
from app.development.directory.config import ADMIN
from tests.acceptance.development.running import (
    Attempt,
    Browser,
    Json,
    Program,
    RunningDirectory,
    given_back,
    sign_in,
)

ABENA: Json = {
    "username": "Abena",
    "email": "abena@example.org",
    "firstName": "Abena",
    "lastName": "Osei",
    "enabled": True,
    "credentials": [{"type": "password", "value": "secret", "temporary": False}],
}


@pytest.fixture
def service(program: Program) -> Program:
    program.log_in_as("service")
    return program


@pytest.fixture
def operator(program: Program) -> Program:
    program.log_in_as("operator")
    return program


def ama(directory: RunningDirectory) -> str:
    return directory.config.people[0].id


def test_nobody_administers_without_a_token(program: Program) -> None:
    refused = program.admin("GET", "users")

    assert (refused.status_code, refused.json()) == (401, {"error": "HTTP 401 Unauthorized"})


@pytest.mark.parametrize("name", ["ama", "efua", "yaw"])
def test_nobody_administers_with_their_own_token(
    browser: Browser, program: Program, name: str
) -> None:
    answer = sign_in(browser, program, name)
    program.http.headers["authorization"] = f"Bearer {answer['access_token']}"

    assert program.admin("GET", "users").status_code == 403


def test_another_service_account_does_not_administer(operator: Program) -> None:
    operator.make("clients", {"clientId": "robot", "serviceAccountsEnabled": True, "secret": "r"})
    robot = operator.token(grant_type="client_credentials", client_id="robot", client_secret="r")
    operator.http.headers["authorization"] = f"Bearer {robot.json()['access_token']}"

    assert operator.admin("GET", "users").status_code == 403


@pytest.mark.parametrize("path", ["clients", "keys"])
def test_the_application_itself_administers_people_only(service: Program, path: str) -> None:
    assert service.admin("GET", path).status_code == 403


def test_the_right_to_administer_runs_out(service: Program, directory: RunningDirectory) -> None:
    directory.pass_time(300)

    assert service.admin("GET", "users").status_code == 401


def test_a_person_who_was_made_can_be_found(service: Program) -> None:
    made = service.make("users", ABENA)

    by_name = service.admin("GET", "users", username="abena", exact="true").json()
    by_email = service.admin("GET", "users", email="ABENA@example.org", exact="True").json()
    by_search = service.admin("GET", "users", search="osei").json()

    assert by_name == by_email == by_search
    assert by_name[0]["id"] == made
    assert by_name[0]["username"] == "abena"
    assert "password" not in str(by_name)


def test_an_exact_search_finds_no_more(service: Program) -> None:
    assert service.admin("GET", "users", username="am", exact="true").json() == []
    assert len(service.admin("GET", "users", username="am").json()) == 1


def test_people_come_in_pages(service: Program) -> None:
    first = service.admin("GET", "users", first="0", max="3").json()
    second = service.admin("GET", "users", first="3", max="3").json()

    assert [person["username"] for person in first + second] == ["ama", "efua", "kofi", "yaw"]


def test_service_accounts_are_not_people(service: Program) -> None:
    assert service.admin("GET", "users", search="service").json() == []
    assert service.admin("GET", "users/count").json() == 4


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"username": "AMA"}, 409, "User exists with same username"),
        (
            {"username": "other", "email": "ama@pointsbook.example"},
            409,
            "User exists with same email",
        ),
        ({"email": "x@example.org"}, 400, "User name is missing"),
        ({"username": "x", "groups": ["/nowhere"]}, 400, "Unable to find group"),
        ({"username": "x", "shoeSize": 43}, 400, "shoeSize"),
        ({"username": 1}, 400, "username"),
    ],
)
def test_a_person_who_cannot_be_made_is_refused(
    service: Program, body: Json, status: int, words: str
) -> None:
    refused = service.admin("POST", "users", body)

    assert refused.status_code == status
    assert words in refused.text


def test_whoever_was_made_signs_in(service: Program, browser: Browser) -> None:
    service.make("users", ABENA)

    assert "code" in given_back(browser.sign_in(name="abena", password="secret"))


def test_a_reset_password_replaces_the_old_one(
    service: Program, browser: Browser, directory: RunningDirectory
) -> None:
    body = {"type": "password", "value": "changed", "temporary": False}

    done = service.admin("PUT", f"users/{ama(directory)}/reset-password", body)

    assert done.status_code == 204
    assert browser.sign_in(password="points").status_code == 200
    assert "code" in given_back(browser.sign_in(password="changed"))


def test_a_disabled_person_is_out_and_stays_out(
    service: Program, browser: Browser, directory: RunningDirectory
) -> None:
    answer = sign_in(browser, service)

    done = service.admin("PUT", f"users/{ama(directory)}", {"enabled": False})

    assert done.status_code == 204
    assert service.refresh(answer["refresh_token"]).status_code == 400
    assert "disabled" in browser.sign_in().text
    shown = service.admin("GET", f"users/{ama(directory)}").json()
    assert (shown["enabled"], shown["email"]) == (False, "ama@pointsbook.example")


def test_a_disabled_person_can_come_back(
    service: Program, browser: Browser, directory: RunningDirectory
) -> None:
    for enabled in (False, True):
        service.admin("PUT", f"users/{ama(directory)}", {"enabled": enabled})

    assert "code" in given_back(browser.sign_in())


def test_a_removed_person_is_gone(service: Program, directory: RunningDirectory) -> None:
    path = f"users/{ama(directory)}"

    assert service.admin("DELETE", path).status_code == 204
    assert service.admin("GET", path).json() == {"error": "User not found"}
    assert service.admin("DELETE", path).status_code == 404


def test_sessions_are_listed_and_ended(
    service: Program, browser: Browser, directory: RunningDirectory
) -> None:
    answer = sign_in(browser, service)
    path = f"users/{ama(directory)}"

    listed = service.admin("GET", f"{path}/sessions").json()
    assert [(s["id"], s["clients"]) for s in listed] == [(answer["session_state"], {"web": "web"})]

    assert service.admin("POST", f"{path}/logout").status_code == 204
    assert service.admin("GET", f"{path}/sessions").json() == []


def test_mail_is_accepted_and_recorded(service: Program, directory: RunningDirectory) -> None:
    path = f"users/{ama(directory)}"

    assert service.admin("PUT", f"{path}/execute-actions-email", ["UPDATE_PASSWORD"]).is_success
    assert service.admin("PUT", f"{path}/send-verify-email").is_success

    actions = [mail.actions for mail in directory.realm.mails]
    assert actions == [("UPDATE_PASSWORD",), ("VERIFY_EMAIL",)]


def test_mail_needs_an_address(service: Program) -> None:
    made = service.make("users", {"username": "nomail", "enabled": True})

    refused = service.admin("PUT", f"users/{made}/execute-actions-email", [])

    assert (refused.status_code, refused.json()) == (400, {"errorMessage": "User email missing"})


def test_a_community_gets_its_groups(service: Program) -> None:
    communities = service.admin("GET", "group-by-path/communities").json()

    accra = service.make(f"groups/{communities['id']}/children", {"name": "accra"})
    admin = service.make(f"groups/{accra}/children", {"name": "admin"})

    found = service.admin("GET", "group-by-path//communities/accra/admin").json()
    assert (found["id"], found["parentId"]) == (admin, accra)
    assert found["path"] == "/communities/accra/admin"
    below = service.admin("GET", f"groups/{communities['id']}/children").json()
    assert [(g["name"], g["subGroupCount"]) for g in below] == [("accra", 1), ("demo", 3)]


def test_groups_are_searched_with_the_branches_that_lead_there(service: Program) -> None:
    found = service.admin("GET", "groups", search="results").json()

    assert [group["path"] for group in found] == ["/communities"]
    demo = found[0]["subGroups"][0]
    assert [group["path"] for group in demo["subGroups"]] == ["/communities/demo/results"]


def test_a_name_is_taken_among_siblings_only(service: Program) -> None:
    top = service.make("groups", {"name": "demo"})
    service.make(f"groups/{top}/children", {"name": "demo"})

    refused = service.admin("POST", "groups", {"name": "demo"})
    assert refused.status_code == 409
    assert refused.json() == {"errorMessage": "Top level group named 'demo' already exists."}
    refused = service.admin("POST", f"groups/{top}/children", {"name": "demo"})
    assert refused.json() == {"errorMessage": "Sibling group named 'demo' already exists."}


def test_a_group_that_is_not_there_is_not_found(service: Program) -> None:
    assert service.admin("GET", "groups/none").status_code == 404
    assert service.admin("GET", "group-by-path/communities/none").status_code == 404


def test_membership_is_in_the_next_token(
    service: Program, browser: Browser, directory: RunningDirectory
) -> None:
    answer = sign_in(browser, service)
    admin = service.admin("GET", "group-by-path/communities/demo/admin").json()["id"]

    def groups_after(method: str) -> list[str]:
        nonlocal answer
        done = service.admin(method, f"users/{ama(directory)}/groups/{admin}")
        assert done.status_code == 204
        answer = service.refresh(answer["refresh_token"]).json()
        claims = tokens.read(answer["access_token"], directory.realm.state.keys)
        assert claims is not None
        return list(claims["groups"])

    assert groups_after("PUT") == ["/communities/demo/admin", "/communities/demo/player"]
    assert groups_after("PUT") == ["/communities/demo/admin", "/communities/demo/player"]
    assert groups_after("DELETE") == ["/communities/demo/player"]


def test_members_and_memberships_agree(service: Program, directory: RunningDirectory) -> None:
    player = service.admin("GET", "group-by-path/communities/demo/player").json()["id"]

    members = service.admin("GET", f"groups/{player}/members").json()
    groups = service.admin("GET", f"users/{ama(directory)}/groups").json()

    assert [person["username"] for person in members] == ["ama", "kofi"]
    assert [group["id"] for group in groups] == [player]


def test_a_group_goes_with_all_below_it(service: Program, directory: RunningDirectory) -> None:
    communities = service.admin("GET", "group-by-path/communities").json()["id"]

    assert service.admin("DELETE", f"groups/{communities}").status_code == 204

    assert service.admin("GET", "groups").json() == []
    assert service.admin("GET", f"users/{ama(directory)}/groups").json() == []


def test_a_renamed_group_keeps_its_people(service: Program) -> None:
    player = service.admin("GET", "group-by-path/communities/demo/player").json()["id"]

    assert service.admin("PUT", f"groups/{player}", {"name": "gambler"}).status_code == 204

    assert len(service.admin("GET", f"groups/{player}/members").json()) == 2
    assert service.admin("GET", "group-by-path/communities/demo/gambler").status_code == 200


def test_a_service_account_works_in_its_own_name(
    operator: Program, directory: RunningDirectory
) -> None:
    made = operator.make("clients", {"clientId": "feed", "serviceAccountsEnabled": True})
    secret = operator.admin("GET", f"clients/{made}/client-secret").json()["value"]
    account = operator.admin("GET", f"clients/{made}/service-account-user").json()
    results = operator.admin("GET", "group-by-path/communities/demo/results").json()["id"]
    operator.admin("PUT", f"users/{account['id']}/groups/{results}")

    answer = operator.token(
        grant_type="client_credentials", client_id="feed", client_secret=secret
    ).json()

    claims = tokens.read(answer["access_token"], directory.realm.state.keys)
    assert claims is not None
    assert (claims["sub"], claims["client_id"]) == (account["id"], "feed")
    assert claims["groups"] == ["/communities/demo/results"]
    assert "refresh_token" not in answer
    assert "sid" not in claims


def test_a_removed_service_account_gets_no_more_tokens(operator: Program) -> None:
    body = {"clientId": "feed", "serviceAccountsEnabled": True, "secret": "f"}
    made = operator.make("clients", body)
    assert operator.admin("GET", "clients", clientId="feed").json()[0]["id"] == made
    assert operator.admin("POST", "clients", body).status_code == 409

    assert operator.admin("DELETE", f"clients/{made}").status_code == 204

    refused = operator.token(grant_type="client_credentials", client_id="feed", client_secret="f")
    assert refused.status_code == 401


@pytest.mark.parametrize("client", ["web", "api"])
def test_only_service_accounts_have_tokens_of_their_own(program: Program, client: str) -> None:
    refused = program.token(grant_type="client_credentials", client_id=client)

    assert refused.json()["error"] == "unauthorized_client"


def test_configured_clients_cannot_be_removed(operator: Program, browser: Browser) -> None:
    assert operator.admin("DELETE", "clients/web").status_code == 400
    assert browser.ask(Attempt()).status_code == 200


def test_an_unknown_address_is_not_found(service: Program) -> None:
    assert service.http.get(f"{ADMIN}/nothing").status_code == 404
