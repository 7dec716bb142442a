"""From what changed to what is said of it: the state that things have now, looked up together."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from app.live import store
from app.live.rules.changes import Gathered, News
from app.live.rules.messages import (
    AnnouncementUpdate,
    BalanceUpdate,
    BetsUpdate,
    EventUpdate,
    LeaderboardUpdate,
    MarketUpdate,
    Message,
    NotificationUpdate,
    OddsUpdate,
    Said,
    SelectionOdds,
)
from app.live.rules.topics import About, Topic
from app.live.store import Reader
from app.markets.rules.prices import Multiplier

Row = Mapping[str, Any]
UNCHANGED = Multiplier()
SUSPENDED = "suspended"


async def say(
    reader: Reader, gathered: Sequence[Gathered], players: Collection[UUID]
) -> list[News]:
    """What is said of all that was gathered; of people only to those of `players`."""
    market_ids = _wanted(gathered, "odds", "market")
    markets = {row["id"]: row for row in await store.find_markets(reader, market_ids)}
    event_ids = {each.topic_id for each in gathered if "event" in each.subjects and each.topic_id}
    events = {row["id"]: row for row in await store.find_events(reader, event_ids)}
    news = [one for each in gathered for one in _of_topic(each, markets, events)]
    for each in gathered:
        news += await _of_people(reader, each, players)
    return news


def _wanted(gathered: Iterable[Gathered], *kinds: str) -> set[UUID]:
    return {one for each in gathered for kind in kinds for one in each.subjects.get(kind, ())}


def _of_topic(
    each: Gathered, markets: Mapping[UUID, Row], events: Mapping[UUID, Row]
) -> Iterator[News]:
    if each.topic_id is None:
        return
    event = Topic(About.EVENT, each.topic_id)
    for market_id in sorted(each.subjects.get("odds", set()) & markets.keys()):
        row = markets[market_id]
        here = {
            UUID(tenant_id): Said(odds_of(row, Multiplier(thousandths=times, version=version)))
            for tenant_id, (times, version) in row["multipliers"].items()
        }
        yield _news(each, event, market_id, odds_of(row, UNCHANGED), here)
    for market_id in sorted(each.subjects.get("market", set()) & markets.keys()):
        row = markets[market_id]
        state = SUSPENDED if row["state"] == "open" else row["state"]
        here = {UUID(each): Said(market_of(row, state)) for each in row["suspended"]}
        yield _news(each, event, market_id, market_of(row, row["state"]), here)
    if "event" in each.subjects and each.topic_id in events:
        yield _news(each, event, each.topic_id, event_of(events[each.topic_id]))
    yield from _of_competition(each, each.topic_id)


def _of_competition(each: Gathered, competition_id: UUID) -> Iterator[News]:
    competition = Topic(About.COMPETITION, competition_id)
    if facts := each.facts.get("leaderboard"):
        version = facts["version"]
        message = LeaderboardUpdate(competition_id=competition_id, version=version)
        yield _news(each, competition, competition_id, message)
    if facts := each.facts.get("announcement"):
        announcement_id = UUID(facts["id"])
        announced = AnnouncementUpdate(
            competition_id=competition_id, announcement_id=announcement_id, kind=facts["kind"]
        )
        yield _news(each, competition, announcement_id, announced)


async def _of_people(reader: Reader, each: Gathered, players: Collection[UUID]) -> Sequence[News]:
    if not players or each.topic_id is not None:
        return []
    tenant_id = each.tenant_id
    accounts, entries = each.subjects.get("balance", ()), each.subjects.get("bets", ())
    moved = await store.find_balances(reader, tenant_id, accounts, players)
    settled = await store.find_entries(reader, tenant_id, entries, players)
    if each.facts.get("balance", {}).get("of_bets"):
        settled = [*settled, *moved]
    noted = each.subjects.get("notification", set()).intersection(players)
    return [
        *(_to_player(each, row, balance_of(row)) for row in moved),
        *(_to_player(each, row, bets_of(row)) for row in settled),
        *(_news(each, Topic(About.ME, one), one, NotificationUpdate()) for one in noted),
    ]


def _to_player(each: Gathered, row: Row, message: Message) -> News:
    return _news(each, Topic(About.ME, row["player_id"]), row["entry_id"], message)


def _news(
    each: Gathered,
    topic: Topic,
    subject: UUID,
    message: Message,
    here: Mapping[UUID, Said] | None = None,
) -> News:
    return News(
        tenant_id=each.tenant_id,
        topic=topic,
        subject=subject,
        xid=each.xid_last,
        at=each.at,
        said=Said(message),
        here=here or {},
    )


def odds_of(row: Row, multiplier: Multiplier) -> OddsUpdate:
    return OddsUpdate(
        event_id=row["event_id"],
        market_id=row["id"],
        multiplier_version=multiplier.version,
        selections=[
            SelectionOdds(
                selection_id=UUID(selection_id),
                odds=None if withdrawn else multiplier.of(odds),
                odds_version=version,
            )
            for selection_id, odds, version, withdrawn in row["selections"]
        ],
    )


def market_of(row: Row, state: str) -> MarketUpdate:
    return MarketUpdate(
        event_id=row["event_id"],
        market_id=row["id"],
        state=state,
        locks_at=row["locks_at"],
        version=row["version"],
    )


def event_of(row: Row) -> EventUpdate:
    return EventUpdate(
        event_id=row["id"],
        status=row["status"],
        score=row["score"],
        starts_at=row["starts_at"],
        locks_at=row["locks_at"],
        version=row["version"],
    )


def balance_of(row: Row) -> BalanceUpdate:
    return BalanceUpdate(
        competition_id=row["competition_id"],
        entry_id=row["entry_id"],
        balance=row["balance"],
        version=row["sequence"],
    )


def bets_of(row: Row) -> BetsUpdate:
    return BetsUpdate(competition_id=row["competition_id"], entry_id=row["entry_id"])
