"""What `pointsbook_backup` is for: a dump by anybody else would lack rows, or not be made."""

import subprocess
from pathlib import Path

import psycopg
import pytest

from app.development.postgres import program
from tests.acceptance.ledger.planted import TWO_COMMUNITIES
from tests.conftest import TestDatabase

TABLES = ("tenant", "account", "transfer")


@pytest.fixture
def full(database: TestDatabase) -> TestDatabase:
    """With rows in two communities."""
    with psycopg.connect(database.url("postgres").reveal()) as superuser:
        superuser.execute(TWO_COMMUNITIES.encode())
    return database


def dump(
    database: TestDatabase, role: str, *options: str | Path
) -> subprocess.CompletedProcess[str]:
    url = database.url(role).reveal()
    return subprocess.run(
        [program("pg_dump"), "--dbname", url, *options],
        capture_output=True,
        text=True,
        check=False,
    )


def rows_of(database: TestDatabase) -> dict[str, int]:
    with psycopg.connect(database.url("postgres").reveal()) as superuser:
        counts = " union all ".join(f"select '{name}', count(*) from {name}" for name in TABLES)  # noqa: S608
        return dict(superuser.execute(counts.encode()).fetchall())


def test_a_backup_holds_every_community(full: TestDatabase, tmp_path: Path) -> None:
    file = tmp_path / "dump"
    restored = TestDatabase(full.cluster, f"{full.name}_restored")

    made = dump(full, "pointsbook_backup", "--format=custom", "--file", file)
    full.cluster.create_database(restored.name)
    url = restored.url("postgres").reveal()
    back = subprocess.run(
        [program("pg_restore"), "--exit-on-error", "--dbname", url, file],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (made.returncode, made.stderr) == (0, "")
    assert (back.returncode, back.stderr) == (0, "")
    assert rows_of(restored) == rows_of(full)
    assert rows_of(restored)["transfer"] == 2
    with psycopg.connect(restored.url("platform").reveal()) as platform:
        assert platform.execute("select * from violations()").fetchall() == []


def test_the_application_cannot_make_a_backup(full: TestDatabase) -> None:
    refused = dump(full, "app", "--table=transfer")
    empty = dump(full, "app", "--table=account", "--data-only", "--enable-row-security")

    assert refused.returncode != 0
    assert "row-level security" in refused.stderr
    assert "planted" not in empty.stdout
    assert empty.stdout.partition("FROM stdin;\n")[2].startswith("\\.\n")


def test_the_backup_role_changes_nothing(full: TestDatabase) -> None:
    with (
        psycopg.connect(full.url("pointsbook_backup").reveal()) as backup,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        backup.execute("update account set balance = 0")
