"""The tables that the code names are the tables that the migrations make."""

from importlib import import_module
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from app.plumbing import schema
from app.plumbing.db import metadata
from tests.conftest import TestDatabase


def test_code_and_migrations_agree(database: TestDatabase) -> None:
    for tables in Path("app").glob("*/tables.py"):
        import_module(f"app.{tables.parent.name}.tables")
    url = database.url("owner").reveal().replace("postgresql://", "postgresql+psycopg://")

    engine = create_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": only_columns})
        differences = compare_metadata(context, metadata)
    engine.dispose()

    assert differences == []


def only_columns(
    _item: object,
    name: str | None,
    kind: str,
    _reflected: bool,  # noqa: FBT001 - Alembic calls it so
    _other: object,
) -> bool:
    """Tables and columns; keys and checks stand in the migrations alone."""
    if kind == "table":
        return name in metadata.tables
    return kind == "column"


def test_there_is_one_newest_migration() -> None:
    assert len(ScriptDirectory(str(schema.FOLDER)).get_heads()) == 1


def test_migrating_twice_changes_nothing(database: TestDatabase) -> None:
    schema.upgrade(database.url("owner"))
    schema.upgrade(database.url("owner"))
