"""Why a bet pays what it pays: its legs, the arithmetic, and how it came to that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from app.betting.rules.bets import BetState
from app.betting.rules.slips import POOL
from app.betting.rules.tickets import BetKind, Leg, Ticket
from app.settlement.rules import rulebook
from app.settlement.rules.arithmetic import Arithmetic, arithmetic_of, dividend_arithmetic
from app.settlement.rules.tickets import BetNow, LegNow, ticket_of
from app.settlement.rules.writing import points, written

WHY_VOID = {
    "late": ("The bet came at the true start of the event or after it.", rulebook.LATE),
    "postponed": (
        "The event was not played within the hours that the competition waits.",
        rulebook.POSTPONED,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LegFacts:
    """A leg with its names, as the rulings in force have it."""

    number: int
    selection_id: UUID
    selection: str
    market: str
    period: str | None
    event_id: UUID
    event: str
    odds_taken: int | None
    odds: int | None
    deduction: int
    grading: int | None
    result_version: int | None
    score: str | None
    void_because: str | None
    now: LegNow


@dataclass(frozen=True, slots=True, kw_only=True)
class PastSettlement:
    """One time that the bet was brought into line, from what to what, and why; nobody is named."""

    number: int
    at: datetime
    state_before: str
    result_before: str | None
    payout_before: int | None
    state: str
    result: str | None
    payout: int | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A transfer of the bet to or from the player's balance or debt."""

    kind: str
    debit: str
    credit: str
    points: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BetFacts:
    id: UUID
    player_id: UUID
    kind: str
    fold: int | None
    lines: int
    each_way: bool
    stake: int
    state: BetState
    result: str | None
    payout: int | None
    dividend: Fraction | None = None
    refunded: bool = False
    legs: Sequence[LegFacts] = ()
    settlements: Sequence[PastSettlement] = ()
    transfers: Sequence[Moved] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LegExplanation:
    """`outcome` is `open` until the leg is decided.  `win` and `push` are the parts of the stake
    that are paid at `odds_paid` and that come back; `multiplier` is what the leg counts.  Exact
    numbers are text: `2.5`, `1/3`.
    """

    number: int
    selection_id: UUID
    selection: str
    market: str
    period: str | None
    event_id: UUID
    event: str
    score: str | None
    result_version: int | None
    outcome: str
    win: str | None
    push: str | None
    place_outcome: str | None
    odds_taken: str | None
    odds_corrected: str | None
    rule_4_percent: int
    odds_paid: str | None
    multiplier: str | None
    why: str | None
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BetExplanation:
    """`exact` is rounded down to what the bet pays.  `rules` lead to the rules in words."""

    bet_id: UUID
    kind: str
    stake: int
    state: str
    result: str | None
    payout: int | None
    sentence: str
    steps: tuple[str, ...]
    exact: str | None
    legs: tuple[LegExplanation, ...]
    settlements: tuple[PastSettlement, ...]
    transfers: tuple[Moved, ...]
    rules: tuple[str, ...] = field(default=())


def explain(bet: BetFacts) -> BetExplanation:
    ticket = None if bet.kind == POOL else _ticket_of(bet)
    told = _arithmetic_of(bet, ticket)
    legs = tuple(_leg(leg, each_way=bet.each_way) for leg in bet.legs)
    return BetExplanation(
        bet_id=bet.id,
        kind=bet.kind,
        stake=bet.stake,
        state=bet.state,
        result=bet.result,
        payout=bet.payout,
        sentence=_sentence(bet, ticket),
        steps=told.steps,
        exact=told.exact,
        legs=legs,
        settlements=tuple(bet.settlements),
        transfers=tuple(bet.transfers),
        rules=_rules_of(bet, legs),
    )


def _ticket_of(bet: BetFacts) -> Ticket:
    return ticket_of(
        BetNow(
            id=bet.id,
            kind=BetKind(bet.kind),
            fold=bet.fold,
            lines=bet.lines,
            stake=bet.stake,
            each_way=bet.each_way,
            legs=[leg.now for leg in bet.legs],
        )
    )


def _arithmetic_of(bet: BetFacts, ticket: Ticket | None) -> Arithmetic:
    if bet.state in {BetState.CASHED_OUT, BetState.CANCELLED}:
        return Arithmetic(steps=())
    names = [leg.selection for leg in bet.legs]
    if ticket:
        return arithmetic_of(ticket, names)
    if bet.state is BetState.ACCEPTED:
        return Arithmetic(steps=("The pool has not been shared out.",))
    if bet.refunded or bet.result == "void":
        return Arithmetic(steps=("The stake comes back.",), exact=str(bet.stake), payout=bet.stake)
    return dividend_arithmetic(bet.stake, bet.dividend or Fraction(0), names[0])


