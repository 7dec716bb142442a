"""Sentences made of settings and facts: the words beside their numbers, for any reader.

Templates show one with `|told`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.plumbing.languages import Reader

THOUSAND = 1_000
Fact = str | int | float


@dataclass(frozen=True, slots=True)
class Told:
    """A fact is a name, a whole number, or a share of a hundred: 0.05 is 5 %.

    Where the words depend on a number, `english` has those for one, `many` those for others.
    """

    english: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    many: str = ""
    number: int = 1


def counted(words: tuple[str, str], number: int, **others: Fact) -> Told:
    """Words for one and for many, as `sentences` gives them, which name `%(number)s`."""
    one, many = words
    return Told(one, {"number": number, **others}, many, number)


def tell(told: Told, reader: Reader) -> str:
    said = (
        reader.plural(told.english, told.many, told.number)
        if told.many
        else reader.text(told.english)
    )
    return said % {name: _written(fact, reader) for name, fact in told.facts.items()}


def _written(fact: Fact, reader: Reader) -> str:
    match fact:
        case str():
            return fact
        case int():
            return reader.number(fact)
    whole = round(fact * THOUSAND) % 10 == 0
    return reader.percent(fact, digits=0 if whole else 1)
