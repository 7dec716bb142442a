"""Admins grant points, make vouchers and look back, on pages without a script."""

import re
from collections.abc import Iterator

import pytest

from tests.acceptance.pages.chair import Chair, words
from tests.acceptance.world import World


@pytest.fixture(scope="module")
def chair(shared_world: World) -> Iterator[Chair]:
    yield Chair(shared_world)
    shared_world.close_browsers()
    assert shared_world.violations() == []


def asked(chair: Chair, who: str, name: str, points: int) -> str:
    """The id of a request for points in a competition of that name."""
    chair.make(name)
    chair.join(who, name)
    wish = {
        "id": f"01900000-0000-7000-8000-{points:012}",
        "entry_id": chair.entry(who, name)["id"],
        "points": points,
        "note": "For the final",
    }
    return str(chair.must(who, "POST /api/payments/deposit", wish)["id"])


def test_a_request_is_granted_with_a_reason(chair: Chair) -> None:
    payment = asked(chair, "Ama", "Wishes", 41)
    path = f"/admin/points/{payment}/approve"
    assert "asks for 41 points" in chair.look("/admin/points")

    silent = chair.send("/admin/points", path)
    granted = chair.send("/admin/points", path, reason="It is the final")

    assert [silent.status_code, granted.status_code] == [422, 303]
    assert chair.balance("Ama", "Wishes") == 1_041
    assert "asks for 41 points" not in chair.look("/admin/points")


def test_many_points_need_two_admins(chair: Chair) -> None:
    payment = asked(chair, "Kofi", "Large wishes", 5_000)
    path = f"/admin/points/{payment}/approve"

    chair.send("/admin/points", path, reason="It is the final")
    assert chair.balance("Kofi", "Large wishes") == 1_000
    assert "You agreed." in chair.look("/admin/points")
    chair.send("/admin/points", path, who="Yaw", reason="So it is")

    assert chair.balance("Kofi", "Large wishes") == 6_000


def test_codes_of_vouchers_are_shown_once_and_are_good(chair: Chair) -> None:
    competition = chair.make("Paper")
    chair.join("Ama", "Paper")
    typed = {
        "competition_id": competition,
        "count": "2",
        "points": "25",
        "expires_at": "2099-01-01T12:00",
        "reason": "Prizes of the raffle",
    }

    made = chair.send("/admin/vouchers", "/admin/vouchers", **typed)

    codes = re.findall(r"<li><code>([0-9A-Z-]+)</code>", made.text)
    assert made.status_code == 201
    assert len(codes) == 2
    assert codes[0] not in chair.browser().get("/admin/vouchers").text
    chair.must(
        "Ama",
        "POST /api/payments/deposit",
        {
            "id": "01900000-0000-7000-8000-0000000000aa",
            "entry_id": chair.entry("Ama", "Paper")["id"],
            "code": codes[0],
        },
    )
    assert chair.balance("Ama", "Paper") == 1_025
    assert "25 points Used" in chair.look("/admin/vouchers")


def test_too_many_points_on_paper_are_refused_and_nothing_typed_is_lost(chair: Chair) -> None:
    competition = chair.make("Too much paper")

    answer = chair.send(
        "/admin/vouchers",
        "/admin/vouchers",
        competition_id=competition,
        count="900",
        points="900",
        expires_at="2099-01-01T12:00",
        reason="A raffle",
    )

    assert answer.status_code == 409
    assert "than an admin may grant alone" in words(answer.text)
    assert 'value="900"' in answer.text


def test_a_limit_of_losses_is_set_and_removed(chair: Chair) -> None:
    competition = chair.make("Careful")
    path = "/admin/exposure-limits"
    no_bound = chair.send(path, path, subject=f"competition {competition}")

    chair.send(path, path, subject=f"competition {competition}", soft="700", hard="900")
    assert "Careful Competition" in chair.look(path)
    assert "Lower bound: 700. Upper bound: 900." in chair.look(path)
    chair.send(path, f"{path}/{competition}/remove")

    assert no_bound.status_code == 400
    assert "Lower bound: 700." not in chair.look(path)


def test_a_new_community_is_led_from_step_to_step(chair: Chair) -> None:
    page = chair.browser().get("/admin").text

    assert "First steps" in page
    assert re.search(r'class="next"[^>]*aria-current="step"', page)


def test_months_are_told_on_a_page_and_in_a_file(chair: Chair) -> None:
    chair.person("Abena")

    page, file = chair.look("/admin/reports"), chair.browser().get("/admin/reports/months.csv")

    header, newest, *earlier = file.text.splitlines()
    assert header.startswith("month,players,active,bets,staked,settled,paid,corrected,adjustments")
    assert (
        int(newest.split(",")[1])
        == chair.sql("select count(*) from player where tenant_id = %s", chair.tenant_id)[0][0]
    )
    assert len(earlier) == 11
    assert "Time-outs and exclusions" in page


def test_a_superadmin_sees_all_communities_side_by_side(chair: Chair) -> None:
    page = chair.look("/platform/analytics", who="Sena")

    assert chair.subdomain.title() in page


def test_acts_are_told_in_words_and_found_by_who_did_them(chair: Chair) -> None:
    path = f"/admin/competitions/{chair.make('Audited', run=False)}"
    chair.send(path, f"{path}/state", who="Yaw", state="running")
    yaw = chair.person("Yaw").id

    of_yaw = chair.look(f"/admin/audit?by={yaw}")
    of_nobody = chair.look("/admin/audit?by=nobody")

    assert "Competition opened Audited" in of_yaw
    assert "Competition made Audited" not in of_yaw
    assert "Nothing of that kind was done." in of_nobody


def test_colours_are_previewed_and_not_saved(chair: Chair) -> None:
    path = "/admin/community"
    typed = {"primary_colour": "#123456", "name": "Harbour Club"}

    preview = chair.send(path, path, to=f"{path}/preview", **typed)

    assert preview.status_code == 200
    assert 'fill="#123456"' in preview.text
    assert 'value="Harbour Club"' in preview.text
    assert 'fill="#123456"' not in chair.browser().get(path).text
