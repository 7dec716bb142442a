"""House rules that no linter knows.  Each message says what to do instead."""

import ast
from collections.abc import Iterator

import pytest

from tests.unit.modules import Module, modules, parse

BANNED = {
    "now": ("app/plumbing/web.py", "take `now` as an argument; only the edge reads the clock"),
    "commit": ("app/plumbing", "the edge commits: see provide_tx"),
    "rollback": ("app/plumbing", "raise; the edge rolls back"),
}
FUNCTION_LINES_MAX = 40
MODULE_LINES_MAX = 300


def untidy(path: str, module: Module) -> Iterator[str]:
    if module.source.count("\n") > MODULE_LINES_MAX:
        yield f"{path}: split it by use case; over {MODULE_LINES_MAX} lines"
    for node in module.nodes:
        match node:
            case (
                ast.FunctionDef(lineno=start, end_lineno=int(end), name=name)
                | ast.AsyncFunctionDef(lineno=start, end_lineno=int(end), name=name)
            ) if end - start >= FUNCTION_LINES_MAX and not path.startswith("app/migrations"):
                yield f"{path}:{start}: {name} is over {FUNCTION_LINES_MAX} lines; name its parts"
            case ast.Call(func=ast.Attribute(attr=attr), lineno=line) if attr in BANNED:
                home, advice = BANNED[attr]
                edge = path.endswith("/jobs.py") and attr == "now"
                if not edge and not path.startswith((home, "app/development")):
                    yield f"{path}:{line}: .{attr}() - {advice}"


def test_modules_are_tidy() -> None:
    assert [told for path, module in modules().items() for told in untidy(path, module)] == []


@pytest.mark.parametrize("call", ["datetime.now(UTC)", "tx.commit()", "tx.rollback()"])
def test_the_tidy_test_bites(call: str) -> None:
    assert len(list(untidy("app/betting/service.py", parse(call)))) == 1
