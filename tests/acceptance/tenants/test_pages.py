"""A community's settings as its admin sees them, and communities as the superadmin does."""

import re
import time
from dataclasses import dataclass
from itertools import count

import httpx
import pytest

from app.tenants.web.finding import MEMORY_SECONDS
from tests.acceptance.world import World

numbers = count(1)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


@dataclass(frozen=True)
class Office:
    """A community with an admin at one browser and a superadmin at another."""

    world: World
    name: str
    admin: httpx.Client
    superadmin: httpx.Client

    def settings(self) -> dict[str, str]:
        """What the form says now, ready to be sent back."""
        page = self.admin.get("/admin/community").text
        fields = dict(re.findall(r'name="(\w+)" type="\w+" value="([^"]*)"', page))
        ticks = re.findall(r'type="checkbox" name="(\w+)" value="true" checked', page)
        return {
            **fields,
            **dict.fromkeys(ticks, "true"),
            "csrf": hidden(page, "csrf"),
            "version": hidden(page, "version"),
            "locale": "en",
            "reason": "a new season",
        }

    def logo_address(self) -> str:
        found = re.search(r'src="(/community/logo[^"]*)"', self.admin.get("/admin/community").text)
        assert found
        return found[1]

    def send_logo(self, image: bytes, reason: str) -> httpx.Response:
        fields = {"csrf": self.settings()["csrf"], "reason": reason}
        files = {"logo": ("logo.png", image)}
        return self.admin.post("/admin/community/logo", data=fields, files=files)

    def remove_logo(self, reason: str) -> httpx.Response:
        fields = {"csrf": self.settings()["csrf"], "reason": reason}
        files = {"logo": ("", b"")}
        return self.admin.post("/admin/community/logo/remove", data=fields, files=files)

    def send(self, browser: httpx.Client, path: str, **fields: str) -> httpx.Response:
        csrf = hidden(browser.get("/auth/sessions").text, "csrf")
        return browser.post(path, data={"csrf": csrf} | fields)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'type="hidden" name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]


@pytest.fixture
def office(world: World) -> Office:
    name = f"office-{next(numbers)}"
    world.found_community(name)
    admin = world.sign_in(world.join("Efua", name, "admin"), f"{name}.localhost")
    superadmin = world.people.join("Yaw", superadmin=True)
    return Office(world, name, admin, world.sign_in(superadmin, f"{name}.localhost"))


def test_what_an_admin_saved_is_what_they_see_at_once(office: Office) -> None:
    changed = office.settings() | {"name": "Friday Football", "time_zone": "Africa/Accra"}

    answer = office.admin.post("/admin/community", data=changed)

    assert answer.headers["location"] == "/admin/community?saved=true"
    after = office.settings()
    assert (after["name"], after["time_zone"]) == ("Friday Football", "Africa/Accra")
    assert int(after["version"]) == int(changed["version"]) + 1
    assert "community.settings_changed" in office.world.audit_of(office.name)
    assert "a new season" in office.world.audit_of(office.name)


def test_a_mistake_is_named_beside_its_field_and_nothing_is_lost(office: Office) -> None:
    wrong = office.settings() | {"name": "Friday Football", "time_zone": "Mars/Olympus"}

    answer = office.admin.post("/admin/community", data=wrong)

    assert answer.status_code == 422
    assert 'value="Friday Football"' in answer.text
    assert 'value="Mars/Olympus"' in answer.text
    assert 'id="time_zone-error"' in answer.text
    assert office.settings()["name"] != "Friday Football"


def test_settings_change_for_a_reason(office: Office) -> None:
    silent = office.settings() | {"name": "Friday Football", "reason": " "}

    answer = office.admin.post("/admin/community", data=silent)

    assert answer.status_code == 422
    assert 'id="reason-error">Say why.' in answer.text
    assert 'value="Friday Football"' in answer.text
    assert office.settings()["name"] != "Friday Football"


def test_nobody_overwrites_what_they_have_not_seen(office: Office) -> None:
    stale = office.settings()
    office.admin.post("/admin/community", data=stale | {"name": "First"})

    answer = office.admin.post("/admin/community", data=stale | {"name": "Second"})

    assert answer.status_code == 422
    assert "Somebody else changed these settings" in answer.text
    assert office.settings()["name"] == "First"


def test_a_field_that_we_do_not_know_is_refused(office: Office) -> None:
    answer = office.admin.post("/admin/community", data=office.settings() | {"nonsense": "1"})

    assert answer.status_code == 400
    assert "fields that we do not know" in answer.text


