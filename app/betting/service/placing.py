"""Placing a batch of bets: lock, look, decide, write; one transaction, two ways there and back.

It knows neither HTTP nor whoever waits: see `batching`.
"""

from collections.abc import Sequence

from app.betting.rules.offers import Seen
from app.betting.rules.placing import Bet, Judge, Quote, Verdict
from app.betting.rules.slips import Slip
from app.betting.store.locking import lock
from app.betting.store.looking import Versions, look, read
from app.betting.store.writing import write
from app.ledger.service import batches as ledger
from app.plumbing.pipelines import Pipeline, begin, commit, roll_back
from app.tenants.rules import Community

SETTINGS_REMEMBERED = 100


class Placing:
    """Bets of one community, as one process places them."""

    def __init__(self, community: Community) -> None:
        self.community = community
        self._known: Versions = {}

    async def place(self, pipeline: Pipeline, slips: Sequence[Slip]) -> list[Verdict]:
        """A verdict for each slip, once what was accepted is on the disk."""
        known, zone = self._known, self.community.settings.time_zone
        entries = {slip.entry_id for slip in slips}
        locks = [
            *begin(self.community.id),
            *lock(selections={leg.selection_id for s in slips for leg in s.legs}, entries=entries),
            ledger.lock_balances(entries),
        ]
        rows = await pipeline.send([*locks, *look(slips, known, time_zone=zone)])
        seen = read(rows[len(locks) :], known, time_zone=zone)
        self._remember(seen)

        judge = Judge(seen, self.community.settings.features)
        verdicts = [judge.judge(slip) for slip in slips]

        bets = [verdict for verdict in verdicts if isinstance(verdict, Bet)]
        writes = write(bets, seen, judge.taken) if bets else []
        await pipeline.send([*writes, *commit()])
        return verdicts

    async def quote(self, pipeline: Pipeline, slip: Slip) -> Quote:
        """What the slip would become now.  Nothing is locked, and nothing promised."""
        known, zone = self._known, self.community.settings.time_zone
        start = begin(self.community.id)
        rows = await pipeline.send([*start, *look([slip], known, time_zone=zone), *roll_back()])
        seen = read(rows[len(start) : -1], known, time_zone=zone)
        self._remember(seen)
        return Judge(seen, self.community.settings.features).quote(slip)

    def _remember(self, seen: Seen) -> None:
        read_now = {
            (entry.competition_id, entry.settings_version): entry.settings
            for entry in seen.entries.values()
        }
        if len(self._known) < SETTINGS_REMEMBERED:
            read_now = {**self._known, **read_now}
        self._known = read_now
