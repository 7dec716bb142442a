"""Files are read whole or refused by line; a plan does what it says, and nothing twice."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.api.imports import FILES
from app.catalogue.rules.events import Event
from app.catalogue.rules.importing.files import read_file
from app.catalogue.rules.importing.planning import plan
from app.catalogue.rules.importing.plans import (
    Action,
    ImportOutdated,
    Known,
    Plan,
    check_digest,
)
from app.catalogue.rules.importing.wanted import (
    EVENTS_MAX,
    FILE_BYTES_MAX,
    SEATS_MAX,
    FileTooLarge,
    FormatUnknown,
    Reading,
)
from app.plumbing.refusals import Refusal

HERE, SHARED = UUID(int=1), UUID(int=2)
HEADER = "sport,scheme,league,participants,starts,zone,locks"
FINAL = "football,goals,Cup,Ghana; Mali,2030-06-11 13:00,UTC-6,"
MATCH = {"date": "2030-06-11", "time": "13:00 UTC-6", "team1": "Ghana", "team2": "Mali"}


def csv(*lines: str) -> Reading:
    return read_file("\n".join(lines).encode(), name="cup.csv")


def football(*matches: object, zone: str | None = None) -> Reading:
    content = json.dumps({"name": "Cup", "matches": matches}).encode()
    return read_file(content, name="cup.json", zone=zone)


def planned(reading: Reading, known: Known | None = None) -> Plan:
    assert reading.complaints == ()
    return plan(reading.events, known or Known(tenant_id=HERE), new_id=uuid4)


def done(plan: Plan) -> Known:
    """What is known once the plan has been carried out."""
    return Known(
        tenant_id=HERE,
        sports=plan.sport_of,
        leagues={(sport, league.slug): league for sport, league in plan.leagues},
        participants={(sport, who.slug): who for sport, who in plan.participants},
        events={(s.sport, s.wanted.slug): as_event(plan, s.id) for s in plan.events},
        results={step.id: step.result for step in plan.events if step.result},
    )


def as_event(plan: Plan, event_id: UUID) -> Event:
    step = next(step for step in plan.events if step.id == event_id)
    sport = plan.sport_of[step.sport]
    return Event(
        tenant_id=HERE,
        id=step.id,
        sport_tenant_id=sport.tenant_id,
        sport_id=sport.id,
        sport_slug=sport.slug,
        scheme=sport.scheme,
        schedule=step.wanted,
        first_starts_at=step.wanted.starts_at,
        status=step.status,
    )


def test_a_line_becomes_an_event() -> None:
    (event,) = csv(HEADER, FINAL).events

    assert (event.sport, event.league, event.slug) == ("football", "cup", "cup-ghana-v-mali")
    assert event.starts_at == datetime(2030, 6, 11, 19, tzinfo=UTC)
    assert [seat.slug for seat in event.seats] == ["ghana", "mali"]
    assert event.locks_at is None


def test_columns_come_in_any_order_and_a_byte_order_mark_is_no_column() -> None:
    text = "\ufeffstarts,SPORT , participants\n2030-06-11T13:00Z,racing,A [driver]; B\n"

    (event,) = read_file(text.encode(), name="RACE.CSV").events

    assert [(seat.name, seat.role) for seat in event.seats] == [("A", "driver"), ("B", None)]


def test_empty_lines_are_none() -> None:
    assert len(csv(HEADER, "", FINAL, ",,,,,,").events) == 1


@pytest.mark.parametrize(
    ("lines", "line", "column"),
    [
        (["sport,starts", "football,x"], 1, "participants"),
        ([HEADER + ",colour"], 1, "colour"),
        ([HEADER + ",zone"], 1, "zone"),
        ([""], 1, "sport"),
        ([HEADER, FINAL, "football,goals"], 3, None),
        ([HEADER, FINAL.replace("13:00", "13:61")], 2, "starts"),
        ([HEADER, FINAL + "yesterday"], 2, "locks"),
        ([HEADER, FINAL.replace("goals", "tries")], 2, "scheme"),
        ([HEADER, FINAL.replace("Ghana; Mali", "")], 2, "participants"),
        ([HEADER, FINAL.replace("Ghana; Mali", "Ghana;;Mali")], 2, "participants"),
        ([HEADER, FINAL.replace("Ghana; Mali", "Ghana [a; Mali")], 2, "participants"),
        ([HEADER, FINAL.replace("Cup", "x" * 121)], 2, "league"),
        ([HEADER, FINAL.replace("Cup", "a\x00b")], 2, "league"),
        ([HEADER, '"football'], 2, None),
        ([HEADER + ",kind", FINAL + ",robot"], 2, "kind"),
    ],
)
def test_a_mistake_is_named_by_line_and_column(
    lines: list[str], line: int, column: str | None
) -> None:
    (complaint, *_) = csv(*lines).complaints

    assert (complaint.file, complaint.line, complaint.column) == ("cup.csv", line, column)
    assert complaint.reason


def test_every_mistake_is_named() -> None:
    bad = FINAL.replace("UTC-6", "UTC-66")

    assert [c.line for c in csv(HEADER, bad, FINAL, bad).complaints] == [2, 4]


def test_lines_are_counted_as_an_editor_shows_them() -> None:
    over_two_lines = FINAL.replace("Cup", '"The\nCup"')

    reading = csv(HEADER, over_two_lines, FINAL.replace("13:00", "x"))

    assert [complaint.line for complaint in reading.complaints] == [2, 4]


def test_what_is_not_utf_8_is_named_by_line() -> None:
    (complaint,) = read_file(b"sport\nfoo\xffball", name="cup.csv").complaints

    assert complaint.line == 2


def test_a_match_becomes_an_event() -> None:
    (event,) = football(MATCH | {"score": {"ft": [2, 1], "ht": [1, 0]}, "group": "Group A"}).events

    assert event.slug == "cup-group-a-ghana-mali"
    assert event.starts_at == datetime(2030, 6, 11, 19, tzinfo=UTC)
    assert event.result
    assert event.result.scores == {"full_time": {1: 2, 2: 1}, "half_time": {1: 1, 2: 0}}


def test_a_match_at_half_time_has_no_result() -> None:
    (event,) = football(MATCH | {"score": {"ht": [1, 0]}}).events

    assert event.result is None


def test_a_numbered_match_keeps_its_slug_when_its_teams_are_known() -> None:
    before, after = (football(MATCH | {"num": 74, "team1": t}).events[0] for t in ("W1", "Togo"))

    assert before.slug == after.slug == "cup-match-74"


@pytest.mark.parametrize(
    ("match", "path"),
    [
        (MATCH | {"team1": None}, "$.matches[1].team1"),
        (MATCH | {"team1": "a\u202eb"}, "$.matches[1].team1"),
        (MATCH | {"time": "13:00"}, "$.matches[1].time"),
        (MATCH | {"score": {"ft": [1]}}, "$.matches[1].score.ft"),
        (MATCH | {"score": {"ft": [1, -1]}}, "$.matches[1].score.ft[1]"),
        ({}, "$.matches[1]"),
        (7, "$.matches[1]"),
    ],
)
def test_a_bad_match_is_named_by_its_path(match: object, path: str) -> None:
    (complaint,) = football(MATCH, match).complaints

    assert complaint.path == path


@given(st.binary() | st.text().map(str.encode), st.sampled_from(["a.csv", "a.json"]))
def test_no_file_breaks_it(content: bytes, name: str) -> None:
    reading = read_file(content, name=name)

    assert reading.events == () or reading.complaints == ()


CELLS = st.text() | st.sampled_from(["football", "goals", "2030-06-11 13:00", "Ghana; Mali", "UTC"])


@given(st.lists(st.lists(CELLS, min_size=7, max_size=7), max_size=5))
def test_no_line_breaks_it(rows: list[list[str]]) -> None:
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    reading = read_file("\n".join([HEADER, *lines]).encode("utf-8", "replace"), name="a.csv")

    try_to_plan(reading)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys((*MATCH, "score"), JSON))))
def test_no_match_breaks_it(matches: list[dict[str, object]]) -> None:
    try_to_plan(football(*(MATCH | match for match in matches)))


def try_to_plan(reading: Reading) -> None:
    made = plan(reading.events, Known(tenant_id=HERE), new_id=uuid4)

    assert made.difference.digest
    assert all(complaint.reason for complaint in (*reading.complaints, *made.complaints))


def test_files_have_bounds() -> None:
    with pytest.raises(FileTooLarge):
        read_file(b" " * (FILE_BYTES_MAX + 1), name="a.csv")
    with pytest.raises(FileTooLarge):
        csv(HEADER, *[FINAL] * (EVENTS_MAX + 1))
    with pytest.raises(FileTooLarge):
        football(*[{}] * (EVENTS_MAX + 1))
    crowd = "; ".join(f"p{number}" for number in range(SEATS_MAX + 1))
    with pytest.raises(FileTooLarge):
        csv(HEADER + ",name", FINAL.replace("Ghana; Mali", crowd) + ",Race")
    for name in ("a.xlsx", "csv", "", "a\n.csv", "x" * 200 + ".csv"):
        with pytest.raises(FormatUnknown):
            read_file(b"", name=name)


def test_a_plan_adds_what_is_missing_once() -> None:
    second = FINAL.replace("Mali", "Togo")

    changes = planned(csv(HEADER, FINAL, second)).difference.changes

    assert [(c.kind, c.slug) for c in changes] == [
        ("sport", "football"),
        ("league", "cup"),
        ("participant", "ghana"),
        ("participant", "mali"),
        ("participant", "togo"),
        ("event", "cup-ghana-v-mali"),
        ("event", "cup-ghana-v-togo"),
    ]
    assert {c.action for c in changes} == {Action.ADDED}


def test_the_same_file_again_changes_nothing() -> None:
    reading = football(MATCH | {"score": {"ft": [2, 1]}})

    again = planned(reading, done(planned(reading)))

    assert again.difference.counts == {Action.ADDED: 0, Action.CHANGED: 0, Action.UNCHANGED: 1}


def test_what_a_file_does_not_say_stays() -> None:
    full = csv(HEADER + ",venue,round", FINAL + "2030-06-11 12:00,Kumasi,Final")
    (event,) = full.events
    known = done(planned(full))
    silent = replace(event, venue=None, round=None, locks_at=None, league=None)

    (step,) = plan([silent], known, new_id=uuid4).events

    assert step.action is Action.UNCHANGED


def test_a_later_start_takes_the_lock_along() -> None:
    known = done(planned(csv(HEADER, FINAL + "2030-06-11 12:30")))
    later = csv(HEADER, FINAL.replace("13:00", "15:00"))

    (step,) = planned(later, known).events

    assert step.action is Action.CHANGED
    assert step.wanted.starts_at - step.wanted.locks_at == timedelta(minutes=30)


def test_two_lines_of_one_event_are_refused() -> None:
    (complaint,) = plan(
        csv(HEADER, FINAL, FINAL).events, Known(tenant_id=HERE), new_id=uuid4
    ).complaints

    assert (complaint.line, complaint.reason[:9]) == (3, "cup.csv:2")


def test_a_sport_nobody_knows_needs_a_scheme() -> None:
    reading = csv(HEADER, FINAL.replace("goals", ""))

    (complaint,) = plan(reading.events, Known(tenant_id=HERE), new_id=uuid4).complaints

    assert complaint.reason.startswith("There is no such sport yet")


def test_what_the_platform_shares_is_not_imported_over() -> None:
    known = done(planned(csv(HEADER, FINAL)))
    shared = {key: replace(event, tenant_id=SHARED) for key, event in known.events.items()}

    (complaint,) = plan(
        csv(HEADER, FINAL).events, replace(known, events=shared), new_id=uuid4
    ).complaints

    assert complaint.reason.startswith("The platform shares an event of this slug already.")


def test_an_implausible_score_is_named() -> None:
    reading = football(MATCH | {"score": {"ft": [1, 1], "ht": [2, 0]}})

    (complaint,) = plan(reading.events, Known(tenant_id=HERE), new_id=uuid4).complaints

    assert complaint.path == "$.matches[0]"
    assert "nobody has fewer than in half_time" in complaint.reason


def test_a_digest_names_what_would_change_and_nothing_else() -> None:
    first, again = (planned(csv(HEADER, FINAL)).difference for _ in range(2))
    other = planned(csv(HEADER, FINAL.replace("13:00", "13:01"))).difference

    assert first.digest == again.digest != other.digest
    check_digest(first, again.digest)
    with pytest.raises(ImportOutdated):
        check_digest(first, other.digest)


def test_a_digest_says_nothing_of_what_stays() -> None:
    second = FINAL.replace("Mali", "Togo")
    known = done(planned(csv(HEADER, FINAL)))

    alone, beside = (planned(csv(HEADER, *lines), known) for lines in ([second], [FINAL, second]))

    assert alone.difference.digest == beside.difference.digest


def test_a_refused_sport_is_a_refusal() -> None:
    reading = read_file(
        json.dumps({"name": "Cup", "matches": [MATCH]}).encode(), name="a.json", sport="No Sport"
    )

    with pytest.raises(Refusal):
        plan(reading.events, Known(tenant_id=HERE), new_id=uuid4)


def test_the_file_that_the_api_shows_can_be_imported() -> None:
    reading = read_file(FILES["text/csv"].encode(), name="cup.csv")

    assert len(reading.events) == 1
