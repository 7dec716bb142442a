"""Odds: decimal, in whole thousandths; and how prices are written by others."""

import re
from fractions import Fraction
from typing import NewType

from app.identity.rules.players import OddsFormat
from app.plumbing.refusals import Invalid

Odds = NewType("Odds", int)

THOUSANDTHS = 1000
ODDS_MIN = Odds(1_001)
ODDS_MAX = Odds(1_000_000)
LONGEST_PRICE = 24

DECIMAL = re.compile(r"[0-9]+(\.[0-9]+)?")
FRACTIONAL = re.compile(r"([0-9]+)/([0-9]+)")
AMERICAN = re.compile(r"([+-])([0-9]+)")


class OddsOutOfRange(Invalid):
    """Odds lie between 1.001 and 1000."""


class NotAPrice(Invalid):
    """A price is written as 4.5, as 7/2 or as +350."""


def check_odds(odds: int) -> Odds:
    if not ODDS_MIN <= odds <= ODDS_MAX:
        raise OddsOutOfRange(odds=odds)
    return Odds(odds)


def as_fraction(odds: Odds) -> Fraction:
    return Fraction(odds, THOUSANDTHS)


def parse_price(text: str) -> Fraction:
    """The decimal odds, exactly, of a decimal (4.5), fractional (7/2) or American (+350) price."""
    # The length first: a number of a million digits would take its time.
    odds = _parse(text) if len(text) <= LONGEST_PRICE else None
    if odds is None:
        raise NotAPrice(price=text[:LONGEST_PRICE])
    if not ODDS_MIN <= odds * THOUSANDTHS <= ODDS_MAX:
        raise OddsOutOfRange(odds=text)
    return odds


def _parse(text: str) -> Fraction | None:
    if DECIMAL.fullmatch(text):
        return Fraction(text)
    if (match := FRACTIONAL.fullmatch(text)) and int(match[2]):
        return 1 + Fraction(text)
    if (match := AMERICAN.fullmatch(text)) and int(match[2]):
        hundreds = Fraction(int(match[2]), 100)
        return 1 + (hundreds if match[1] == "+" else 1 / hundreds)
    return None


def write_price(odds: Odds, style: OddsFormat) -> str:
    """As `parse_price` reads it; American prices are rounded to whole points of a hundred."""
    above = as_fraction(odds) - 1
    match style:
        case OddsFormat.DECIMAL:
            whole, thousandths = divmod(odds, THOUSANDTHS)
            digits = f"{thousandths:03}"
            return f"{whole}.{digits.removesuffix('0')}"
        case OddsFormat.FRACTIONAL:
            return f"{above.numerator}/{above.denominator}"
        case OddsFormat.AMERICAN:
            return f"+{round(above * 100)}" if above >= 1 else f"-{round(100 / above)}"


def multiplied(odds: Odds, multiplier: Fraction) -> Odds:
    """The price in a community that multiplies what is above the stake."""
    above = int((odds - THOUSANDTHS) * multiplier)
    return Odds(min(ODDS_MAX, max(ODDS_MIN, THOUSANDTHS + above)))


def place_odds(odds: Fraction, terms: Fraction) -> Fraction:
    """What a place pays: a quarter or a fifth of what is above the stake."""
    return 1 + (odds - 1) * terms
