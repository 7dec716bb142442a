"""Placing a batch of bets: lock, look, decide, write; one transaction, two ways there and back.

It knows neither HTTP nor whoever waits: see `batching`.
"""

from collections.abc import Sequence

from app.betting.rules.offers import Seen
from app.betting.rules.placing import Bet, Judge, Quote, Verdict
from app.betting.rules.slips import Slip
from app.betting.store.locking import lock
from app.betting.store.looking import LOOKS, Versions, look, read
from app.betting.store.writing import write
from app.ledger.service import batches as ledger
from app.limits.service import batches as limits
from app.plumbing.pipelines import Pipeline, Step, begin, commit, roll_back
from app.tenants.rules import Community

SETTINGS_REMEMBERED = 100


def lock_and_look(community: Community, slips: Sequence[Slip], known: Versions) -> list[Step]:
    """The first way there and back."""
    selections = {leg.selection_id for slip in slips for leg in slip.legs}
    entries = {slip.entry_id for slip in slips}
    return [
        *begin(community.id),
        *lock(selections=selections, entries=entries),
        *limits.lock(entries, community.settings),
        ledger.lock_balances(entries),
        *look(slips, known, community.settings),
    ]


class Placing:
    """Bets of one community, as one process places them."""

    def __init__(self, community: Community) -> None:
        self.community = community
        self._known: Versions = {}

    async def place(self, pipeline: Pipeline, slips: Sequence[Slip]) -> list[Verdict]:
        """A verdict for each slip, once what was accepted is on the disk."""
        known, settings = self._known, self.community.settings
        steps = lock_and_look(self.community, slips, known)
        rows = await pipeline.send(steps)
        seen = read(rows[-LOOKS:], known, settings)
        self._remember(seen)

        judge = Judge(seen, settings.features)
        verdicts = [judge.judge(slip) for slip in slips]

        bets = [verdict for verdict in verdicts if isinstance(verdict, Bet)]
        writes = write(bets, seen, judge.taken) if bets else []
        await pipeline.send([*writes, *commit()])
        return verdicts

    async def quote(self, pipeline: Pipeline, slip: Slip) -> Quote:
        """What the slip would become now.  Nothing is locked, and nothing promised."""
        known, settings = self._known, self.community.settings
        looks = look([slip], known, settings)
        rows = await pipeline.send([*begin(self.community.id), *looks, *roll_back()])
        seen = read(rows[-LOOKS - 1 : -1], known, settings)
        self._remember(seen)
        return Judge(seen, settings.features).quote(slip)

    def _remember(self, seen: Seen) -> None:
        read_now = {
            (entry.competition_id, entry.settings_version): entry.settings
            for entry in seen.entries.values()
        }
        if len(self._known) < SETTINGS_REMEMBERED:
            read_now = {**self._known, **read_now}
        self._known = read_now
