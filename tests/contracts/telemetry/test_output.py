"""Lines on standard output: complete when somebody reads them, harmless when nobody does."""

import json
import subprocess

from tests.conftest import TestDatabase
from tests.contracts.telemetry.running import Running, exporting_to
from tests.contracts.telemetry.troubled import CANARY

REQUESTS = 1_000
TROUBLED = "tests.contracts.telemetry.troubled:create"


def test_nobody_reads_and_everybody_is_served(database: TestDatabase) -> None:
    with Running(database, stdout=subprocess.PIPE) as web:
        answers = [web.http.get("/nowhere").status_code for _ in range(REQUESTS)]

        assert answers == [404] * REQUESTS
        assert web.stop() <= 10


def test_a_line_says_what_happened_in_which_trace(database: TestDatabase) -> None:
    with Running(database, factory=TROUBLED, stdout=subprocess.PIPE) as web:
        web.http.get(f"/fine/1?secret={CANARY}")
        web.http.get("/broken")
        web.http.get("/refused")
        web.stop()
        assert web.process.stdout
        output = web.process.stdout.read().decode()

    lines = [json.loads(line) for line in output.splitlines()]
    [fine] = [line for line in lines if line.get("route") == "/fine/{number}"]
    assert fine.items() >= {"event": "request answered", "status": 200, "method": "GET"}.items()
    assert len(fine["trace_id"]) == 32
    assert fine["otlp"] is False
    failed, answered = [line for line in lines if line.get("route") == "/broken"]
    assert failed["event"] == "request failed"
    assert "RuntimeError: something that says more below" in failed["exception.stacktrace"]
    assert failed["trace_id"] == answered["trace_id"]
    assert CANARY not in output


def test_lines_that_went_by_otlp_say_so(database: TestDatabase) -> None:
    environ = exporting_to("http://127.0.0.1:1")
    with Running(database, environ=environ, stdout=subprocess.PIPE) as web:
        web.http.get("/nowhere")
        web.stop()
        assert web.process.stdout
        lines = [json.loads(line) for line in web.process.stdout]

    by_otlp = {line["otlp"]: line["logger"] for line in lines}
    assert by_otlp[True].startswith(("app.", "uvicorn"))
    assert by_otlp[False].startswith("opentelemetry")
