"""docs/personal-data.md names every column that could hold something of a person, and no other."""

import re
from collections.abc import Callable
from pathlib import Path

import psycopg

from tests.conftest import TestDatabase

PAGE = Path(__file__).parents[3] / "docs" / "personal-data.md"
LINE = re.compile(r"^\| `(\w+)\.(\w+)` \|", re.MULTILINE)
# What can hold words or bytes, in tables whose rows are of somebody.
OF_PEOPLE = """
    select c.table_name, c.column_name
    from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where table_schema = 'public' and t.table_type = 'BASE TABLE'
    and (c.data_type in ('text', 'bytea', 'jsonb', 'json') or c.udt_name = '_text')
    and (c.table_name = 'player' or exists (
        select from information_schema.columns o
        where (o.table_schema, o.table_name) = (c.table_schema, c.table_name)
        and o.column_name in ('player_id', 'entry_id', 'founder_id', 'recipient', 'subject',
                              'subject_index', 'nonce')
    ) or (c.data_type = 'text' and c.column_name ~ '(_by|author)$')
      or (c.table_name, c.column_name) in (('audit', 'record'), ('transfer', 'reason'),
                                           ('adjustment', 'reason')))
"""


def test_every_column_that_could_tell_of_a_person_is_in_the_catalogue(
    make_database: Callable[[], TestDatabase],
) -> None:
    with psycopg.connect(make_database().url("postgres").reveal()) as superuser:
        columns = set(superuser.execute(OF_PEOPLE).fetchall())
    listed = LINE.findall(PAGE.read_text())

    assert len(listed) == len(set(listed))
    assert set(listed) == columns
