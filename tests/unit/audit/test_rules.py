"""The audit chain: how it grows, and that no change of it goes unseen."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.audit.rules import (
    GENESIS,
    Act,
    Broken,
    Head,
    Record,
    Row,
    Who,
    check_end,
    digest,
    follow,
    write,
)

TENANT = UUID(int=1)
OTHER_TENANT = UUID(int=2)
NOON = datetime(2026, 6, 11, 12, 0, 0, 123456, tzinfo=UTC)
ACT = Act(
    who=Who(subject="ama", player_id=UUID(int=3), address="198.51.100.7"),
    action="bet.voided",
    subject="bet 7",
    before={"status": "open"},
    after={"status": "void"},
    reason="wrong odds",
)
NOTHING: Mapping[int, bytes] = {}


def link(head: Head, act: Act, *, at: datetime) -> Row:
    """The row that follows `head`, as `append_audit` writes it."""
    told = Record(tenant_id=TENANT, seq=head.seq + 1, at=at, act=act)
    record = msgspec.json.encode(told, order="sorted").decode()
    return Row(
        tenant_id=TENANT,
        seq=told.seq,
        at=at,
        action=act.action,
        record=record,
        previous_hash=head.hash,
        hash=digest(head.hash, record),
    )


def chain(length: int) -> list[Row]:
    rows: list[Row] = []
    head = GENESIS
    for number in range(length):
        act = replace(ACT, subject=f"bet {number}")
        rows.append(link(head, act, at=NOON + timedelta(seconds=number)))
        head = rows[-1].head
    return rows


def found(
    rows: list[Row], head: Head | None = None, checkpoints: Mapping[int, bytes] = NOTHING
) -> str | None:
    try:
        last = follow(rows, after=GENESIS, checkpoints=checkpoints)
        check_end(last, head=head or chain(4)[-1].head, checkpoints=checkpoints)
    except Broken as broken:
        return str(broken)
    return None


def test_an_act_says_who_did_what_to_what_and_why() -> None:
    assert write(ACT) == (
        '{"action":"bet.voided","after":{"status":"void"},"before":{"status":"open"},'
        '"reason":"wrong odds","subject":"bet 7","who":{"address":"198.51.100.7",'
        '"player_id":"00000000-0000-0000-0000-000000000003","subject":"ama"}}'
    )


def test_the_order_of_facts_does_not_change_an_act() -> None:
    one = replace(ACT, after={"a": 1, "b": {"c", "d"}})
    other = replace(ACT, after={"b": {"d", "c"}, "a": 1})

    assert write(one) == write(other)


def test_each_hash_covers_the_one_before() -> None:
    first, second = chain(2)

    assert second.previous_hash == first.hash
    assert second.hash == digest(first.hash, second.record)


def test_an_untouched_chain_is_whole() -> None:
    rows = chain(4)

    assert found(rows, checkpoints={2: rows[1].hash}) is None


def test_an_empty_chain_is_whole() -> None:
    assert found([], GENESIS) is None


def test_a_chain_may_be_walked_in_parts() -> None:
    rows = chain(4)

    half = follow(rows[:2], after=GENESIS, checkpoints={})

    assert follow(rows[2:], after=half, checkpoints={}) == rows[-1].head


def test_a_deleted_row_is_named() -> None:
    rows = chain(4)
    del rows[1]

    assert found(rows) == "row 2: it is missing"


def test_a_doubled_row_is_named() -> None:
    rows = chain(4)

    assert found([*rows[:2], *rows[1:]]) == "row 3: there is another row before it"


def test_a_deleted_end_is_named() -> None:
    assert found(chain(4)[:3]) == "row 4: it is missing"


def test_a_row_beyond_the_head_is_named() -> None:
    assert found(chain(5)) == "row 5: the head is not this row"


def test_a_chain_made_anew_does_not_fit_what_was_exported() -> None:
    exported = {3: bytes(32)}

    assert found(chain(4), checkpoints=exported) == (
        "row 3: its hash is not the one that was exported"
    )


def test_an_end_cut_off_together_with_its_head_does_not_fit_what_was_exported() -> None:
    rows = chain(4)

    assert found(rows[:2], rows[1].head, {4: rows[-1].hash}) == "row 3: it is missing"


def test_a_record_that_says_nothing_is_named_though_its_hash_is_right() -> None:
    [row] = chain(1)
    empty = replace(row, record="{}", hash=digest(row.previous_hash, "{}"))

    assert found([empty], empty.head) == "row 1: its record cannot be read"


CHANGES: dict[str, Callable[[Row], Row]] = {
    "tenant_id": lambda row: replace(row, tenant_id=OTHER_TENANT),
    "seq": lambda row: replace(row, seq=row.seq + 1),
    "at": lambda row: replace(row, at=row.at + timedelta(microseconds=1)),
    "action": lambda row: replace(row, action="bet.cancelled"),
    "record": lambda row: replace(row, record=row.record.replace("ama", "abu")),
    "previous_hash": lambda row: replace(row, previous_hash=bytes(32)[1:] + b"!"),
    "hash": lambda row: replace(row, hash=bytes(32)),
}


@pytest.mark.parametrize("column", CHANGES)
@pytest.mark.parametrize("number", range(4))
def test_a_changed_column_is_found_in_its_row(column: str, number: int) -> None:
    rows = chain(4)
    rows[number] = CHANGES[column](rows[number])

    assert str(found(rows)).startswith(f"row {number + 1}: ")


@given(number=st.integers(0, 3), place=st.integers(0), letter=st.characters(codec="utf-8"))
def test_any_change_of_one_letter_is_found(number: int, place: int, letter: str) -> None:
    rows = chain(4)
    record = rows[number].record
    place %= len(record)
    changed = record[:place] + letter + record[place + 1 :]
    rows[number] = replace(rows[number], record=changed)

    assert (found(rows) is not None) == (changed != record)
