"""Cells of a table for a spreadsheet."""

import pytest

from app.audit.rules import csv_of


@pytest.mark.parametrize(
    ("cell", "written"),
    [(-3, "-3"), ("-3", "'-3"), ("=1+1", "'=1+1"), ("+1", "'+1"), ("@a", "'@a"), (None, "")],
)
def test_text_is_no_formula_and_a_number_stays_one(cell: object, written: str) -> None:
    assert csv_of("before", cell) == f"before,{written}\r\n"
