"""What a ticket pays, worked out step by step as one would on paper."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from app.betting.rules.tickets import (
    BetKind,
    Side,
    Ticket,
    count_lines,
    folds_of,
    sum_of_folds,
)
from app.markets.rules.outcomes import Outcome
from app.settlement.rules.writing import points, written

ONE_LINE = frozenset({BetKind.SINGLE, BetKind.COMBO})


@dataclass(frozen=True, slots=True, kw_only=True)
class Arithmetic:
    """`exact` is what is rounded down to `payout`; both are None while the bet is open."""

    steps: tuple[str, ...]
    exact: str | None = None
    payout: int | None = None


def arithmetic_of(ticket: Ticket, names: Sequence[str]) -> Arithmetic:
    """`names` are those of the legs' selections."""
    wins = [leg.win for leg in ticket.legs]
    places = [leg.place for leg in ticket.legs if leg.place]
    steps = [*_of_sides(ticket, wins, names, to="win" if places else None)]
    if places:
        steps += _of_sides(ticket, places, names, to="place")
    if ticket.open:
        return Arithmetic(steps=tuple(steps))
    returns = ticket.returns
    if places:
        steps.append(f"Together {written(returns)}.")
    if returns.denominator != 1:
        steps.append(f"Rounded down once: {points(floor(returns))}.")
    return Arithmetic(steps=tuple(steps), exact=written(returns), payout=ticket.payout)


def dividend_arithmetic(stake: int, dividend: Fraction, name: str) -> Arithmetic:
    exact = stake * dividend
    steps = [
        f"A point on {name} pays {written(dividend)}.",
        f"{stake} x {written(dividend)} = {written(exact)}.",
    ]
    if exact.denominator != 1:
        steps.append(f"Rounded down: {points(floor(exact))}.")
    return Arithmetic(steps=tuple(steps), exact=written(exact), payout=floor(exact))


def multiplied_out(odds: Fraction, outcome: Outcome) -> str:
    """What a side counts, with its parts where it is won in part: `1/2 x 3 + 1/2 = 2`."""
    counted = written(outcome.multiplier(odds))
    if outcome.win in {0, 1} and outcome.push in {0, 1}:
        return counted
    parts = [f"{_part(outcome.win)} x {written(odds)}"] if outcome.win else []
    parts += [_part(outcome.push)] if outcome.push else []
    return f"{' + '.join(parts) or '0'} = {counted}"


def _part(part: Fraction) -> str:
    return f"{part.numerator}/{part.denominator}" if part.denominator != 1 else str(part)


def _of_sides(
    ticket: Ticket, sides: Sequence[Side], names: Sequence[str], *, to: str | None
) -> Iterator[str]:
    for side, name in zip(sides, names, strict=True):
        of = f"{name} to {to}" if to else name
        if side.outcome is None:
            yield f"{of} is open, at {written(side.odds)}."
        else:
            counts = multiplied_out(side.odds, side.outcome)
            yield f"{of}: {side.outcome.name.replace('_', ' ')}, counts {counts}."
    if not ticket.open:
        yield from _products(ticket, [side.multiplier for side in sides])


def _products(ticket: Ticket, multipliers: Sequence[Fraction]) -> Iterator[str]:
    unit = ticket.unit_stake
    if ticket.kind in ONE_LINE:
        legs = range(len(multipliers), len(multipliers) + 1)
        told = " x ".join(written(each) for each in multipliers)
        yield f"{written(unit)} x {told} = {written(unit * sum_of_folds(multipliers, legs))}."
        return
    for fold in folds_of(ticket.kind, len(multipliers), ticket.fold):
        total = sum_of_folds(multipliers, range(fold, fold + 1))
        lines = count_lines(BetKind.SYSTEM, len(multipliers), fold=fold)
        many = f"{lines} lines of" if lines > 1 else "1 line of"
        legs_told = "1 leg" if fold == 1 else f"{fold} legs"
        yield (
            f"{many} {legs_told} count {written(total)} together:"
            f" {written(unit)} x {written(total)} = {written(unit * total)}."
        )
