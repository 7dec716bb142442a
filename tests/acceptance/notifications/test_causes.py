"""Who is told of what: each message is written by what causes it, or not at all."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from app.competitions import jobs as competitions_jobs
from app.leaderboards import jobs as leaderboards_jobs
from app.limits.service import telling
from app.plumbing.db import Database
from app.plumbing.ids import new_id
from app.predictions.service import reminding
from tests.acceptance.identity.conftest import send
from tests.acceptance.settlement.ground import LOST, WON, Ground, only
from tests.acceptance.village import Village
from tests.acceptance.world import World
from tests.conftest import TestDatabase

NOON = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)


class Cup:
    """A competition in which Ama and Kofi play."""

    def __init__(self, world: World) -> None:
        self.village = Village(world, "cup")
        self.game = self.village.game
        # Soon at noon, by which the players' clocks go.
        until_two = NOON + timedelta(hours=2) - datetime.now(UTC)
        self.soon = self.game.event("Ghana v Mali", starts_in=until_two)
        self.later = self.game.event("Togo v Benin", starts_in=until_two + timedelta(days=2))
        self.competition_id = self.game.competition([self.soon, self.later])
        self.entries = {who: self._enter(who) for who in ("Ama", "Kofi")}

    def _enter(self, who: str) -> UUID:
        player_id = self.game.player(self.village.person(who).id)
        return self.game.entry(self.competition_id, player_id)

    def told(self, who: str) -> list[tuple[str, dict[str, Any]]]:
        """The topics and bodies of what somebody is told, in that order."""
        return self.village.sql(
            "select o.topic, o.body from outbox_message o join player p on p.id = o.recipient"
            " where p.tenant_id = %s and p.subject = %s order by o.id",
            self.village.tenant_id,
            self.village.person(who).id,
        )

    def topics(self, who: str) -> list[str]:
        return [topic for topic, _ in self.told(who)]

    def run(self, work: Callable[[AsyncConnection], Awaitable[None]]) -> None:
        run(self.village.world.database, self.village.tenant_id, work)

    def arguments(self, job: str) -> dict[str, Any]:
        """Of the job that waits."""
        ((arguments,),) = self.village.sql(
            "select args -> 'arguments' from procrastinate_jobs where task_name = %s"
            " and args ->> 'tenant_id' = %s order by id desc limit 1",
            job,
            str(self.village.tenant_id),
        )
        found: dict[str, Any] = arguments
        return found


def run(
    database: TestDatabase, tenant_id: UUID, work: Callable[[AsyncConnection], Awaitable[None]]
) -> None:
    async def go() -> None:
        connections = Database(database.settings())
        try:
            async with connections.tenant(tenant_id) as tx:
                await work(tx)
        finally:
            await connections.close()

    asyncio.run(go())


@pytest.fixture
def cup(world: World) -> Cup:
    return Cup(world)


def test_points_by_hand(cup: Cup) -> None:
    ama = str(cup.entries["Ama"])
    grant = {"id": str(new_id()), "entry_id": ama, "points": 40, "reason": "Well played"}
    cup.village.must("Efua", "POST /api/ledger/grants", grant)
    cup.village.must("Efua", "POST /api/ledger/grants", grant)
    fine = {"id": str(new_id()), "entry_id": ama, "points": -7, "reason": "Slip counted twice"}
    cup.village.must("Efua", "POST /api/ledger/adjustments", fine)

    told = cup.told("Ama")

    assert [topic for topic, _ in told] == ["points.granted", "points.taken"]
    assert [body["points"] for _, body in told] == [40, 7]
    assert [body["reason"] for _, body in told] == ["Well played", "Slip counted twice"]
    assert told[0][1]["competition"] == "World Cup"
    assert cup.told("Kofi") == []


def test_points_that_wait_for_a_second_admin_are_told_when_they_move(cup: Cup) -> None:
    entry = str(cup.entries["Ama"])
    large = {"id": str(new_id()), "entry_id": entry, "points": 5_000, "reason": "The cup"}
    cup.village.must("Efua", "POST /api/ledger/adjustments", large)
    assert cup.topics("Ama") == []

    path = f"POST /api/ledger/adjustments/{large['id']}/approve"
    cup.village.must("Yaw", path, {"reason": "Agreed"})

    assert cup.topics("Ama") == ["points.granted"]


@pytest.mark.parametrize(
    ("verb", "topic"), [("approve", "points.granted"), ("refuse", "points.refused")]
)
def test_points_that_were_asked_for(cup: Cup, verb: str, topic: str) -> None:
    wanted = {"id": str(new_id()), "entry_id": str(cup.entries["Ama"]), "points": 25}
    cup.village.must("Ama", "POST /api/payments/deposit", wanted)
    path = f"POST /api/admin/payments/{wanted['id']}/{verb}"
    cup.village.must("Efua", path, {"reason": "Because"})

    ((told, body),) = cup.told("Ama")
    assert (told, body["points"], body["reason"]) == (topic, 25, "Because")


def test_an_invitation(cup: Cup) -> None:
    name = cup.village.person("Esi").username
    path = f"POST /api/competitions/{cup.competition_id}/invitations"
    cup.village.must("Efua", path, {"player": name})

    ((topic, body),) = cup.told("Esi")
    assert (topic, body["competition_id"]) == ("competition.invitation", str(cup.competition_id))


def test_what_is_announced_is_told_to_all_who_play_once(cup: Cup) -> None:
    event = cup.game.event("Kenya v Chad")
    path = f"PUT /api/competitions/{cup.competition_id}/events/{event}"
    cup.village.must("Efua", path)
    announcement = UUID(cup.arguments("competitions.tell")["announcement_id"])
    for _ in range(2):
        cup.run(lambda tx: competitions_jobs.tell(tx, announcement_id=announcement))

    for who in cup.entries:
        ((topic, body),) = cup.told(who)
        assert (topic, body["change"]) == ("competition.announced", "events_added")


def test_the_end_of_a_season(cup: Cup) -> None:
    path = f"PUT /api/competitions/{cup.competition_id}/finish"
    cup.village.must("Efua", path, {"reason": "It rains"})
    for _ in range(2):
        cup.run(lambda tx: leaderboards_jobs.tell_of_end(tx, competition_id=cup.competition_id))

    assert cup.arguments("leaderboards.tell_of_end") == {"competition_id": str(cup.competition_id)}
    ((topic, body),) = cup.told("Ama")
    assert (topic, body["rank"], body["prize"]) == ("season.ended", 1, None)


def test_a_stranger_at_the_account(cup: Cup) -> None:
    world, host = cup.village.world, f"{cup.village.subdomain}.localhost"
    ama = cup.village.person("Ama")
    for agent in ("Firefox/120.0 Linux", "Firefox/121.0 Linux", "Chrome/130 Windows"):
        browser = world.browser(host)
        browser.headers["user-agent"] = agent
        browser.follow_redirects = True
        world.people.fill_in(browser, browser.get("/auth/sign-in"), ama)

    ((topic, body),) = cup.told("Ama")
    assert (topic, body) == ("security.sign_in", {"browser": "Chrome on Windows"})


def test_a_key(cup: Cup) -> None:
    cup.village.must("Ama", "POST /api/keys", {"name": "my bot", "scopes": ["read"]})

    assert cup.told("Ama") == [("security.key_made", {"name": "my bot"})]


def test_another_role(cup: Cup) -> None:
    world, host = cup.village.world, f"{cup.village.subdomain}.localhost"
    efua = world.sign_in(cup.village.person("Efua"), host)
    subject = cup.village.person("Ama").id
    send(efua, f"/admin/people/{subject}/promote", role="results", reason="She counts well")

    ((topic, body),) = cup.told("Ama")
    assert topic == "security.roles_changed"
    assert (body["action"], body["gained"], body["lost"]) == ("promoted", ["results"], [])


def test_a_limit_that_is_used_up_is_told_once(cup: Cup) -> None:
    tenant_id, player = cup.village.tenant_id, cup.game.player(cup.village.person("Ama").id)
    for kind, amount in (("stake", 50), ("net_loss", 100)):
        cup.village.sql(
            "insert into player_limit (tenant_id, player_id, kind, period, amount, in_force_at)"
            " values (%s, %s, %s, 'week', %s, now())",
            *(tenant_id, player, kind, amount),
        )
    stake = (
        "insert into play_day (tenant_id, entry_id, player_id, day, staked)"
        " values (%s, %s, %s, current_date, %s) on conflict on constraint play_day_pk"
        " do update set staked = excluded.staked"
    )

    def look() -> None:
        cup.run(lambda tx: telling.tell_reached(tx, now=datetime.now(UTC)))

    cup.village.sql(stake, tenant_id, cup.entries["Ama"], player, 49)
    look()
    assert cup.told("Ama") == []
    cup.village.sql(stake, tenant_id, cup.entries["Ama"], player, 50)
    look()
    look()
    cup.village.sql("delete from play_day where tenant_id = %s", tenant_id)

    expected = {"limit": "stake", "period": "week", "amount": 50}
    assert cup.told("Ama") == [("limits.reached", expected)]


def test_open_predictions_are_told_to_those_who_have_none(cup: Cup) -> None:
    cup.village.sql(
        "insert into prediction (tenant_id, entry_id, competition_id, event_tenant_id, event_id,"
        " first_score, second_score, predicted_at, locks_at)"
        " values (%s, %s, %s, %s, %s, 2, 1, %s, %s)",
        *(cup.village.tenant_id, cup.entries["Kofi"], cup.competition_id, cup.village.tenant_id),
        *(cup.soon, NOON, NOON + timedelta(hours=2)),
    )
    for minutes in (0, 10):
        now = NOON + timedelta(minutes=minutes)
        cup.run(lambda tx, now=now: reminding.remind(tx, now=now))  # type: ignore[misc]

    assert cup.told("Kofi") == []
    ((topic, body),) = cup.told("Ama")
    assert (topic, body["events"]) == ("predictions.open", 1)
    told_for = datetime.fromisoformat(body["locks_at"])
    assert abs(told_for - NOON - timedelta(hours=2)) < timedelta(minutes=1)


def test_nobody_is_told_of_locks_while_they_sleep(cup: Cup) -> None:
    cup.village.sql(
        "update player set time_zone = 'Asia/Tokyo' where tenant_id = %s and subject = %s",
        *(cup.village.tenant_id, cup.village.person("Ama").id),
    )
    # 21:00 in Tokyo, so that Ama hears of all the night; two hours later she sleeps.
    cup.run(lambda tx: reminding.remind(tx, now=NOON + timedelta(hours=1, minutes=59)))

    assert cup.topics("Ama") == []
    assert cup.topics("Kofi") == ["predictions.open"]
    cup.run(lambda tx: reminding.remind(tx, now=NOON))
    assert cup.topics("Ama") == ["predictions.open"]


@pytest.fixture
def ground(world: World) -> Ground:
    return Ground(world.database)


def test_a_correction_is_told_with_its_reason(ground: Ground) -> None:
    ama, market = ground.entry(100), ground.market(2_500, 1_800)
    ground.bet(ama, 40, market.selections["1"])
    ground.rule_all(market.event_id, [(market, {"1": WON, "2": LOST})])
    ground.rule_all(market.event_id, [(market, only("2", market))])

    told = ground.rows(
        "select topic, body - 'run_id' from outbox_message where recipient = %s order by id",
        ground.players[ama],
    )
    assert told == [
        ("bets.settled", {"bets": 1, "points": 100}),
        ("bets.corrected", {"bets": 1, "points": -100, "reason": "it was so"}),
    ]
