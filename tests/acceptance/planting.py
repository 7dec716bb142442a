"""Breaking invariants on purpose, and asking which of them noticed."""

import psycopg

from tests.conftest import TestDatabase


def violations_after(database: TestDatabase, script: str) -> set[str]:
    """The invariants that are broken once a superuser ran the script past all triggers."""
    with psycopg.connect(database.url("postgres").reveal()) as superuser:
        superuser.execute("set session_replication_role = replica")
        superuser.execute(script.encode())
    with psycopg.connect(database.url("platform").reveal()) as platform:
        return {row[0] for row in platform.execute("select invariant from violations()")}
