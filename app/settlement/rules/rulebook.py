"""The rules that explanations refer to, in the players' words: shown at `/rules`."""

from dataclasses import dataclass

from app.plumbing.languages import sentence


@dataclass(frozen=True, slots=True)
class Rule:
    title: str
    text: str

    @property
    def slug(self) -> str:
        return self.title.lower().replace(" ", "-")

    @property
    def link(self) -> str:
        return f"/rules#{self.slug}"


PAYOUT = Rule(
    sentence("What a bet pays"),
    sentence(
        "The stake times what each of its legs counts, worked out exactly and rounded down once,"
        " at the end.  A leg that won counts its odds, one that is void counts 1, one that is lost"
        " counts 0."
    ),
)
PARTS = Rule(
    sentence("Half won and half lost"),
    sentence(
        "A quarter line splits the stake over its two neighbours.  Half won: half of the stake is"
        " paid at the odds and half comes back.  Half lost: half comes back, half is gone."
    ),
)
DEAD_HEAT = Rule(
    sentence("Dead heat"),
    sentence(
        "Where several share a place, the stake is divided, not the winnings: of two who share one"
        " place, half of the stake is paid at the full odds and half is lost."
    ),
)
VOID = Rule(
    sentence("Void"),
    sentence(
        "A leg that is void counts 1, as if it had not been.  A bet whose legs are all void"
        " returns its stake."
    ),
)
LATE = Rule(
    sentence("Too late"),
    sentence(
        "A bet or a prediction that came at the true start of an event or after it does not count,"
        " whenever we learn of that start."
    ),
)
POSTPONED = Rule(
    sentence("Postponed"),
    sentence(
        "Bets and predictions stand if the event begins within the hours that the competition"
        " waits, counted from when it was first to start; otherwise it is void there.  Those hours"
        " are the ones in force when it was first to start.  A result that is late voids nothing."
    ),
)
ABANDONED = Rule(
    sentence("Abandoned"),
    sentence(
        "What was decided before an event was abandoned stands, all else is void.  A prediction"
        " counts if full time was played."
    ),
)
RULE_4 = Rule(
    sentence("Rule 4"),
    sentence(
        "When a participant withdraws after the bet was placed, the winnings of the others lose"
        " the part that is published for its odds, at most 90 percent in all."
    ),
)
CORRECTED_ODDS = Rule(
    sentence("Corrected odds"),
    sentence(
        "Where odds were an obvious mistake, bets are paid at those that should have been on"
        " offer.  Two people decide that, with a reason that you read here."
    ),
)
SYSTEM = Rule(
    sentence("Systems"),
    sentence(
        "A system plays each combination of its legs as a line of its own.  What all lines pay is"
        " added up, and rounded down once."
    ),
)
EACH_WAY = Rule(
    sentence("Each way"),
    sentence(
        "Half of the stake is on winning, half on being placed.  A place pays the stated part of"
        " the winnings."
    ),
)
POOL = Rule(
    sentence("Pools"),
    sentence(
        "Whoever was right shares what everybody staked, less the takeout.  The dividend is what"
        " one point pays; each payout is rounded down."
    ),
)
CASH_OUT = Rule(
    sentence("Cash-out"),
    sentence(
        "A cash-out is final.  It changes only if a leg that was decided before it is decided"
        " otherwise later."
    ),
)
CORRECTION = Rule(
    sentence("Corrections"),
    sentence(
        "A result that was wrong is corrected by two people, with a reason.  Only the difference"
        " moves; what your balance lacks becomes debt, which later winnings repay first."
    ),
)
PREDICTION = Rule(
    sentence("Predictions"),
    sentence(
        "The score after full time counts, without extra time or a shoot-out.  The exact score"
        " earns most, the right difference less, the right tendency least.  A draw with another"
        " score is no more than its tendency."
    ),
)
QUOTA = Rule(
    sentence("Quota"),
    sentence(
        "A right tendency earns more the fewer had it: its points, times all predictions in time,"
        " by those with the tendency, rounded down, between the two bounds of the competition."
    ),
)
JOKER = Rule(
    sentence("Joker"),
    sentence("A joker doubles what its prediction earns."),
)
BONUS = Rule(
    sentence("Bonus questions"),
    sentence(
        "A right answer earns the points of its question, any other none.  Several may be right."
    ),
)

RULES = (
    PAYOUT,
    PARTS,
    DEAD_HEAT,
    VOID,
    LATE,
    POSTPONED,
    ABANDONED,
    RULE_4,
    CORRECTED_ODDS,
    SYSTEM,
    EACH_WAY,
    POOL,
    CASH_OUT,
    CORRECTION,
    PREDICTION,
    QUOTA,
    JOKER,
    BONUS,
)
