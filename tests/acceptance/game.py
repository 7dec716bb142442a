"""Something to play on, straight into the tables: events, markets, competitions, entries.

For tests of what comes after.  How these come about over HTTP is tested where they are made.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
import psycopg

from app.competitions.rules.settings import CompetitionSettings
from app.ledger.rules.transfers import KEPT, OF_A_BANK
from app.plumbing.ids import new_id
from tests.conftest import TestDatabase


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    id: UUID
    event_id: UUID
    # By their keys, such as "1", "draw" and "2".
    selections: Mapping[str, UUID]


class Game:
    """What one community plays on, or what the platform shares, by whose `tenant_id` it is."""

    def __init__(self, database: TestDatabase, tenant_id: UUID) -> None:
        self.database = database
        self.tenant_id = tenant_id
        self._sports: dict[str, UUID] = {}

    @contextmanager
    def transaction(self) -> Iterator[psycopg.Connection]:
        with psycopg.connect(self.database.url("app").reveal()) as tx:
            tx.execute("select set_config('app.tenant_id', %s, true)", [str(self.tenant_id)])
            yield tx

    def sport(self, slug: str = "football", scheme: str = "goals") -> UUID:
        if slug not in self._sports:
            self._sports[slug] = self._insert(
                "sport", slug=slug, name=slug.capitalize(), scheme=scheme
            )
        return self._sports[slug]

    def league(self, slug: str = "premier", *, sport: str = "football") -> UUID:
        return self._insert(
            "league",
            sport_tenant_id=self.tenant_id,
            sport_id=self.sport(sport),
            slug=slug,
            name=slug.capitalize(),
        )

    def event(
        self,
        name: str = "Ghana v Mali",
        *,
        sport: str = "football",
        starts_in: timedelta = timedelta(hours=2),
        participants: Sequence[str] = (),
        league_id: UUID | None = None,
        status: str = "scheduled",
        event_id: UUID | None = None,
    ) -> UUID:
        """Participants are taken from a name such as "Ghana v Mali" unless they are given."""
        sport_id = self.sport(sport)
        starts_at = datetime.now(UTC) + starts_in
        event_id = self._insert(
            "event",
            id=event_id or new_id(),
            sport_tenant_id=self.tenant_id,
            sport_id=sport_id,
            slug=f"event-{new_id().hex}",
            name=name,
            starts_at=starts_at,
            first_starts_at=starts_at,
            locks_at=starts_at,
            status=status,
            league_tenant_id=self.tenant_id if league_id else None,
            league_id=league_id,
        )
        for number, who in enumerate(participants or name.split(" v "), start=1):
            self.join_event(event_id, number, who)
        return event_id

    def join_event(self, event_id: UUID, number: int, who: str) -> None:
        with self.transaction() as tx:
            found = tx.execute("select sport_id from event where id = %s", [event_id]).fetchone()
        assert found
        self._insert(
            "event_participant",
            returning="event_id",
            event_id=event_id,
            number=number,
            participant_tenant_id=self.tenant_id,
            participant_id=self._insert(
                "participant",
                sport_tenant_id=self.tenant_id,
                sport_id=found[0],
                kind="team",
                slug=f"participant-{new_id().hex}",
                name=who,
            ),
        )

    def market(
        self,
        event_id: UUID,
        odds: Mapping[str, int | None],
        *,
        kind: str = "winner",
        state: str = "open",
        event_tenant_id: UUID | None = None,
        **columns: object,
    ) -> Market:
        """`odds` are thousandths by the selections' keys, such as {"1": 2500, "draw": 3100}."""
        others: dict[str, object] = {"period": "full_time", "name": kind} | columns
        market_id = self._insert(
            "market",
            event_tenant_id=event_tenant_id or self.tenant_id,
            event_id=event_id,
            kind=kind,
            state=state,
            **others,  # type: ignore[arg-type]  # `returning` is not among them
        )
        selections = {
            key: self._selection(market_id, number, key, price)
            for number, (key, price) in enumerate(odds.items(), start=1)
        }
        return Market(id=market_id, event_id=event_id, selections=selections)

    def price(self, selection_id: UUID, odds: int) -> int:
        """Another price; returns its version."""
        with self.transaction() as tx:
            found = tx.execute(
                "update selection set odds = %s, odds_version = odds_version + 1"
                " where id = %s returning odds_version",
                [odds, selection_id],
            ).fetchone()
            assert found
            tx.execute(
                "insert into price (selection_id, version, odds, source, author)"
                " values (%s, %s, %s, 'hand', 'test')",
                [selection_id, found[0], odds],
            )
        return int(found[0])

    def configure(
        self,
        event_id: UUID,
        *,
        hidden: bool = False,
        odds_multiplier: int = 1_000,
    ) -> None:
        """What this community makes of an event; another multiplier is another version."""
        with self.transaction() as tx:
            tx.execute(
                "with config as ("
                " insert into event_config (event_tenant_id, event_id, hidden, odds_multiplier)"
                " select tenant_id, id, %s, %s from event where id = %s"
                " on conflict on constraint event_config_pk do update"
                " set hidden = excluded.hidden, odds_multiplier = excluded.odds_multiplier,"
                " version = event_config.version + 1 returning *)"
                " insert into event_config_change"
                " (event_tenant_id, event_id, version, odds_multiplier, author)"
                " select event_tenant_id, event_id, version, odds_multiplier, 'test' from config",
                [hidden, odds_multiplier, event_id],
            )

    def competition(
        self,
        events: Sequence[UUID],
        settings: CompetitionSettings | None = None,
        *,
        name: str = "World Cup",
        state: str = "running",
        event_tenant_id: UUID | None = None,
        competition_id: UUID | None = None,
    ) -> UUID:
        document = msgspec.json.encode(settings or CompetitionSettings()).decode()
        now = datetime.now(UTC)
        competition_id = self._insert(
            "competition",
            id=competition_id or new_id(),
            slug=f"competition-{new_id().hex}",
            name=name,
            state=state,
            starts_at=now - timedelta(days=1),
            ends_at=now + timedelta(days=30),
            settings=document,
        )
        with self.transaction() as tx:
            tx.execute(
                "insert into competition_settings (competition_id, version, document, author)"
                " values (%s, 1, %s, 'test')",
                [competition_id, document],
            )
            for event_id in events:
                tx.execute(
                    "insert into competition_event (competition_id, event_tenant_id, event_id)"
                    " values (%s, %s, %s)",
                    [competition_id, event_tenant_id or self.tenant_id, event_id],
                )
            _open_accounts(tx, competition_id, bank=competition_id, kinds=OF_A_BANK)
        return competition_id

    def player(self, subject: str) -> UUID:
        """The player that somebody who joined has become: see `World.join`."""
        with self.transaction() as tx:
            found = tx.execute("select id from player where subject = %s", [subject]).fetchone()
        assert found
        return UUID(str(found[0]))

    def entry(
        self,
        competition_id: UUID,
        player_id: UUID,
        *,
        points: int = 1_000,
        entry_id: UUID | None = None,
    ) -> UUID:
        """An active entry with so many points, whatever the competition gives to begin with."""
        entry_id = self._insert(
            "entry",
            id=entry_id or new_id(),
            competition_id=competition_id,
            player_id=player_id,
            state="active",
            joined_at=datetime.now(UTC),
        )
        with self.transaction() as tx:
            _open_accounts(tx, entry_id, bank=competition_id, kinds=KEPT)
            found = tx.execute(
                "select settings -> 'starting_points' from competition where id = %s",
                [competition_id],
            ).fetchone()
            assert found
            starting_points = int(found[0])
            _transfer(tx, entry_id, "grant", starting_points, key=f"start:{entry_id}")
            more = points - starting_points
            _transfer(tx, entry_id, "grant" if more > 0 else "take_back", more)
        return entry_id

    def private_league(self, founder_id: UUID, name: str = "Friends") -> UUID:
        with self.transaction() as tx:
            found = tx.execute(
                "insert into private_league (competition_id, founder_id, name, code)"
                " select competition_id, id, %s, 'code-of-theirs' from entry where id = %s"
                " returning id",
                [name, founder_id],
            ).fetchone()
        assert found
        return UUID(str(found[0]))

    def pool(self, competition_id: UUID, market: Market) -> UUID:
        """An open pool that keeps nothing."""
        return self._insert(
            "pool",
            competition_id=competition_id,
            market_tenant_id=self.tenant_id,
            market_id=market.id,
            takeout=0,
            minimum_dividend=True,
        )

    def bonus_question(self, competition_id: UUID) -> UUID:
        """A question between Ghana and Mali that locks in two hours."""
        return self._insert(
            "bonus_question",
            competition_id=competition_id,
            question="Who wins the cup?",
            choices=["Ghana", "Mali"],
            points=10,
            locks_at=datetime.now(UTC) + timedelta(hours=2),
        )

    def ruling(self, event_id: UUID, **columns: object) -> UUID:
        """A result, 2-1, that somebody entered and nobody has confirmed."""
        self._insert(
            "result",
            returning="event_id",
            event_id=event_id,
            version=1,
            document='{"scores": {"full_time": {"1": 2, "2": 1}}, "positions": {}}',
            source="hand",
            entered_by="somebody",
        )
        return self._insert(
            "ruling",
            kind="result",
            event_tenant_id=self.tenant_id,
            event_id=event_id,
            result_version=1,
            document="{}",
            second_person=False,
            entered_by="somebody",
            **columns,  # type: ignore[arg-type]  # `returning` is not among them
        )

    def run(self, event_id: UUID) -> UUID:
        """A settlement that went over nothing."""
        run_id = new_id()
        return self._insert(
            "settlement_run",
            id=run_id,
            kind="event",
            event_tenant_id=self.tenant_id,
            event_id=event_id,
            state="finished",
            counts_with=run_id,
            finished_at=datetime.now(UTC),
        )

    def balance(self, entry_id: UUID) -> int:
        with self.transaction() as tx:
            found = tx.execute(
                "select balance from account where owner = %s and kind = 'balance'", [entry_id]
            ).fetchone()
        assert found
        return int(found[0])

    def _selection(self, market_id: UUID, number: int, key: str, odds: int | None) -> UUID:
        selection_id = self._insert(
            "selection",
            market_id=market_id,
            number=number,
            key=key,
            name=key,
            participant_number=int(key) if key.isdigit() else None,
        )
        with self.transaction() as tx:
            tx.execute(
                "insert into price (selection_id, version, odds, source, author)"
                " values (%s, 0, null, 'none', 'test')",
                [selection_id],
            )
        if odds is not None:
            self.price(selection_id, odds)
        return selection_id

    def _insert(self, table: str, *, returning: str = "id", **columns: object) -> UUID:
        names = ", ".join(columns)
        places = ", ".join(f"%({name})s" for name in columns)
        query = f"insert into {table} ({names}) values ({places}) returning {returning}"  # noqa: S608
        with self.transaction() as tx:
            row = tx.execute(query.encode(), columns).fetchone()
        assert row
        return UUID(str(row[0]))


def _open_accounts(
    tx: psycopg.Connection, owner: UUID, *, bank: UUID, kinds: frozenset[object]
) -> None:
    tx.execute(
        "insert into account (owner, bank, kind) select %s, %s, unnest(%s::text[])",
        [owner, bank, [str(kind) for kind in kinds]],
    )


def _transfer(
    tx: psycopg.Connection, entry_id: UUID, kind: str, points: int, *, key: str | None = None
) -> None:
    """Points out of the issue, or back into it."""
    debit, credit = ("issue", "own") if points > 0 else ("own", "issue")
    query = f"""
        insert into transfer (kind, debit_account, debit_kind, credit_account, credit_kind, points,
                              account_sequence, balance_after, reason, key)
        select %(kind)s, {debit}.id, {debit}.kind, {credit}.id, {credit}.kind, abs(%(points)s),
               own.sequence + 1, own.balance + %(points)s, 'for the test', %(key)s
        from account own
        join account issue on issue.owner = own.bank and issue.kind = 'issue'
        where own.owner = %(owner)s and own.kind = 'balance' and %(points)s <> 0
    """  # noqa: S608 - our own words
    values = {"kind": kind, "points": points, "key": key, "owner": entry_id}
    tx.execute(query.encode(), values)
