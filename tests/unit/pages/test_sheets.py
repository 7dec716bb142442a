"""How a round's sheet is read, one test a rule."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from app.catalogue.rules.events import EventStatus
from app.catalogue.rules.sports import Scheme
from app.pages.rules.sheets import BOTH_SCORES, STAYS, Filled, neighbours, read_sheet
from app.predictions.rules.predicting import Event, Prediction, Wish
from app.predictions.rules.rounds import Round, current_round
from app.predictions.rules.scoring import Score
from app.predictions.rules.showing import SheetLine

NOON = datetime(2026, 6, 11, 12, tzinfo=UTC)
EVENT = Event(
    tenant_id=UUID(int=1),
    id=UUID(int=2),
    name="Ghana v Mali",
    round="Round 1",
    starts_at=NOON,
    locks_at=NOON,
    status=EventStatus.SCHEDULED,
    scheme=Scheme.GOALS,
    participants=("Ghana", "Mali"),
)
BEFORE = Prediction(
    event_tenant_id=EVENT.tenant_id,
    event_id=EVENT.id,
    round=EVENT.round,
    score=Score(first=2, second=1),
    joker=False,
    predicted_at=NOON,
    locks_at=NOON,
)


def read(
    first: str, second: str, *, joker: bool = False, before: Prediction | None = None
) -> Filled:
    sent = {f"first-{EVENT.id}": first, f"second-{EVENT.id}": second}
    if joker:
        sent[f"joker-{EVENT.id}"] = "true"
    return read_sheet(sent, [SheetLine(event=EVENT, prediction=before)], [])


def test_a_score_is_a_wish() -> None:
    wish = Wish(event_id=EVENT.id, score=Score(first=3, second=0), joker=True)

    assert read(" 3", "0 ", joker=True).wishes == [wish]


@pytest.mark.parametrize("before", [None, BEFORE])
def test_what_is_as_it_was_is_no_wish(before: Prediction | None) -> None:
    filled = read("2", "1", before=before) if before else read("", "")

    assert (filled.wishes, filled.errors) == ([], {})


def test_zeros_in_front_change_nothing() -> None:
    assert read("02", "1", before=BEFORE).wishes == []


def test_a_joker_alone_is_a_change() -> None:
    assert len(read("2", "1", joker=True, before=BEFORE).wishes) == 1


@pytest.mark.parametrize(
    ("first", "second", "joker", "before", "complaint"),
    [
        ("2", "", False, None, BOTH_SCORES),
        ("", "1", False, BEFORE, BOTH_SCORES),
        ("", "", True, None, BOTH_SCORES),
        ("", "", False, BEFORE, STAYS),
        ("two", "1", False, None, "A score is a whole number from 0 to 999."),
        ("-1", "1", False, None, "A score is a whole number from 0 to 999."),
        ("1000", "1", False, None, "A score is a whole number from 0 to 999."),
        ("²", "1", False, None, "A score is a whole number from 0 to 999."),
    ],
)
def test_what_makes_no_score_is_said_and_kept(
    first: str,
    second: str,
    joker: bool,  # noqa: FBT001 - a column of the table
    before: Prediction | None,
    complaint: str,
) -> None:
    filled = read(first, second, joker=joker, before=before)

    assert filled.wishes == []
    assert filled.errors == {EVENT.id: complaint}
    assert (filled.typed[EVENT.id].first, filled.typed[EVENT.id].second) == (first, second)


def test_an_event_that_was_not_on_the_sheet_is_left_alone() -> None:
    filled = read_sheet({}, [SheetLine(event=EVENT, prediction=BEFORE)], [])

    assert (filled.wishes, filled.errors) == ([], {})


def round_of(name: str, day: int, *, open_until: int | None = None) -> Round:
    lock = NOON.replace(day=open_until) if open_until else None
    return Round(name=name, day=None, events=1, starts_at=NOON.replace(day=day), next_lock=lock)


def test_the_sheet_opens_at_the_round_that_locks_next() -> None:
    over, late = round_of("1", 1), round_of("2", 2, open_until=20)
    soon = round_of("3", 3, open_until=12)

    assert current_round([over, late, soon]) == soon
    assert current_round([over]) == over
    assert current_round([]) is None


def test_rounds_lead_to_their_neighbours() -> None:
    first, second = round_of("1", 1), round_of("2", 2)

    assert neighbours([first, second], first) == (None, second)
    assert neighbours([first, second], second) == (first, None)
    assert neighbours([], None) == (None, None)
