"""Whoever is refused learns why, and a program learns what about."""

import ast
import re
from collections.abc import Iterator

import pytest

import app.main as _app  # noqa: F401 - all refusals are there once the application is
from app.plumbing.problems import descendants
from app.plumbing.refusals import Refusal
from tests.unit.modules import Module, modules, parse

GAME = ("betting", "pools", "predictions", "limits", "exposure")
OURS = {
    kind.__name__: kind
    for kind in descendants(Refusal)
    if kind.__module__.startswith(tuple(f"app.{feature}." for feature in GAME))
}


def without_facts(module: Module) -> Iterator[str]:
    for node in module.nodes:
        match node:
            case ast.Raise(exc=ast.Name(id=name)) if name in OURS:
                yield name
            case ast.Call(func=ast.Name(id=name), args=[], keywords=[]) if name in OURS:
                yield name


def test_every_refusal_of_the_game_names_its_facts() -> None:
    found = {
        path: bare for path, module in modules().items() if (bare := list(without_facts(module)))
    }

    assert found == {}


@pytest.mark.parametrize("line", ["raise PoolsOff", "raise PoolsOff()", "return PoolsOff()"])
def test_a_refusal_without_facts_is_found(line: str) -> None:
    assert list(without_facts(parse(line))) == ["PoolsOff"]


@pytest.mark.parametrize("name", sorted(OURS))
def test_a_player_can_read_why(name: str) -> None:
    title = OURS[name].__doc__ or ""

    assert re.fullmatch(r"[A-Z][^\n`_{}]{10,}[.]", title), title
