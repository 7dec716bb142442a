"""Two communities with the same bets: in one of them officials err and correct themselves, in the
other they know all along what is in force in the end, and say it once.
"""

from app.plumbing.refusals import Refusal
from tests.acceptance.settlement.officials import Officials
from tests.acceptance.settlement.pitch import STARTING_POINTS, Pitch
from tests.acceptance.settlement.stage import ENTRIES, held_equal
from tests.acceptance.settlement.walk import Walk

# Nobody wins before all is over in the second community, so that its players bring more along.
ENOUGH = 1_000_000


class Twins(Walk):
    def end(self) -> None:
        pitch = Pitch(self.database, points=STARTING_POINTS + ENOUGH)
        officials = Officials(self.database, pitch)
        try:
            self.play_again(pitch)
            self.rule_once(officials)
            for entry in ENTRIES:
                pitch.take_back(entry, ENOUGH)
            here = self.ended(self.stage.pitch, self.stage.officials)
            held_equal("it ends", here, self.ended(pitch, officials))
            held_equal("violations", officials.violations(), [])
        finally:
            officials.close()
            pitch.close()

    def play_again(self, pitch: Pitch) -> None:
        for name, args in self.stage.played:
            done = getattr(pitch, name)(*args)
            assert not isinstance(done, Refusal), f"{name} {args}: {done}"

    def rule_once(self, officials: Officials) -> None:
        """Each ruling that is in force, and nothing else."""
        markets, events = self.stage.model.markets, self.stage.model.events
        rulings = [officials.correct(m, m.corrected) for m in markets if m.corrected]
        rulings += [officials.mark(m, m.marks) for m in markets if m.marks]
        rulings += [officials.void(m, void=True) for m in markets if m.void]
        rulings += [officials.result(e, e.ending, e.began_with) for e in events if e.ending]
        for ruling in rulings:
            officials.confirm(ruling.id)
        officials.settle()

    def ended(self, pitch: Pitch, officials: Officials) -> dict[str, object]:
        """Bets, positions and standings, by the model's names for them."""
        bets, standings = officials.bets(), officials.standings()
        positions = officials.positions()
        return {
            "bets": {bet: bets[pitch.bets[bet]] for bet in self.stage.model.bets},
            "positions": {who: positions[p.entry_id] for who, p in pitch.players.items()},
            "standings": {who: standings.get(p.entry_id, 0) for who, p in pitch.players.items()},
        }
