"""Asking the rules: in comes a question, out goes its answer or what is wrong with it."""

import re
from enum import StrEnum
from typing import Any, Protocol

import msgspec

from app.calculator.rules.margins import MarginQuestion
from app.calculator.rules.markets import MarketQuestion
from app.calculator.rules.pools import PoolQuestion
from app.calculator.rules.predictions import PredictionQuestion
from app.calculator.rules.rankings import RankingQuestion
from app.calculator.rules.tickets import TicketQuestion
from app.plumbing.refusals import Refusal

# What any program can read again.
ID_MAX = 2**63 - 1
ID = re.compile(rb'"id"\s*:\s*("[^"\\\x00-\x1f\x80-\xff]*"|-?(?:0|[1-9][0-9]{0,17}))\s*[,}]')

Answer = dict[str, Any]


class Answerable(Protocol):
    def answer(self) -> Answer: ...


class Kind(StrEnum):
    TICKET = "ticket"
    MARKET = "market"
    POOL = "pool"
    PREDICTION = "prediction"
    MARGIN = "margin"
    RANKING = "ranking"


QUESTIONS: dict[Kind, type[Answerable]] = {
    Kind.TICKET: TicketQuestion,
    Kind.MARKET: MarketQuestion,
    Kind.POOL: PoolQuestion,
    Kind.PREDICTION: PredictionQuestion,
    Kind.MARGIN: MarginQuestion,
    Kind.RANKING: RankingQuestion,
}


def answer(kind: Kind, asked: object, *, number: int) -> Answer:
    """The answer with the question's `id`; without one, the question goes by its number."""
    if not isinstance(asked, dict):
        return wrong(number, "A question is a JSON object.")
    name = asked.get("id", number)
    if not _is_name(name):
        return wrong(None, "An id is text or a number.")
    try:
        return {"id": name} | msgspec.convert(asked, QUESTIONS[kind]).answer()
    except Refusal as refusal:
        return wrong(name, explain(refusal))
    except msgspec.ValidationError as error:
        return wrong(name, str(error))


def answer_line(kind: Kind, line: bytes, *, number: int) -> Answer:
    """As `answer`, for a question that is still JSON."""
    try:
        asked = msgspec.json.decode(line.decode("utf-8-sig"))
    except RecursionError:
        return wrong(_glimpsed(line, number), "The JSON is nested too deeply.")
    except UnicodeDecodeError:
        return wrong(_glimpsed(line, number), "The line is not UTF-8.")
    except msgspec.DecodeError as error:
        return wrong(_glimpsed(line, number), str(error))
    return answer(kind, asked, number=number)


def _glimpsed(line: bytes, number: int) -> object:
    """The id of what cannot be read, if it is there to be seen."""
    found = ID.search(line)
    return msgspec.json.decode(found[1]) if found else number


def wrong(name: object, error: str) -> Answer:
    return {"id": name, "error": error}


def explain(refusal: Refusal) -> str:
    facts = ", ".join(f"{name}: {fact}" for name, fact in refusal.facts.items())
    return f"{refusal} ({facts})" if facts else str(refusal)


def _is_name(name: object) -> bool:
    if isinstance(name, int) and not isinstance(name, bool):
        return abs(name) <= ID_MAX
    return name is None or isinstance(name, str | float)
