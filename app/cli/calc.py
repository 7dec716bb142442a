"""`pointsbook calc`: the rules without a database."""

import json
import sys
from collections.abc import Iterator
from typing import BinaryIO

import click

from app.calculator import service
from app.calculator.service import Answer, Kind

# Room for a million legs, so that they are refused by their own name.
LINE_BYTES_MAX = 256 * 1024 * 1024


@click.command()
@click.argument("kind", type=click.Choice([kind.value for kind in Kind]))
def calc(kind: str) -> None:
    """Read one JSON object a line, write its answer, in order.

    A line that makes no sense is answered with what is wrong with it; the exit status is then 1.
    """
    failed = False
    for answer in _answers(Kind(kind), sys.stdin.buffer):
        failed |= "error" in answer
        # At once, so that a program may wait for each answer before it asks on.
        click.echo(json.dumps(answer, ensure_ascii=False))
    if failed:
        raise click.exceptions.Exit(1)


def _answers(kind: Kind, asked: BinaryIO) -> Iterator[Answer]:
    number = 0
    while line := asked.readline(LINE_BYTES_MAX):
        number += 1
        if len(line) == LINE_BYTES_MAX:
            _skip_rest(asked)
            yield service.wrong(number, "The line is too long.")
        elif line.strip():
            yield service.answer_line(kind, line, number=number)


def _skip_rest(asked: BinaryIO) -> None:
    while (more := asked.readline(LINE_BYTES_MAX)) and not more.endswith(b"\n"):
        pass
