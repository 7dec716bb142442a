"""Events from a CSV file: one a line, under a header that names the columns in any order."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from app.catalogue.rules import events as event_rules
from app.catalogue.rules.importing.wanted import (
    EVENTS_MAX,
    Complaint,
    FileTooLarge,
    Reading,
    WantedEvent,
    WantedSeat,
    Where,
)
from app.catalogue.rules.results import QUARTERS, ResultDocument
from app.catalogue.rules.slugs import is_visible, slug_of, tidy
from app.catalogue.rules.sports import (
    LEAGUE_SLUG_MAX,
    NAME_MAX,
    PARTICIPANT_SLUG_MAX,
    SPORT_SLUG_MAX,
    ParticipantKind,
    Scheme,
)
from app.catalogue.rules.zones import TimeUnclear, moment_of

NEEDED = ("sport", "participants", "starts")
# How it ended, a number a participant in their order: `2-1`; `1-2-` where the third did not finish.
PERIODS = (
    "half_time", "full_time", "extra_time", "shoot_out", *QUARTERS,
    *(f"set_{number}" for number in range(1, 6)),
)  # fmt: skip
COLUMNS = (
    *NEEDED, "league", "round", "name", "slug", "zone", "locks", "venue", "kind", "scheme",
    *PERIODS, "positions",
)  # fmt: skip
LENGTHS = {
    "sport": SPORT_SLUG_MAX,
    "league": NAME_MAX,
    "name": event_rules.NAME_MAX,
    "slug": event_rules.SLUG_MAX,
    "round": event_rules.TEXT_MAX,
    "venue": event_rules.TEXT_MAX,
}
# "Lewis Hamilton [driver]": a name, and perhaps a role.
PARTICIPANT = re.compile(r"(?P<name>[^\[\]]+?)(?:\s*\[(?P<role>[^\[\]]+)\])?")
NUMBERS = re.compile(r"[0-9]{0,6}(-[0-9]{0,6}){0,499}")

Row = Mapping[str, str]


class CellWrong(ValueError):
    """What a cell says makes no sense."""

    def __init__(self, *, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


def read_csv(text: str, *, file: str, zone: str | None) -> Reading:
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [tidy(name).lower() for name in next(lines, [])]
        if complaints := tuple(_header_complaints(header, file)):
            return Reading(complaints=complaints)
        rows: list[tuple[int, list[str]]] = []
        begins = lines.line_num + 1
        for cells in lines:
            if any(map(str.strip, cells)):
                rows.append((begins, cells))
            begins = lines.line_num + 1
    except csv.Error as error:
        complaint = Complaint(file=file, line=lines.line_num, reason=f"this is no CSV: {error}")
        return Reading(complaints=(complaint,))
    if len(rows) > EVENTS_MAX:
        raise FileTooLarge(count=len(rows), largest=EVENTS_MAX)
    return _read_rows(rows, header, file, zone)


def _header_complaints(header: Sequence[str], file: str) -> Iterator[Complaint]:
    for name in NEEDED:
        if name not in header:
            yield Complaint(file=file, line=1, column=name, reason="this column is missing")
    for name, times in Counter(header).items():
        if name not in COLUMNS:
            known = ", ".join(COLUMNS)
            reason = f"there is no such column; we know {known}"
            yield Complaint(file=file, line=1, column=name, reason=reason)
        elif times > 1:
            yield Complaint(file=file, line=1, column=name, reason="this column comes twice")


def _read_rows(
    rows: Sequence[tuple[int, list[str]]], header: Sequence[str], file: str, zone: str | None
) -> Reading:
    events: list[WantedEvent] = []
    complaints: list[Complaint] = []
    for line, cells in rows:
        where = Where(file=file, line=line)
        if len(cells) != len(header):
            reason = f"{len(cells)} cells under {len(header)} columns"
            complaints.append(where.complain(reason))
            continue
        try:
            events.append(_event(dict(zip(header, cells, strict=True)), where, zone))
        except CellWrong as wrong:
            complaints.append(where.complain(wrong.reason, column=wrong.column))
    return Reading(events=tuple(events), complaints=tuple(complaints))


def _event(cells: Row, where: Where, zone: str | None) -> WantedEvent:
    row = {column: _text(column, cell) for column, cell in cells.items()}
    seats = tuple(_seats(row))
    league, round_ = row.get("league") or None, row.get("round") or None
    name = row.get("name") or " v ".join(seat.name for seat in seats)
    if len(name) > event_rules.NAME_MAX:
        raise CellWrong(
            column="name", reason=f"give a name of at most {event_rules.NAME_MAX} signs"
        )
    words = [word for word in (league, round_, name) if word]
    return WantedEvent(
        where=where,
        sport=slug_of(row["sport"], longest=SPORT_SLUG_MAX),
        scheme=_scheme(row),
        league=slug_of(league, longest=LEAGUE_SLUG_MAX) if league else None,
        league_name=league,
        slug=row.get("slug") or slug_of(*words, longest=event_rules.SLUG_MAX),
        name=name,
        starts_at=_moment(row, "starts", zone),
        locks_at=_moment(row, "locks", zone) if row.get("locks") else None,
        round=round_,
        venue=row.get("venue") or None,
        seats=seats,
        result=_result(row),
    )


def _result(row: Row) -> ResultDocument | None:
    """None where the row says nothing of how it ended."""
    scores = {period: _numbers(row, period) for period in PERIODS if row.get(period)}
    positions = _numbers(row, "positions") if row.get("positions") else {}
    return ResultDocument(scores=scores, positions=positions) if scores or positions else None


def _numbers(row: Row, column: str) -> dict[int, int]:
    told = row[column].replace(" ", "")
    if not NUMBERS.fullmatch(told):
        raise CellWrong(column=column, reason="this is not like 2-1, a number a participant")
    numbers = enumerate(told.split("-"), start=1)
    return {number: int(each) for number, each in numbers if each}


def _text(column: str, cell: str) -> str:
    if not is_visible(cell.strip()):
        raise CellWrong(column=column, reason="there are invisible signs in it")
    text = tidy(cell)
    if column in NEEDED and not text:
        raise CellWrong(column=column, reason="this is missing")
    longest = LENGTHS.get(column)
    if longest and len(text) > longest:
        raise CellWrong(column=column, reason=f"this has more than {longest} signs")
    return text


def _seats(row: Row) -> Iterator[WantedSeat]:
    kind = _kind(row)
    for each in row["participants"].split(";"):
        found = PARTICIPANT.fullmatch(each.strip())
        if not found or len(found["name"]) > NAME_MAX:
            reason = f'{each!r} is no name; write "Ghana; Mali" or "Lewis Hamilton [driver]; ..."'
            raise CellWrong(column="participants", reason=reason)
        slug = slug_of(found["name"], longest=PARTICIPANT_SLUG_MAX)
        yield WantedSeat(slug=slug, name=found["name"], kind=kind, role=found["role"])


def _kind(row: Row) -> ParticipantKind:
    try:
        return ParticipantKind(row.get("kind") or ParticipantKind.TEAM)
    except ValueError:
        raise CellWrong(
            column="kind", reason=f"this is one of {', '.join(ParticipantKind)}"
        ) from None


def _scheme(row: Row) -> Scheme | None:
    try:
        return Scheme(row["scheme"]) if row.get("scheme") else None
    except ValueError:
        raise CellWrong(column="scheme", reason=f"this is one of {', '.join(Scheme)}") from None


def _moment(row: Row, column: str, zone: str | None) -> datetime:
    try:
        return moment_of(row[column], zone=row.get("zone") or None, default=zone)
    except TimeUnclear as unclear:
        raise CellWrong(column=column, reason=str(unclear)) from None
