"""How PostgreSQL finds what it is asked for."""

from collections.abc import Iterator, Mapping
from typing import Any

import psycopg
from sqlalchemy import Select, create_engine


def scans(
    tx: psycopg.Connection, query: str, values: Mapping[str, object] | None = None
) -> list[dict[str, Any]]:
    """Each look at a table: its `Relation Name`, `Index Name` and `Actual Rows`, it is run for."""
    [(plan,)] = tx.execute(f"explain (analyze, format json) {query}".encode(), values)
    return [node for node in _nodes(plan[0]["Plan"]) if "Relation Name" in node]


def rows_seen(scan: Mapping[str, Any]) -> int:
    """Those that it was asked for, and those that it threw away."""
    removed = scan.get("Rows Removed by Filter", 0)
    return int((scan["Actual Rows"] + removed) * scan["Actual Loops"])


def as_text(query: Select[Any]) -> str:
    """With its values in it."""
    dialect = create_engine("postgresql+psycopg://").dialect
    compiled = query.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    return str(compiled).replace("%", "%%")


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", []):
        yield from _nodes(inner)
