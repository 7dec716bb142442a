"""Each log line of the code is in the registry of signals, with its level and fields."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from app.plumbing.telemetry.fields import is_allowed
from tests.unit.modules import Module, modules, parse

SIGNALS = yaml.safe_load(Path("observability/signals.yaml").read_text())
LOGS = SIGNALS["logs"]
LEVELS = {"debug", "info", "warning", "error", "critical", "exception"}


def lines_logged(module: Module) -> Iterator[tuple[int, str, str, set[str]]]:
    """Where, at which level, which event, with which fields."""
    for node in module.nodes:
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="log"), attr=level),
                args=[ast.Constant(value=str(event)), *_],
                keywords=keywords,
                lineno=line,
            ) if level in LEVELS:
                yield line, level, event, {word.arg or "**" for word in keywords}
            case ast.Call(func=ast.Attribute(value=ast.Name(id="log"), attr=name), lineno=line) if (
                name != "bind"
            ):
                yield line, name, "not a literal", set()


def wrong(path: str, module: Module) -> Iterator[str]:
    for line, level, event, fields in lines_logged(module):
        place = f"{path}:{line}: {event!r}"
        if event not in LOGS:
            yield f"{place} is not in observability/signals.yaml"
        elif level != LOGS[event]["level"]:
            yield f"{place} is listed at level {LOGS[event]['level']}, not {level}"
        elif unlisted := fields - set(LOGS[event]["fields"]):
            yield f"{place} is listed without {sorted(unlisted)}"


def test_every_line_is_listed() -> None:
    assert [told for path, module in modules().items() for told in wrong(path, module)] == []


@pytest.mark.parametrize(
    "line",
    [
        'log.info("never heard of")',
        'log.error("request answered")',
        'log.info("request answered", name="Ama")',
        'log.info(f"request {answered}")',
    ],
)
def test_the_list_bites(line: str) -> None:
    assert len(list(wrong("app/x.py", parse(line)))) == 1


def test_every_listed_field_may_be_logged() -> None:
    fields = [(event, field) for event, listed in LOGS.items() for field in listed["fields"]]

    assert [(event, field) for event, field in fields if not is_allowed(field)] == []


def test_every_listed_line_is_still_in_the_code() -> None:
    source = "\n".join(module.source for module in modules().values())

    assert [event for event in LOGS if f'"{event}"' not in source] == []


def instruments(module: Module) -> Iterator[tuple[str, str]]:
    """The metrics that a module makes, with their units."""
    for node in module.nodes:
        match node:
            case ast.Call(
                func=ast.Attribute(attr=attr), args=[ast.Constant(value=str(name)), *_]
            ) if attr.startswith("create_") and attr.endswith(("counter", "gauge", "histogram")):
                [unit] = [word.value for word in node.keywords if word.arg == "unit"]
                yield name, ast.literal_eval(unit)


def test_every_metric_is_listed_with_its_unit_and_the_other_way_round() -> None:
    """But for those of the instrumentations, whose names begin with what they watch."""
    made = {found for module in modules().values() for found in instruments(module)}
    listed = {(name, metric["unit"]) for name, metric in SIGNALS["metrics"].items()}
    foreign = {one for one in listed if one[0].startswith(("http.server.", "db.client."))}

    assert made - listed == set()
    assert listed - made <= foreign
