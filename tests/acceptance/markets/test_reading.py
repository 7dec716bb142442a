"""Reading markets: page by page, no bytes twice, and nothing that players may not see."""

from collections.abc import Callable

import pytest

from tests.acceptance.markets.office import Office


@pytest.fixture
def path(office: Office) -> str:
    office.programme("Ghana v Mali")
    office.ask("Efua", f"POST /api/events/{office.event}/markets/template", {})
    with office.game.transaction() as tx:
        found = tx.execute(
            "select s.slug, e.slug from event e join sport s on s.id = e.sport_id where e.id = %s",
            [office.event],
        ).fetchone()
    assert found
    return f"/api/sports/{found[0]}/events/{found[1]}/markets"


def test_every_market_is_on_one_page(office: Office, path: str) -> None:
    pages = [office.must("Ama", f"GET {path}?limit=4")]
    while cursor := pages[-1]["next"]:
        pages.append(office.must("Ama", f"GET {path}?limit=4&after={cursor}"))

    assert [len(page["items"]) for page in pages] == [4, 4, 3]
    assert len({market["id"] for page in pages for market in page["items"]}) == 11


def test_what_is_unchanged_is_not_sent_again(office: Office, path: str) -> None:
    office.ask("Ama", f"GET {path}")
    tag = office.answer.headers["etag"]

    office.ask("Ama", f"GET {path}", if_none_match=tag)
    unchanged = office.answer.status_code
    market = office.market("Winner")
    office.ask("Efua", f"POST /api/markets/{market['id']}/suspend", {"reason": "a report"})
    office.ask("Ama", f"GET {path}", if_none_match=tag)

    assert unchanged == 304
    assert office.answer.status_code == 200


HIDE_SPORT = """
    insert into sport_config (sport_tenant_id, sport_id, hidden)
    select sport_tenant_id, sport_id, true from event where id = %s
"""
ARCHIVE = """
    update sport set archived_at = now()
    where id = (select sport_id from event where id = %s)
"""
DRAFT = "update market set state = 'draft' where event_id = %s"


def hide_event(office: Office) -> None:
    office.game.configure(office.event, hidden=True)


def hide_sport(office: Office) -> None:
    with office.game.transaction() as tx:
        tx.execute(HIDE_SPORT, [office.event])


def archive_sport(office: Office) -> None:
    with office.game.transaction() as tx:
        tx.execute(ARCHIVE, [office.event])


def take_back(office: Office) -> None:
    with office.game.transaction() as tx:
        tx.execute(DRAFT, [office.event])


@pytest.mark.parametrize("hide", [hide_event, hide_sport, archive_sport, take_back])
def test_players_do_not_see_what_is_hidden(
    office: Office, path: str, hide: Callable[[Office], None]
) -> None:
    market_id = office.market("Winner")["id"]
    hide(office)

    office.ask("Ama", f"GET /api/markets/{market_id}")
    one = office.answer.status_code
    office.ask("Ama", f"GET {path}")

    assert one == 404
    assert office.answer.status_code == 404 or office.answer.json()["items"] == []


def test_another_community_sees_nothing_of_it(office: Office, path: str) -> None:
    market_id = office.market("Winner")["id"]
    away = Office(office.world)

    away.ask("Ama", f"GET /api/markets/{market_id}")
    read = away.answer.status_code
    away.ask("Efua", f"POST /api/markets/{market_id}/suspend", {"reason": "a report"})

    assert (read, away.answer.status_code) == (404, 404)
    assert office.must("Ama", f"GET {path}")["items"][0]["state"] == "open"
