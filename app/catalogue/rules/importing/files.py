"""Reading a file of events, whatever its format."""

from pathlib import PurePath

from app.catalogue.rules.importing.csv_files import read_csv
from app.catalogue.rules.importing.openfootball import read_openfootball
from app.catalogue.rules.importing.wanted import (
    FILE_BYTES_MAX,
    SEATS_MAX,
    Complaint,
    FileTooLarge,
    FormatUnknown,
    Reading,
)
from app.catalogue.rules.slugs import is_visible

DEFAULT_SPORT = "football"
FILE_NAME_LENGTH_MAX = 200


def read_file(
    content: bytes, *, name: str, sport: str = DEFAULT_SPORT, zone: str | None = None
) -> Reading:
    """What the file says.  `sport` is what JSON is about, `zone` that of times without one."""
    if len(content) > FILE_BYTES_MAX:
        raise FileTooLarge(size_bytes=len(content), largest=FILE_BYTES_MAX)
    if len(name) > FILE_NAME_LENGTH_MAX or not is_visible(name):
        raise FormatUnknown
    match PurePath(name.lower()).suffix:
        case ".json":
            reading = read_openfootball(content, file=name, sport=sport, zone=zone)
        case ".csv":
            reading = _read_text(content, name, zone)
        case _:
            raise FormatUnknown(name=name)
    if (seats := sum(len(event.seats) for event in reading.events)) > SEATS_MAX:
        raise FileTooLarge(participants=seats, largest=SEATS_MAX)
    return reading


def _read_text(content: bytes, name: str, zone: str | None) -> Reading:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        complaint = Complaint(file=name, line=line, reason="this is not UTF-8")
        return Reading(complaints=(complaint,))
    return read_csv(text, file=name, zone=zone)
