"""What a record of the audit chain is, and how a break in the chain is found.

Each row's hash covers its record and the hash before it, so nothing can be changed, taken out
or put in without breaking every hash that follows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

import msgspec


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
class Head:
    """The newest link of a community's chain."""

    seq: int
    hash: bytes


GENESIS = Head(seq=0, hash=bytes(32))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """The first row that cannot be believed, and why."""

    seq: int
    why: str


def link(head: Head, act: Act, *, tenant_id: UUID, at: datetime) -> Row:
    """The row that follows `head`."""
    seq = head.seq + 1
    record = msgspec.json.encode(
        {"tenant_id": tenant_id, "seq": seq, "at": at, "act": act}, order="sorted"
    ).decode()
    return Row(
        tenant_id=tenant_id,
        seq=seq,
        at=at,
        action=act.action,
        record=record,
        previous_hash=head.hash,
        hash=digest(head.hash, record),
    )


def digest(previous_hash: bytes, record: str) -> bytes:
    return sha256(previous_hash + record.encode()).digest()


def find_break(
    rows: Iterable[Row], *, head: Head, checkpoints: Mapping[int, bytes]
) -> Break | None:
    """Walk a whole chain, oldest first, up to the head it should have."""
    last = GENESIS
    for row in rows:
        if why := _fault(row, last, checkpoints.get(row.seq, row.hash)):
            return Break(seq=last.seq + 1, why=why)
        last = row.head
    if last.seq < max([head.seq, *checkpoints]):
        return Break(seq=last.seq + 1, why="it is missing")
    if last != head:
        return Break(seq=last.seq, why="the head is not this row")
    return None


def _fault(row: Row, last: Head, checkpoint: bytes) -> str | None:
    if row.seq != last.seq + 1:
        return "it is missing" if row.seq > last.seq else "it is there twice"
    if row.previous_hash != last.hash:
        return "it does not follow the row before it"
    if row.hash != digest(row.previous_hash, row.record):
        return "its record does not have its hash"
    if row.hash != checkpoint:
        return "its hash is not the one that was exported"
    return _contradiction(row)


def _contradiction(row: Row) -> str | None:
    """The columns beside the record are for searching; they must say what it says."""
    told = msgspec.json.decode(row.record)
    if (UUID(told["tenant_id"]), told["seq"]) != (row.tenant_id, row.seq):
        return "its record belongs elsewhere"
    if datetime.fromisoformat(told["at"]) != row.at or told["act"]["action"] != row.action:
        return "its columns do not say what its record says"
    return None
