"""The application's own modules, read and parsed once for all rules about code."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Module:
    source: str
    nodes: tuple[ast.AST, ...]


def parse(source: str) -> Module:
    return Module(source, tuple(ast.walk(ast.parse(source))))


@cache
def modules() -> dict[str, Module]:
    """Each by its path, in order."""
    paths = sorted(Path("app").rglob("*.py"))
    return {str(path): parse(path.read_text()) for path in paths}
