"""A cursor leads to the next page, whoever made it up."""

from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.plumbing.pages import CursorInvalid, Number, Page, cursor_of, key_of, page_of


def page(rows: list[int], limit: int) -> Page[str]:
    return page_of(rows, limit, key=lambda row: row, show=str)


def test_a_full_page_leads_on_after_its_last_item() -> None:
    shown = page([1, 2, 3], limit=2)

    assert shown.items == ["1", "2"]
    assert key_of(shown.next, int) == 2


@pytest.mark.parametrize("rows", [[], [1], [1, 2]])
def test_the_last_page_leads_nowhere(rows: list[int]) -> None:
    assert page(rows, limit=2).next is None


def test_the_first_page_begins_after_nothing() -> None:
    assert key_of(None, int) is None


@given(st.datetimes(timezones=st.just(UTC)), st.uuids())
def test_a_key_comes_out_as_it_went_in(at: datetime, item_id: UUID) -> None:
    cursor = cursor_of((at, item_id))

    assert key_of(cursor, tuple[datetime, UUID]) == (at, item_id)
    assert cursor.isascii()
    assert "=" not in cursor


@pytest.mark.parametrize("key", ["2", [1], None, 2**63])
def test_a_cursor_of_another_list_is_refused(key: object) -> None:
    with pytest.raises(CursorInvalid):
        key_of(cursor_of(key), Number)


@given(st.text() | st.binary().map(lambda raw: urlsafe_b64encode(raw).decode()))
def test_no_cursor_breaks_anything(cursor: str) -> None:
    try:
        key = key_of(cursor, tuple[datetime, UUID])
    except CursorInvalid:
        return
    assert key is not None
