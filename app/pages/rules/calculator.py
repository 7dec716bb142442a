"""The calculator's forms: what was typed becomes a question, and its answer fit to be read."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from app.betting.rules.tickets import NAMED, BetKind
from app.calculator import service
from app.calculator.rules.tickets import LegResult
from app.calculator.service import Kind
from app.identity.rules.players import OddsFormat
from app.markets.rules.margin import Method
from app.markets.rules.odds import THOUSANDTHS, Odds, parse_price, write_price
from app.plumbing.languages import sentence
from app.plumbing.refusals import Refusal

LEGS_SHOWN = 4
LEGS_MAX = 12
PRICES = re.compile(r"[\s,;]+")

KINDS = {
    BetKind.SINGLE: sentence("Single"),
    BetKind.COMBO: sentence("Combo: all must win"),
    BetKind.SYSTEM: sentence("System: some must win"),
    BetKind.TRIXIE: sentence("Trixie: 3 legs, 4 lines"),
    BetKind.PATENT: sentence("Patent: 3 legs, 7 lines"),
    BetKind.YANKEE: sentence("Yankee: 4 legs, 11 lines"),
    BetKind.LUCKY_15: sentence("Lucky 15: 4 legs, 15 lines"),
    BetKind.CANADIAN: sentence("Canadian: 5 legs, 26 lines"),
    BetKind.LUCKY_31: sentence("Lucky 31: 5 legs, 31 lines"),
    BetKind.HEINZ: sentence("Heinz: 6 legs, 57 lines"),
    BetKind.LUCKY_63: sentence("Lucky 63: 6 legs, 63 lines"),
    BetKind.SUPER_HEINZ: sentence("Super Heinz: 7 legs, 120 lines"),
    BetKind.GOLIATH: sentence("Goliath: 8 legs, 247 lines"),
}
RESULTS = {
    LegResult.OPEN: sentence("Open"),
    LegResult.WON: sentence("Won"),
    LegResult.PLACED: sentence("Placed"),
    LegResult.LOST: sentence("Lost"),
    LegResult.VOID: sentence("Void"),
    LegResult.HALF_WON: sentence("Half won"),
    LegResult.HALF_LOST: sentence("Half lost"),
}
PLACE_TERMS = ("1/4", "1/5", "1/3", "1/2")
STYLES = {
    OddsFormat.DECIMAL: sentence("Decimal"),
    OddsFormat.FRACTIONAL: sentence("Fractional"),
    OddsFormat.AMERICAN: sentence("American"),
}


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, or what is wrong with the question."""

    answer: Mapping[str, Any] = field(default_factory=dict)
    error: str | None = None


def convert(price: str) -> Answered:
    """A price in all ways of writing, and the chance at which it would be fair."""
    try:
        odds = parse_price(price)
    except Refusal as refusal:
        return Answered(error=str(refusal))
    rounded = Odds(round(odds * THOUSANDTHS))
    written = {style: write_price(rounded, style) for style in STYLES}
    return Answered({"written": written, "chance": float(1 / odds)})


def ask_ticket(asked: Mapping[str, str]) -> Answered:
    """`at_most` is what it pays if all that is open wins."""
    question = _ticket(asked)
    told = _answer(Kind.TICKET, question)
    if told.error or told.answer["points"] is not None:
        return told
    legs = [
        leg | {"result": LegResult.WON} if leg["result"] == LegResult.OPEN else leg
        for leg in question["legs"]
    ]
    best = _answer(Kind.TICKET, question | {"legs": legs})
    return Answered({**told.answer, "at_most": best.answer.get("points")}, best.error)


def ask_margin(asked: Mapping[str, str]) -> Answered:
    prices = [price for price in PRICES.split(asked.get("prices", "")) if price]
    told = _answer(
        Kind.MARGIN,
        {"odds": prices, "method": asked.get("method") or Method.MULTIPLICATIVE, "winners": 1},
    )
    if told.error:
        return told
    chances: Sequence[float] = told.answer["probabilities"]
    fair = [_fair(chance) for chance in chances]
    rows = list(zip(prices, chances, fair, strict=True))
    return Answered({"rows": rows, "margin": told.answer["margin"]})


def legs_wanted(asked: Mapping[str, str]) -> int:
    """Room for as many legs as the bet has, and for those that were typed."""
    kind = asked.get("bet", "")
    named = NAMED[BetKind(kind)][0] if kind in NAMED else LEGS_SHOWN
    more = asked.get("legs", "")
    wanted = int(more) if more.isascii() and more.isdecimal() and len(more) < 3 else 0  # noqa: PLR2004
    return min(LEGS_MAX, max(named, wanted))


def _ticket(asked: Mapping[str, str]) -> dict[str, Any]:
    each_way = asked.get("each_way") == "true"
    legs = [
        {"odds": odds, "result": asked.get(f"result{number}") or LegResult.OPEN}
        | ({"place_terms": asked.get("place_terms") or PLACE_TERMS[0]} if each_way else {})
        for number in range(1, LEGS_MAX + 1)
        if (odds := asked.get(f"odds{number}", "").strip())
    ]
    fold = asked.get("fold", "").strip()
    return {
        "bet": asked.get("bet") or BetKind.SINGLE,
        "unit_stake": asked.get("unit_stake", "").strip(),
        "legs": legs,
        "each_way": each_way,
    } | ({"fold": int(fold)} if fold.isascii() and fold.isdecimal() and len(fold) < 3 else {})  # noqa: PLR2004


def _answer(kind: Kind, question: Mapping[str, Any]) -> Answered:
    told = service.answer(kind, dict(question), number=1)
    return Answered(error=told["error"]) if "error" in told else Answered(told)


def _fair(chance: float) -> int | None:
    """The odds without the margin, where they can be written at all."""
    odds = round(THOUSANDTHS / Fraction(chance)) if chance > 0 else 0
    return odds if 1_001 <= odds <= 1_000_000 else None  # noqa: PLR2004
