"""Numbers as they are typed: exact, and never so long that they take their time."""

import re
from fractions import Fraction

from app.plumbing.refusals import Invalid

LONGEST = 24
EXACT = re.compile(r"[0-9]+(\.[0-9]+)?|[0-9]+/0*[1-9][0-9]*")
LINE = re.compile(r"[+-]?[0-9]+(\.(0|00|25|5|50|75))?")

# A whole number, or any number as text: a JSON number with a point would not be exact.
Typed = str | int


class NotANumber(Invalid):
    """A number is written as 3, as "0.15" or as "1/4", and is not below zero."""


class NotALine(Invalid):
    """A line is a number of quarters, such as "-1.25"."""


class NotAShare(Invalid):
    """A share is more than 0 and at most 1."""


def exact(typed: Typed) -> Fraction:
    text = _text(typed)
    if not EXACT.fullmatch(text):
        raise NotANumber(number=text)
    return Fraction(text)


def share(typed: Typed) -> Fraction:
    part = exact(typed)
    if not 0 < part <= 1:
        raise NotAShare(share=_text(typed))
    return part


def quarters(typed: Typed) -> int:
    text = _text(typed)
    if not LINE.fullmatch(text):
        raise NotALine(line=text)
    return int(4 * Fraction(text))


def _text(typed: Typed) -> str:
    if isinstance(typed, int):
        # Python refuses to write out a number of thousands of digits.
        return str(typed) if abs(typed) < 10**LONGEST else "-"
    return typed if len(typed) <= LONGEST else "-"
