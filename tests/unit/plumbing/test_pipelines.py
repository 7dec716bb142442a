"""Statements in psycopg's manner, and values as PostgreSQL reads them."""

from datetime import UTC, date, datetime
from uuid import UUID

import psycopg
import pytest

from app.plumbing.pipelines import Statement, array, texts


def test_places_are_numbered_and_named_once() -> None:
    statement = Statement("select %(a)s::text, %(b)s::bigint, %(a)s::text")

    assert statement.numbered == b"select $1::text, $2::bigint, $1::text"
    assert statement.with_values(b=b"2", a=b"1").values == [b"1", b"2"]


def test_a_value_that_is_missing_is_noticed() -> None:
    with pytest.raises(KeyError):
        Statement("select %(a)s::text").with_values(b=b"2")


def test_arrays_are_as_postgresql_writes_them() -> None:
    assert array([1, None, 2]) == b"{1,null,2}"
    assert array([True, False]) == b"{true,false}"
    assert array([UUID(int=1)]) == b'{"00000000-0000-0000-0000-000000000001"}'
    assert array([date(2026, 6, 11)]) == b'{"2026-06-11"}'
    assert array([datetime(2026, 6, 11, 15, tzinfo=UTC)]) == b'{"2026-06-11T15:00:00Z"}'
    assert array([]) == b"{}"


def test_texts_are_quoted_whatever_people_type() -> None:
    assert texts(['a "b" \\ c', None, "null", "{x,y}"]) == (
        rb'{"a \"b\" \\ c",NULL,"null","{x,y}"}'
    )


def test_no_text_holds_nul() -> None:
    with pytest.raises(psycopg.DataError):
        texts(["a\0b"])