def test_an_admin_cannot_allow_themselves_more(office: Office) -> None:
    bold = office.settings() | {"adjustment_threshold": "1000000"}

    assert office.admin.post("/admin/community", data=bold).status_code == 422
    assert office.settings()["adjustment_threshold"] == "1000"

    allowed = bold | {"csrf": hidden(office.superadmin.get("/admin/community").text, "csrf")}
    assert office.superadmin.post("/admin/community", data=allowed).status_code == 303
    assert office.settings()["adjustment_threshold"] == "1000000"


@pytest.mark.parametrize(("image", "status"), [(PNG, 303), (b"<svg/>", 422), (PNG * 2000, 413)])
def test_a_logo_is_a_small_picture(office: Office, image: bytes, status: int) -> None:
    answer = office.send_logo(image, reason="a new season")

    assert answer.status_code == status
    shown = office.admin.get("/community/logo")
    assert shown.status_code == (200 if status == 303 else 404)
    if status == 303:
        assert (shown.content, shown.headers["content-type"]) == (image, "image/png")
        assert "a new season" in office.world.audit_of(office.name)


def test_what_is_no_picture_is_said_beside_it(office: Office) -> None:
    answer = office.send_logo(b"<svg/>", reason="a new season")

    assert 'id="logo-error">A logo is a PNG' in answer.text
    assert 'id="logo-reason" name="reason" type="text" value="a new season"' in answer.text
    assert 'id="reason" name="reason" type="text" value=""' in answer.text


def test_a_logo_changes_for_a_reason(office: Office) -> None:
    answer = office.send_logo(PNG, reason="")

    assert answer.status_code == 422
    assert 'id="logo-reason-error">Say why.' in answer.text
    assert office.admin.get("/community/logo").status_code == 404


def test_a_form_without_a_picture_leaves_the_logo_and_its_own_button_removes_it(
    office: Office,
) -> None:
    office.send_logo(PNG, reason="a new season")

    assert office.send_logo(b"", reason="a new season").status_code == 422
    assert office.remove_logo(reason="").status_code == 422
    assert office.admin.get("/community/logo").content == PNG

    for _ in range(2):
        assert office.remove_logo(reason="the season is over").status_code == 303
    assert office.admin.get("/community/logo").status_code == 404
    acts = office.admin.get("/api/audit", params={"action": "community.logo_removed"}).json()
    assert [act["act"]["reason"] for act in acts["items"]] == ["the season is over"]


def test_each_logo_has_an_address_of_its_own_which_browsers_may_keep(office: Office) -> None:
    office.send_logo(PNG, reason="a new season")
    first = office.logo_address()
    office.remove_logo(reason="the season is over")
    office.send_logo(PNG + b"other", reason="another season")
    second = office.logo_address()

    assert first != second
    assert "immutable" in office.admin.get(second).headers["cache-control"]
    # Whoever has the page of a moment ago sees today's logo, and does not keep it as the old one.
    assert office.admin.get(first).content == PNG + b"other"
    assert office.admin.get(first).headers["cache-control"] == "no-cache"


def test_a_superadmin_founds_a_community_that_answers_at_once(office: Office) -> None:
    name = f"fresh-{next(numbers)}"

    answer = office.send(
        office.superadmin,
        "/platform/communities",
        name="Fresh",
        subdomain=name,
        locale="en",
        time_zone="UTC",
    )

    assert answer.status_code == 303
    assert name in office.superadmin.get("/platform/communities").text
    assert office.world.browser(f"{name}.localhost").get("/").status_code == 200


@pytest.mark.parametrize("subdomain", ["", "Has Space", "auth", "-", "x" * 41])
def test_a_subdomain_that_cannot_be_is_named_beside_its_field(
    office: Office, subdomain: str
) -> None:
    answer = office.send(
        office.superadmin, "/platform/communities", name="Kept", subdomain=subdomain
    )

    assert answer.status_code == 422
    assert 'id="subdomain-error"' in answer.text
    assert 'value="Kept"' in answer.text


def test_whoever_suspends_their_own_community_can_let_it_go_on(office: Office) -> None:
    path = f"/platform/communities/{office.name}"
    assert office.send(office.superadmin, f"{path}/suspend", reason="a pause").status_code == 303
    time.sleep(MEMORY_SECONDS)
    assert office.admin.get("/admin/community").status_code == 503

    page = office.superadmin.get("/platform/communities")
    csrf = hidden(page.text, "csrf")
    answer = office.superadmin.post(f"{path}/resume", data={"csrf": csrf, "reason": "over"})

    assert answer.status_code == 303
    time.sleep(MEMORY_SECONDS)
    assert office.admin.get("/admin/community").status_code == 200
