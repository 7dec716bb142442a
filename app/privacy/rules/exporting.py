"""A player's data as files: each part as JSON for programs and as CSV for people."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from app.audit.rules import csv_of

Row = Mapping[str, Any]
ABOUT = """Your data at Pointsbook
=======================
Each file comes twice: .json is for programs, .csv for a spreadsheet.  Times are in UTC.  Odds are
thousandths: 2500 is 2.50.  What Pointsbook keeps for how long, and why, stands in
docs/personal-data.md of its source.
"""


def zip_of(parts: Mapping[str, Sequence[Row]]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", ABOUT)
        for name, rows in parts.items():
            archive.writestr(f"{name}.json", json_of(rows))
            archive.writestr(f"{name}.csv", "".join(csv_lines(rows)))
    return packed.getvalue()


def json_of(rows: Sequence[Row]) -> bytes:
    return msgspec.json.format(msgspec.json.encode(rows), indent=2)


def csv_lines(rows: Sequence[Row]) -> Iterable[str]:
    if rows:
        yield csv_of(*rows[0])
    for row in rows:
        yield csv_of(*(_cell(value) for value in row.values()))


def _cell(value: object) -> object:
    if isinstance(value, bool | int | str | None):
        return value
    told = msgspec.json.encode(value).decode()
    # A moment is written without the quotes of JSON.
    return told.strip('"')
