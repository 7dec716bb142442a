"""`pointsbook calc` in a pipe: each answer comes before the next question."""

import json
import subprocess
import sys
from typing import IO

POINTSBOOK = [sys.executable, "-c", "from app.cli import main; main()"]
QUESTION = {"result": [2, 1], "tip": [2, 1]}


def start() -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [*POINTSBOOK, "calc", "prediction"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def pipe(end: IO[str] | None) -> IO[str]:
    assert end
    return end


def test_an_answer_does_not_wait_for_the_end() -> None:
    with start() as calc:
        asked, answered = pipe(calc.stdin), pipe(calc.stdout)
        for name in ("one", "two"):
            asked.write(json.dumps(QUESTION | {"id": name}) + "\n")
            asked.flush()
            assert json.loads(answered.readline()) == {"id": name, "points": 4}
        asked.close()

        assert calc.wait(timeout=30) == 0


def test_who_stops_reading_gets_no_stack_trace() -> None:
    with start() as calc:
        pipe(calc.stdout).close()
        pipe(calc.stdin).write((json.dumps(QUESTION) + "\n") * 100)
        pipe(calc.stdin).close()

        assert calc.wait(timeout=30) == 1
        assert "Traceback" not in pipe(calc.stderr).read()
