"""One door: no other module writes the ledger's tables, and in the ledger one function does."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.unit.modules import Module, modules, parse

TABLES = "account|transfer|account_rollup|adjustment"
SQL_WRITE = re.compile(
    rf"\b(insert\s+into|update|delete\s+from|truncate|merge\s+into|copy)\s+(only\s+)?({TABLES})\b",
    re.IGNORECASE,
)
CORE_TABLES = {"accounts", "transfers", "account_rollups", "adjustments"}
CORE_WRITES = {"insert", "update", "delete"}
DOORS = ("app/ledger/store/", "app/migrations/")


def writes(module: Module) -> Iterator[str]:
    """Whatever in this module writes a table of the ledger, in raw SQL or in Core."""
    for node in module.nodes:
        match node:
            case ast.Constant(value=str(text)) if found := SQL_WRITE.search(text):
                yield found.group()
            case ast.Call(
                func=ast.Name(id=verb), args=[ast.Name(id=table) | ast.Attribute(attr=table), *_]
            ) if verb in CORE_WRITES and table in CORE_TABLES:
                yield f"{verb}({table})"
            case ast.Call(
                func=ast.Attribute(attr=verb, value=ast.Name(id=table) | ast.Attribute(attr=table))
            ) if verb in CORE_WRITES and table in CORE_TABLES:
                yield f"{table}.{verb}()"


def test_no_other_module_writes_the_ledger_s_tables() -> None:
    others = [(path, module) for path, module in modules().items() if not path.startswith(DOORS)]

    assert [(path, told) for path, module in others for told in writes(module)] == []


@pytest.mark.parametrize(
    ("door", "caller"),
    [
        ("insert_transfers", ("app/ledger/service/transfers.py", "post_many")),
        ("post_pending", ("app/ledger/service/sets.py", "post_set")),
    ],
)
def test_in_the_ledger_one_function_a_door_moves_points(door: str, caller: tuple[str, str]) -> None:
    callers = [
        (path, function.name)
        for path, module in modules().items()
        if door in module.source
        for function in module.nodes
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for call in ast.walk(function)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == door
    ]

    assert callers == [caller]


@pytest.mark.parametrize(
    "source",
    [
        "'update account set balance = 0'",
        "'INSERT  INTO transfer (kind) values (1)'",
        "'delete from account_rollup'",
        "insert(transfers)",
        "update(tables.accounts)",
        "transfers.insert()",
        "tables.accounts.delete()",
    ],
)
def test_the_test_bites(source: str) -> None:
    assert len(list(writes(parse(source)))) == 1


@pytest.mark.parametrize("source", ["'select * from account'", "'update tenant set name = 1'"])
def test_the_test_bites_nobody_else(source: str) -> None:
    assert list(writes(parse(source))) == []
