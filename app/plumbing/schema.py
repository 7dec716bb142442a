"""Bringing a database up to date: roles, migrations, invariants."""

from contextlib import AbstractContextManager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg.errors import LockNotAvailable
from sqlalchemy import Connection, NullPool, create_engine
from sqlalchemy.exc import OperationalError

from app.plumbing.settings import Secret

FOLDER = Path(__file__).parents[1] / "migrations"
MIGRATIONS_LOCK = 7_011_200_501
LOCK_SECONDS = 5


class TablesInUse(Exception):
    """A table is in use, and whoever needs it next would wait behind us.  Nothing was changed:
    please migrate again in a quiet moment.
    """

    def __init__(self) -> None:
        super().__init__(" ".join((self.__doc__ or "").split()))


def create_roles(superuser_url: Secret) -> None:
    with _begin(superuser_url) as connection:
        _run(connection, (FOLDER / "roles.sql").read_text())


def upgrade(owner_url: Secret) -> None:
    """Run every migration that is due, then make `violations()` anew."""
    with _begin(owner_url) as connection:
        # Another migration may last, and is waited for; a page that holds a table may not.
        _run(connection, f"select pg_advisory_xact_lock({MIGRATIONS_LOCK})")
        _run(connection, f"set local lock_timeout = '{LOCK_SECONDS}s'")
        try:
            _upgrade(connection)
        except OperationalError as error:
            if isinstance(error.orig, LockNotAvailable):
                raise TablesInUse from error
            raise


def _upgrade(connection: Connection) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    _run(connection, _violations())
    # /health/ready compares the version with the newest one it knows.
    _run(connection, "grant select on alembic_version to pointsbook_platform")


def newest_version() -> str | None:
    return ScriptDirectory.from_config(_config()).get_current_head()


def version_of(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def invariants() -> dict[str, str]:
    return {path.stem: path.read_text() for path in sorted((FOLDER / "invariants").glob("*.sql"))}


def _violations() -> str:
    checks = "\nunion all\n".join(
        f"select '{name}', tenant_id, subject, detail from (\n{query}\n) as b"  # noqa: S608 - ours
        for name, query in invariants().items()
    )
    return f"""
        create or replace function violations()
        returns table (invariant text, tenant_id uuid, subject text, detail text)
        language sql stable as $violations$
        {checks}
        $violations$;
        revoke all on function violations() from public;
        grant execute on function violations() to pointsbook_platform;
    """


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    return config


def _run(connection: Connection, script: str) -> None:
    # Without parameters, or every % in it would be taken for a placeholder.
    connection.exec_driver_sql(script, execution_options={"no_parameters": True})


def _begin(url: Secret) -> AbstractContextManager[Connection]:
    engine = create_engine(
        url.reveal().replace("postgresql://", "postgresql+psycopg://", 1),
        poolclass=NullPool,
        # A migration may last, whatever the role or the database says of others.
        connect_args={"options": "-c statement_timeout=0"},
    )
    return engine.begin()
