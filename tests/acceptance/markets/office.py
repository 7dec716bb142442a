"""A community over HTTP whose admins make markets and prices, and whose players look at them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg

from app.plumbing.ids import new_id
from app.tenants.rules import PLATFORM_ID
from tests.acceptance.game import Game
from tests.acceptance.village import Village, numbers
from tests.acceptance.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    competition_id: UUID
    id: UUID


class Office(Village):
    def __init__(self, world: World) -> None:
        super().__init__(world, "exchange")
        self.shared = Game(world.database, PLATFORM_ID)
        self.event = UUID(int=0)

    def programme(self, name: str, *, shared: bool = False, sport: str = "football") -> UUID:
        """Put an event on the programme: "Ghana v Mali", or a race of "Ajax, Bolt, Comet"."""
        game = self.shared if shared else self.game
        slug = f"{sport}-{next(numbers)}"
        game.sport(slug, scheme="positions" if sport == "racing" else "goals")
        participants = name.split(", ") if sport == "racing" else ()
        self.event = game.event(name, sport=slug, participants=participants)
        return self.event

    def market(self, name: str, who: str = "Efua") -> dict[str, Any]:
        """The event's market of that name, as admins see it."""
        page = self._quietly(who, f"/api/events/{self.event}/markets?limit=200")
        return next(market for market in page["items"] if market["name"] == name)

    def selection(self, name: str, market: str = "Winner") -> dict[str, Any]:
        found = self.market(market)["selections"]
        return next(selection for selection in found if selection["name"] == name)

    def played(self) -> list[dict[str, Any]]:
        """The event's markets, as players see them."""
        with self.game.transaction() as tx:
            found = tx.execute(
                "select s.slug from event e join sport s"
                " on (s.tenant_id, s.id) = (e.sport_tenant_id, e.sport_id) where e.id = %s",
                [self.event],
            ).fetchone()
        assert found
        page = self._quietly("Ama", f"/api/sports/{found[0]}/events/{self.event}/markets")
        items: list[dict[str, Any]] = page["items"]
        return items

    def on_offer(self, selection: str, market: str = "Winner") -> dict[str, Any]:
        (found,) = [
            s for m in self.played() if m["name"] == market for s in m["selections"]
            if s["name"] == selection
        ]  # fmt: skip
        return {**found}

    def multiply(self, thousandths: int) -> None:
        """What the community makes of the odds of a shared event."""
        self.game.configure(self.event, odds_multiplier=thousandths)

    def entry(self, who: str = "Ama") -> Entry:
        """An entry in a competition on the event that is on the programme."""
        player = self.game.player(self.person(who).id)
        with self.game.transaction() as tx:
            found = tx.execute("select tenant_id from event where id = %s", [self.event]).fetchone()
        assert found
        competition = self.game.competition([self.event], event_tenant_id=found[0])
        return Entry(competition_id=competition, id=self.game.entry(competition, player))

    def bet(
        self, entry: Entry, stake: int, *selections: UUID, tx: psycopg.Connection | None = None
    ) -> UUID:
        """A bet as a batch of one would accept it, with all that moves along."""
        if tx is None:
            with self.game.transaction() as own:
                return self.bet(entry, stake, *selections, tx=own)
        bet = {"bet": new_id(), "entry": entry.id, "selections": list(selections), "stake": stake}
        bet["subjects"] = [subject for (subject,) in tx.execute(SUBJECTS, bet)]
        for statement in (LOCK_MARKETS, LOCK_LIMITS, BET, LEGS, EXPOSE, RUN_ALONG, STAKE, PLAY):
            tx.execute(statement, bet)
        return bet["bet"]  # type: ignore[return-value]  # it is an id

    def violations(self) -> list[tuple[object, ...]]:
        return [v for v in self.world.violations() if v[1] in {None, self.tenant_id}]

    def _quietly(self, who: str, path: str) -> Any:  # noqa: ANN401 - JSON
        """Look something up without forgetting the answer that the scenario is about."""
        answer = self._browser.get(path, headers=self.signed_in(who))
        assert answer.status_code == 200, answer.text
        return answer.json()


