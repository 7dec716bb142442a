"""Which selections a market may have, and which it has if nobody says otherwise.

Their keys are those of `questions.py`: grading reads what is decided here.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.markets.rules.markets import Market, MarketState, Terms
from app.markets.rules.questions import ANY_OTHER, DRAW, MarketKind, NoSuchSelection
from app.plumbing.refusals import Conflict, Invalid

SELECTIONS_MAX = 500
SCORE = re.compile(r"[0-9]{1,3}(-[0-9]{1,3})+")
WORD = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")
SIDES = ("1", DRAW, "2")
PAIR = ("1", "2")
USUAL_SCORES = tuple(f"{first}-{second}" for first in range(4) for second in range(4))

# These kinds are answered by these selections, all of them and no other.
ANSWERS: Mapping[MarketKind, tuple[str, ...]] = {
    MarketKind.HANDICAP: PAIR,
    MarketKind.DRAW_NO_BET: PAIR,
    MarketKind.TOTAL: ("over", "under"),
    MarketKind.BOTH_SCORE: ("yes", "no"),
    MarketKind.ODD_EVEN: ("odd", "even"),
    MarketKind.DOUBLE_CHANCE: ("1_or_draw", "1_or_2", "draw_or_2"),
    MarketKind.HALF_FULL: tuple(f"{half}/{full}" for half in SIDES for full in SIDES),
    MarketKind.RESULT_AND_TOTAL: tuple(
        f"{side}/{total}" for side in SIDES for total in ("over", "under")
    ),
}
# These are between two, whatever the selections are called.
OF_TWO = frozenset(ANSWERS) - {MarketKind.TOTAL, MarketKind.ODD_EVEN}
OF_ANYBODY = frozenset({MarketKind.WINNER, MarketKind.PLACE, MarketKind.OUTRIGHT})


class SelectionsUnfit(Invalid):
    """These are not the selections that this kind of market has."""


class SelectionTwice(Invalid):
    """Two selections have the same key."""


class TwoParticipantsNeeded(Invalid):
    """This kind of market needs an event between exactly two."""


class SelectionChangesOthers(Conflict):
    """This would change what others of the market stand for, so it is added to drafts only."""


class SelectionsMissing(Invalid):
    """Please name the selections of this market: there are no usual ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Somebody who takes part in an event, by their number in it."""

    number: int
    name: str
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSelection:
    key: str
    name: str

    @property
    def participant_number(self) -> int | None:
        return int(self.key) if self.key.isascii() and self.key.isdigit() else None


def usual_selections(
    terms: Terms, participants: Sequence[Participant], *, draw: bool = False
) -> list[NewSelection]:
    """What the market is usually answered by; a draw is for markets of a winner."""
    kind = terms.kind
    if kind in OF_ANYBODY:
        keys = [str(each.number) for each in participants if not each.withdrawn]
        if draw and kind is MarketKind.WINNER:
            keys.insert(1, DRAW)
    elif kind in ANSWERS:
        keys = [*ANSWERS[kind]]
    elif kind is MarketKind.CORRECT_SCORE:
        keys = [*USUAL_SCORES, ANY_OTHER]
    else:
        raise SelectionsMissing(kind=kind)
    names = {str(each.number): each.name for each in participants}
    return [NewSelection(key=key, name=name_of(key, names)) for key in keys]


def name_of(key: str, names: Mapping[str, str]) -> str:
    """What players read, such as `Ghana or draw` for `1_or_draw`."""
    if SCORE.fullmatch(key):
        return key
    parts = re.split(r"(/|_or_)", key)
    spoken = {"/": " / ", "_or_": " or "}
    words = [spoken.get(part) or names.get(part) or part.replace("_", " ") for part in parts]
    name = "".join(words)[:120]
    return name if key in names else name[:1].upper() + name[1:]


def check_selections(
    kind: MarketKind, selections: Sequence[NewSelection], participants: Sequence[Participant]
) -> None:
    """Refuse selections that the market's kind could not grade."""
    keys = [selection.key for selection in selections]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise SelectionTwice(selections=twice)
    if kind in OF_TWO and {each.number for each in participants} != {1, 2}:
        raise TwoParticipantsNeeded(kind=kind, participants=len(participants))
    if kind in ANSWERS and set(keys) != set(ANSWERS[kind]):
        raise SelectionsUnfit(kind=kind, selections=sorted(keys), wanted=list(ANSWERS[kind]))
    if not 2 <= len(keys) <= SELECTIONS_MAX:  # noqa: PLR2004 - one answer is no question
        raise SelectionsUnfit(kind=kind, fewest=2, most=SELECTIONS_MAX)
    for key in keys:
        check_key(kind, key, participants)


def check_addition(market: Market, new: NewSelection, participants: Sequence[Participant]) -> None:
    """Refuse what the market's kind could not grade, or what would be unfair to earlier bets."""
    kind = market.terms.kind
    keys = {selection.key for selection in market.selections}
    if new.key in keys:
        raise SelectionTwice(selections=[new.key])
    if kind in ANSWERS:
        raise SelectionsUnfit(kind=kind, selections=[new.key], wanted=list(ANSWERS[kind]))
    if len(keys) >= SELECTIONS_MAX:
        raise SelectionsUnfit(kind=kind, most=SELECTIONS_MAX)
    check_key(kind, new.key, participants)
    # Where a draw can be bet on, a tie loses; and any other score is one that is not named.
    changes_others = new.key == DRAW or ANY_OTHER in keys
    if changes_others and market.state is not MarketState.DRAFT:
        raise SelectionChangesOthers(selection=new.key, state=market.state)


def check_key(kind: MarketKind, key: str, participants: Sequence[Participant]) -> None:
    numbers = {str(each.number) for each in participants if not each.withdrawn}
    if kind in OF_ANYBODY:
        known = key in numbers or (key == DRAW and kind is MarketKind.WINNER)
    elif kind is MarketKind.CORRECT_SCORE:
        known = key == ANY_OTHER or _is_score(key, of=len(participants))
    elif kind is MarketKind.CUSTOM:
        known = WORD.fullmatch(key) is not None
    else:
        known = key in ANSWERS[kind]
    if not known:
        raise NoSuchSelection(selection=key, kind=kind)


def _is_score(key: str, *, of: int) -> bool:
    """Grading reads numbers, so `02-1` and `2-1` would be the same score under two keys."""
    parts = key.split("-")
    plain = all(part == str(int(part)) for part in parts) if SCORE.fullmatch(key) else False
    return plain and len(parts) == of
