"""Refusals in words, and what a client learns of its mistakes."""

import ast
import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator

import pytest
from litestar.exceptions import ClientException, ValidationException

import app
from app.plumbing.problems import descendants, errors_of, slug_of, status_of, with_mistakes
from app.plumbing.refusals import Refusal
from tests.unit.modules import Module, modules, parse

ID = re.compile(r"(\b|_)ids?\b")


def refusals() -> list[type[Refusal]]:
    for module in pkgutil.walk_packages(app.__path__, "app."):
        if not module.name.startswith("app.migrations."):
            importlib.import_module(module.name)
    return sorted(set(descendants(Refusal)), key=lambda kind: kind.__name__)


def test_every_refusal_says_why_in_words() -> None:
    assert [kind.__name__ for kind in refusals() if not kind.__doc__] == []


def misnamed(path: str, module: Module, kinds: set[str]) -> Iterator[str]:
    """Facts that are ids and do not say so by their names."""
    for node in module.nodes:
        match node:
            case ast.Call(func=ast.Name(id=kind), keywords=facts) if kind in kinds:
                for fact in facts:
                    if ID.search(ast.unparse(fact.value)) and not ID.search(fact.arg or ""):
                        yield f"{path}:{node.lineno}: {fact.arg} is an id; name it <thing>_id"


def test_an_id_among_the_facts_is_named_as_one() -> None:
    kinds = {kind.__name__ for kind in refusals()}

    told = [each for path, module in modules().items() for each in misnamed(path, module, kinds)]

    assert told == []


def test_an_id_by_another_name_is_found() -> None:
    call = parse("NoSuchBet(bet=bet.id, selection_ids=[leg.selection_id], bank=bank.name)")

    assert list(misnamed("rules.py", call, {"NoSuchBet"})) == [
        "rules.py:1: bet is an id; name it <thing>_id"
    ]


def test_every_refusal_has_a_slug_of_its_own_and_a_status() -> None:
    slugs = Counter(slug_of(kind) for kind in refusals())
    assert [slug for slug, times in slugs.items() if times > 1] == []
    assert all(400 <= status_of(kind) < 600 for kind in refusals())


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("Expected `int` >= 1", "Expected `int` >= 1"),
        ("Object contains unknown field `extra`", "Object contains unknown field `extra`"),
        ("Invalid enum value 'canary'", "Invalid enum value"),
        ("Invalid value 'canary'", "Invalid value"),
        ("Invalid content-length: 'canary'", "Invalid content-length"),
        ("Missing required query parameter 'n' for path /api/canary",
         "Missing required query parameter 'n'"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_without_what_was_sent(message: str, told: str) -> None:
    assert errors_of(ClientException(message)) == [{"path": "", "message": told}]


@pytest.mark.parametrize(
    ("errors", "told"),
    [
        ({"name": "Too long."}, [{"path": "name", "message": "Too long."}]),
        (["Too long."], [{"path": "", "message": "Too long."}]),
        ([{"path": "name", "message": "Too long."}], [{"path": "name", "message": "Too long."}]),
        ([], []),
    ],
)
def test_mistakes_have_one_shape(errors: object, told: object) -> None:
    assert with_mistakes({"errors": errors, "count": 1}) == {"errors": told, "count": 1}


def test_a_mistake_says_where_it_is() -> None:
    error = ValidationException(
        "Validation failed", extra=[{"key": "legs[0].odds", "message": "Expected `int`"}]
    )
    assert errors_of(error) == [{"path": "legs[0].odds", "message": "Expected `int`"}]
