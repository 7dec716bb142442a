"""What a record of the audit chain is, and how a break in the chain is found.

Each row's hash covers its record and the hash before it, so nothing can be changed, taken out
or put in without breaking every hash that follows.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from uuid import UUID

import msgspec

from app.plumbing.refusals import Invalid


class NoSuchDay(Invalid):
    """That is not a day of the calendar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """Pointsbook itself, or an operator at the command line; `name` says which part."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Ids only: names and e-mail addresses would outlive their owner's erasure."""

    subject: str
    player_id: UUID | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One administrative act.  `subject` is what it was done to, such as `bet 0192…`."""

    who: Who
    action: str
    subject: str
    before: object = None
    after: object = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a hash covers: the act, and its place in the chain."""

    tenant_id: UUID
    seq: int
    at: datetime
    act: Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The newest link of a community's chain."""

    seq: int
    hash: bytes


GENESIS = Head(seq=0, hash=bytes(32))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A record as it is kept; the columns beside it are for searching."""

    tenant_id: UUID
    seq: int
    at: datetime
    action: str
    record: str
    previous_hash: bytes
    hash: bytes

    @property
    def head(self) -> Head:
        return Head(seq=self.seq, hash=self.hash)

    @property
    def act(self) -> Act:
        return read(self.record).act


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which rows to show: below a sequence number, of an action, since a moment until another.

    `by` is the subject of whoever did it.
    """

    before: int | None = None
    action: str | None = None
    by: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def begin_of(day: date) -> datetime:
    """Its first moment, in UTC."""
    return datetime.combine(day, time.min, UTC)


def end_of(day: date) -> datetime | None:
    """The moment after it, in UTC; none is after the last day of all."""
    return None if day == date.max else begin_of(day + timedelta(days=1))


class Broken(Exception):
    """The first row of a chain that cannot be believed, and why."""

    def __init__(self, seq: int, why: str) -> None:
        super().__init__(f"row {seq}: {why}")
        self.seq = seq
        self.why = why


def write(act: Act) -> str:
    """The act as its record holds it, whatever the order of its facts."""
    return msgspec.json.encode(act, order="sorted").decode()


def read(record: str) -> Record:
    return msgspec.json.decode(record, type=Record)


def digest(previous_hash: bytes, record: str) -> bytes:
    return sha256(previous_hash + record.encode()).digest()


def follow(rows: Iterable[Row], *, after: Head, checkpoints: Mapping[int, bytes]) -> Head:
    """Walk some rows of a chain, oldest first, and return the last of them, or raise `Broken`."""
    last = after
    for row in rows:
        if why := _fault(row, last, checkpoints.get(row.seq, row.hash)):
            raise Broken(last.seq + 1, why)
        last = row.head
    return last


def check_end(last: Head, *, head: Head, checkpoints: Mapping[int, bytes]) -> None:
    """The last row must be the head, and the chain as long as what was exported of it."""
    if last.seq < max([head.seq, *checkpoints]):
        raise Broken(last.seq + 1, "it is missing")
    if last != head:
        raise Broken(last.seq, "the head is not this row")


def _fault(row: Row, last: Head, checkpoint: bytes) -> str | None:
    if row.seq != last.seq + 1:
        return "it is missing" if row.seq > last.seq else "there is another row before it"
    if row.previous_hash != last.hash:
        return "it does not follow the row before it"
    if row.hash != digest(row.previous_hash, row.record):
        return "its record does not have its hash"
    if row.hash != checkpoint:
        return "its hash is not the one that was exported"
    return _contradiction(row)


def _contradiction(row: Row) -> str | None:
    try:
        told = read(row.record)
    except msgspec.MsgspecError:
        return "its record cannot be read"
    columns = (row.tenant_id, row.seq, row.at, row.action)
    if (told.tenant_id, told.seq, told.at, told.act.action) != columns:
        return "its columns do not say what its record says"
    return None


CSV_HEADER = (
    "seq", "at", "who", "player_id", "address", "action", "subject", "before", "after", "reason",
    "hash",
)  # fmt: skip


def csv_line(row: Row) -> str:
    act = row.act
    return csv_of(
        row.seq,
        row.at.isoformat(),
        act.who.subject,
        act.who.player_id,
        act.who.address,
        act.action,
        act.subject,
        msgspec.json.encode(act.before).decode(),
        msgspec.json.encode(act.after).decode(),
        act.reason,
        row.hash.hex(),
    )


def csv_of(*cells: object) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([_harmless(cell) for cell in cells])
    return line.getvalue()


def json_line(row: Row) -> str:
    """All that is needed to recompute the hashes without us; `record` is the text they cover."""
    told = {
        "seq": row.seq,
        "record": row.record,
        "previous_hash": row.previous_hash.hex(),
        "hash": row.hash.hex(),
    }
    return msgspec.json.encode(told).decode() + "\n"


def _harmless(cell: object) -> str:
    """A spreadsheet would run a cell that begins like a formula, so it gets an apostrophe.

    A number is none, below zero neither.
    """
    if isinstance(cell, int):
        return str(cell)
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text
