"""A slip as a browser keeps it from page to page: what was picked at which odds, what was typed."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID, uuid5

import msgspec
from msgspec import Meta, Struct

from app.betting.rules.slips import OddsPolicy, Slip, WantedLeg
from app.betting.rules.tickets import LEGS_MAX, NAMED, BetKind, count_lines
from app.markets.rules.odds import ODDS_MAX, ODDS_MIN
from app.plumbing.languages import sentence
from app.plumbing.points import POINTS_MAX, Points
from app.plumbing.refusals import Conflict

# A ticket of that many legs is as long as a cookie may be, and longer than anybody needs.
PICKS_MAX = LEGS_MAX
KIND_LENGTH_MAX = 20
SYSTEM = "system"

NAMES = {
    BetKind.SINGLE: sentence("Single"),
    BetKind.COMBO: sentence("Combo"),
    BetKind.SYSTEM: sentence("System"),
    BetKind.TRIXIE: sentence("Trixie"),
    BetKind.PATENT: sentence("Patent"),
    BetKind.YANKEE: sentence("Yankee"),
    BetKind.LUCKY_15: sentence("Lucky 15"),
    BetKind.CANADIAN: sentence("Canadian"),
    BetKind.LUCKY_31: sentence("Lucky 31"),
    BetKind.HEINZ: sentence("Heinz"),
    BetKind.LUCKY_63: sentence("Lucky 63"),
    BetKind.SUPER_HEINZ: sentence("Super Heinz"),
    BetKind.GOLIATH: sentence("Goliath"),
}
POLICIES = (
    (OddsPolicy.EXACT, sentence("Only the odds that I saw")),
    (OddsPolicy.BETTER, sentence("Better odds, too")),
    (OddsPolicy.ANY, sentence("Any odds")),
)


class SlipFull(Conflict):
    """There is no room for more selections on this slip."""


class Pick(Struct, frozen=True, array_like=True):
    """A selection, and the odds at which it was tapped."""

    selection_id: UUID
    odds: Annotated[int, Meta(ge=ODDS_MIN, le=ODDS_MAX)]


class Draft(Struct, frozen=True, array_like=True):
    """`kind` is what the player chose last, or nothing; see `kind_of`."""

    picks: Annotated[tuple[Pick, ...], Meta(max_length=PICKS_MAX)] = ()
    kind: Annotated[str, Meta(max_length=KIND_LENGTH_MAX)] = ""
    stake: Annotated[int, Meta(ge=1, le=POINTS_MAX)] | None = None
    policy: OddsPolicy = OddsPolicy.EXACT
    each_way: bool = False

    @property
    def selection_ids(self) -> list[UUID]:
        return [pick.selection_id for pick in self.picks]


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to bet on what was picked: `value` in the form, its kind, and its lines."""

    value: str
    kind: BetKind
    lines: int
    fold: int | None = None


def read_draft(text: str | None) -> Draft:
    """What a cookie says; nothing, where it says nothing that we could have written."""
    try:
        sent = urlsafe_b64decode((text or "").encode("ascii", "ignore"))
        return msgspec.json.decode(sent, type=Draft)
    except ValueError:
        return Draft()


def write_draft(draft: Draft) -> str:
    return urlsafe_b64encode(msgspec.json.encode(draft)).decode()


def with_pick(draft: Draft, pick: Pick) -> Draft:
    """Tapped again, it is there once, at the odds seen last."""
    others = without(draft, [pick.selection_id]).picks
    if len(others) == PICKS_MAX:
        raise SlipFull(most=PICKS_MAX)
    at = draft.selection_ids.index(pick.selection_id) if len(others) < len(draft.picks) else None
    picks = (*others, pick) if at is None else (*others[:at], pick, *others[at:])
    return msgspec.structs.replace(draft, picks=picks)


def without(draft: Draft, selection_ids: Sequence[UUID]) -> Draft:
    kept = tuple(pick for pick in draft.picks if pick.selection_id not in selection_ids)
    return msgspec.structs.replace(draft, picks=kept)


def choices_of(picks: int) -> list[Choice]:
    """All ways to bet on so many selections, those of one line each first."""
    if not picks:
        return []
    singles = Choice(BetKind.SINGLE, BetKind.SINGLE, picks)
    if picks == 1:
        return [singles]
    named = [Choice(kind, kind, count_lines(kind, n)) for kind, (n, _) in NAMED.items()]
    fitting = [each for each in named if NAMED[each.kind][0] == picks]
    folds = [
        Choice(f"{SYSTEM}:{k}", BetKind.SYSTEM, count_lines(BetKind.SYSTEM, picks, fold=k), k)
        for k in range(2, picks)
    ]
    return [singles, Choice(BetKind.COMBO, BetKind.COMBO, 1), *fitting, *folds]


def kind_of(draft: Draft) -> Choice | None:
    """What was chosen; where that does not fit (any more), a single of one, a combo of several."""
    choices = choices_of(len(draft.picks))
    chosen = [choice for choice in choices if choice.value == draft.kind]
    usual = choices[1:2] or choices
    return next(iter(chosen or usual), None)


def slips_of(
    draft: Draft, stake: Points, *, bet_id: UUID, player_id: UUID, entry_id: UUID
) -> list[Slip]:
    """Several singles are a bet each, with ids that follow from the form's."""
    choice = kind_of(draft)
    if choice is None:
        return []
    legs = [WantedLeg(pick.selection_id, pick.odds) for pick in draft.picks]
    apart = choice.kind is BetKind.SINGLE and len(legs) > 1
    tickets = [(leg,) for leg in legs] if choice.kind is BetKind.SINGLE else [tuple(legs)]
    return [
        Slip(
            id=uuid5(bet_id, str(ticket[0].selection_id)) if apart else bet_id,
            player_id=player_id,
            entry_id=entry_id,
            kind=choice.kind,
            stake=stake,
            legs=ticket,
            fold=choice.fold,
            each_way=draft.each_way,
            odds_policy=draft.policy,
        )
        for ticket in tickets
    ]


CHIPS = (5, 10, 25, 50, 100, 250, 500, 1_000, 5_000, 10_000)
CHIPS_SHOWN = 4


def chips_of(*, least: int, most: int) -> list[int]:
    """Stakes at a tap, as far as they are allowed."""
    fitting = [chip for chip in CHIPS if least <= chip <= most]
    return fitting[:CHIPS_SHOWN] or ([least] if least <= most else [])