LOCK_MARKETS = """
    select pg_advisory_xact_lock_shared(key) from (
        select distinct hashtextextended('market ' || market_id::text, 0) as key
        from selection where id = any(%(selections)s) order by key
    ) as sorted
"""

SUBJECTS = """
    select s.id from selection s where s.id = any(%(selections)s)
    union all select s.market_id from selection s where s.id = any(%(selections)s)
    union all select m.event_id from selection s join market m on m.id = s.market_id
        where s.id = any(%(selections)s)
    union all select e.sport_id from selection s join market m on m.id = s.market_id
        join event e on e.id = m.event_id where s.id = any(%(selections)s)
    union all select n.competition_id from entry n cross join unnest(%(selections)s::uuid[])
        where n.id = %(entry)s
"""

LOCK_LIMITS = """
    select id from exposure_limit where subject_id = any(%(subjects)s) order by id for no key update
"""

BET = """
    insert into bet (id, entry_id, competition_id, player_id, kind, lines, stake, potential_payout,
                     odds_policy, settings_version, request_digest, accepted_at)
    select %(bet)s, id, competition_id, player_id,
           case cardinality(%(selections)s::uuid[]) when 1 then 'single' else 'combo' end,
           1, %(stake)s, floor(%(stake)s * odds.product), 'exact', 1,
           '\\x00000000000000000000000000000000', clock_timestamp()
    from entry
    cross join (
        select round(exp(sum(ln(odds / 1000.0))), 9) as product
        from selection where id = any(%(selections)s)
    ) as odds
    where id = %(entry)s
"""

LEGS = """
    insert into leg (bet_id, number, selection_tenant_id, selection_id, market_id, event_id, odds,
                     odds_version, locks_at)
    select %(bet)s, row_number() over (order by s.id), s.tenant_id, s.id, m.id, m.event_id, s.odds,
           s.odds_version, clock_timestamp() + interval '1 hour'
    from selection s join market m on m.id = s.market_id
    where s.id = any(%(selections)s)
"""

EXPOSE = """
    insert into exposure as x (competition_id, selection_tenant_id, selection_id, bets, staked,
                               liability)
    select b.competition_id, l.selection_tenant_id, l.selection_id, 1, b.stake,
           b.potential_payout - b.stake
    from bet b join leg l on l.bet_id = b.id where b.id = %(bet)s
    on conflict on constraint exposure_pk do update
    set bets = x.bets + 1, staked = x.staked + excluded.staked,
        liability = x.liability + excluded.liability
"""

RUN_ALONG = """
    update exposure_limit l
    set liability = l.liability + below.legs * (b.potential_payout - b.stake)
    from bet b, (
        select id, count(*) as legs from unnest(%(subjects)s::uuid[]) as id group by id
    ) as below
    where b.id = %(bet)s and l.subject_id = below.id
"""

STAKE = """
    insert into transfer (kind, debit_account, debit_kind, credit_account, credit_kind, points,
                          account_sequence, balance_after, reference)
    select 'stake', own.id, 'balance', escrow.id, 'escrow', %(stake)s, own.sequence + 1,
           own.balance - %(stake)s, %(bet)s
    from account own join account escrow on escrow.owner = own.bank and escrow.kind = 'escrow'
    where own.owner = %(entry)s and own.kind = 'balance'
"""

# These communities keep UTC.
PLAY = """
    insert into play_day as d (entry_id, player_id, day, staked)
    select b.entry_id, b.player_id, (b.accepted_at at time zone 'UTC')::date, b.stake
    from bet b where b.id = %(bet)s
    on conflict on constraint play_day_pk do update set staked = d.staked + excluded.staked
"""