def _sentence(bet: BetFacts, ticket: Ticket | None) -> str:
    stake, paid = points(bet.stake), points(bet.payout or 0)
    if bet.state is BetState.CANCELLED:
        return f"You took the bet back, and got {stake} back."
    if bet.state is BetState.CASHED_OUT:
        return _cashed_out(bet, paid)
    if bet.state is BetState.ACCEPTED:
        most = f"  It can pay {points(ticket.payout)} at most." if ticket and ticket.open else ""
        return f"The bet of {stake} is open.{most}"
    if bet.result == "void":
        return f"The bet is void: you got {stake} back."
    word = {"won": "won", "returned": "came out even", "part_lost": "lost in part"}
    return f"The bet of {stake} {word.get(bet.result or '', 'lost')}: it paid {paid}."


def _cashed_out(bet: BetFacts, paid: str) -> str:
    corrected = [each for each in bet.settlements if each.state_before == BetState.CASHED_OUT]
    if not corrected:
        return f"You cashed the bet out for {paid}, whatever becomes of it."
    offered = points(corrected[0].payout_before or 0)
    return (
        f"You cashed the bet out for {offered}.  What was decided before was corrected since:"
        f" it comes to {paid}."
    )


def _leg(leg: LegFacts, *, each_way: bool) -> LegExplanation:
    why, _ = WHY_VOID.get(leg.void_because or "", (None, None))
    played = _played(leg, each_way=each_way)
    win = played.win if played else None
    outcome = win.outcome if win else None
    place = played.place.outcome if played and played.place else None
    return LegExplanation(
        number=leg.number,
        selection_id=leg.selection_id,
        selection=leg.selection,
        market=leg.market,
        period=leg.period,
        event_id=leg.event_id,
        event=leg.event,
        score=leg.score,
        result_version=leg.result_version,
        outcome=outcome.name if outcome else "open",
        win=written(outcome.win) if outcome else None,
        push=written(outcome.push) if outcome else None,
        place_outcome=place.name if place else None,
        odds_taken=_thousandths(leg.odds_taken),
        odds_corrected=_thousandths(leg.odds) if leg.odds != leg.odds_taken else None,
        rule_4_percent=leg.deduction,
        odds_paid=written(win.odds) if win and leg.odds is not None else None,
        multiplier=written(outcome.multiplier(win.odds)) if win and outcome and leg.odds else None,
        why=why,
        rules=_rules_of_leg(leg, outcome.name if outcome else None),
    )


def _played(leg: LegFacts, *, each_way: bool) -> Leg | None:
    """The leg alone, as a ticket has it."""
    single = BetNow(
        id=leg.selection_id,
        kind=BetKind.SINGLE,
        fold=None,
        lines=2 if each_way else 1,
        stake=2 if each_way else 1,
        each_way=each_way,
        legs=[leg.now],
    )
    return ticket_of(single).legs[0]


def _thousandths(odds: int | None) -> str | None:
    return None if odds is None else written(Fraction(odds, 1000))


def _rules_of_leg(leg: LegFacts, outcome: str | None) -> tuple[str, ...]:
    rules = []
    if leg.void_because in WHY_VOID:
        rules.append(WHY_VOID[leg.void_because][1])
    by_outcome: Mapping[str | None, rulebook.Rule] = {
        "void": rulebook.VOID,
        "half_won": rulebook.PARTS,
        "half_lost": rulebook.PARTS,
        "dead_heat": rulebook.DEAD_HEAT,
    }
    if outcome in by_outcome:
        rules.append(by_outcome[outcome])
    if leg.deduction:
        rules.append(rulebook.RULE_4)
    if leg.odds != leg.odds_taken:
        rules.append(rulebook.CORRECTED_ODDS)
    return tuple(rule.link for rule in rules)


def _rules_of(bet: BetFacts, legs: Sequence[LegExplanation]) -> tuple[str, ...]:
    """Those of the whole bet first, then those of its legs, each once."""
    rules = [rulebook.POOL if bet.kind == POOL else rulebook.PAYOUT]
    if bet.kind not in {POOL, BetKind.SINGLE, BetKind.COMBO}:
        rules.append(rulebook.SYSTEM)
    if bet.each_way:
        rules.append(rulebook.EACH_WAY)
    if bet.state is BetState.CASHED_OUT:
        rules.append(rulebook.CASH_OUT)
    if any(each.payout_before is not None for each in bet.settlements):
        rules.append(rulebook.CORRECTION)
    links = [rule.link for rule in rules] + [link for leg in legs for link in leg.rules]
    return tuple(dict.fromkeys(links))
