"""What a file says, whatever its format; and what is wrong with it, line by line."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

import msgspec

from app.catalogue.rules.results import ResultDocument
from app.catalogue.rules.sports import ParticipantKind, Scheme
from app.plumbing.refusals import Invalid

FILE_BYTES_MAX = 1024 * 1024
EVENTS_MAX = 2_000
# All participants of all events, each as often as it takes part.
SEATS_MAX = 5_000
COMPLAINTS_MAX = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What is wrong, and where: a line and column of a CSV file, a path of a JSON file."""

    file: str
    reason: str
    line: int | None = None
    column: str | None = None
    path: str | None = None

    @property
    def place(self) -> str:
        return ":".join(
            str(part) for part in (self.file, self.line, self.column, self.path) if part
        )


class ImportRefused(Invalid):
    """This file has mistakes.  Nothing was changed."""

    def __init__(self, complaints: Sequence[Complaint]) -> None:
        super().__init__(
            count=len(complaints),
            errors=[
                {
                    "file": each.file,
                    "line": each.line,
                    "column": each.column,
                    "path": each.path or "",
                    "message": each.reason,
                }
                for each in complaints[:COMPLAINTS_MAX]
            ],
        )
        self.complaints = tuple(complaints)


class FileTooLarge(Invalid):
    """A file has at most 1 MiB, 2000 events and 5000 participants.  Please send it in parts."""


class FormatUnknown(Invalid):
    """We read files whose names end in .csv or .json."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The place of an event in its file."""

    file: str
    line: int | None = None
    path: str | None = None

    def complain(self, reason: str, *, column: str | None = None) -> Complaint:
        path = f"{self.path}.{column}" if self.path and column else self.path
        return Complaint(
            file=self.file,
            line=self.line,
            column=None if self.path else column,
            path=path,
            reason=reason,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedSeat:
    slug: str
    name: str
    kind: ParticipantKind = ParticipantKind.TEAM
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedEvent:
    """None: the file says nothing of it, so it stays as it is."""

    where: Where
    sport: str
    scheme: Scheme | None
    league: str | None
    league_name: str | None
    slug: str
    name: str
    starts_at: datetime
    locks_at: datetime | None = None
    round: str | None = None
    venue: str | None = None
    seats: tuple[WantedSeat, ...] = ()
    result: ResultDocument | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that a file says, with every complaint about it."""

    events: tuple[WantedEvent, ...] = ()
    complaints: tuple[Complaint, ...] = field(default=())

    @property
    def digest(self) -> bytes:
        """Equal for files that say the same."""
        return sha256(msgspec.json.encode(self.events)).digest()
