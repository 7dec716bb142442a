"""What a log line carries, and what it never does."""

import json
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader

from app.plumbing.ids import new_id
from app.plumbing.telemetry import metrics
from app.plumbing.telemetry.fields import Allow, FieldNotAllowed
from app.plumbing.telemetry.logs import JsonLines
from app.plumbing.telemetry.stack import stack_of
from app.plumbing.telemetry.stdout import QueuedOutput


def record(event: str, **facts: object) -> logging.LogRecord:
    made = logging.LogRecord("app.test", logging.INFO, __file__, 1, event, (), None)
    made.facts = facts
    return made


@contextmanager
def pipe() -> Iterator[tuple[int, int]]:
    read, write = os.pipe()
    yield read, write
    # The writer learns that its reader is gone before its end closes.
    os.close(read)
    time.sleep(0.05)
    os.close(write)


def test_in_production_a_field_that_nobody_allowed_is_dropped() -> None:
    kept = Allow(strict=False)(None, "info", {"event": "x", "email": "ama@example.org", "kind": 1})
    assert kept == {"event": "x", "kind": 1}


def test_in_tests_a_field_that_nobody_allowed_fails() -> None:
    with pytest.raises(FieldNotAllowed, match="email"):
        Allow(strict=True)(None, "info", {"event": "x", "email": "ama@example.org"})


@pytest.mark.parametrize("field", ["bet_id", "duration_ms", "batch_count", "points", "route"])
def test_ids_measures_and_known_words_are_allowed(field: str) -> None:
    assert field in Allow(strict=True)(None, "info", {"event": "x", field: 1})


@given(st.text(), st.one_of(st.text(), st.integers(), st.none(), st.uuids()))
def test_a_line_is_one_line_of_json(event: str, value: object) -> None:
    line = JsonLines(otlp=False).format(record(event.replace("%", ""), subject_id=value))
    assert "\n" not in line
    assert json.loads(line)["event"] == event.replace("%", "")


def test_an_id_is_written_as_text_and_nothing_is_left_out_as_nothing() -> None:
    subject = new_id()
    line = json.loads(JsonLines(otlp=False).format(record("x", subject_id=subject, route=None)))
    assert line["subject_id"] == str(subject)
    assert "route" not in line


def test_a_stack_has_every_cause_and_no_quoted_row() -> None:
    cause = ValueError("new row violates a check\nDETAIL: Failing row contains (Ama).")
    error = RuntimeError("it failed")
    error.__cause__ = cause

    stack = stack_of(error)

    assert "ValueError: new row violates a check" in stack
    assert "RuntimeError: it failed" in stack
    assert "Ama)" not in stack


def test_a_line_is_written_as_it_was_formatted() -> None:
    with pipe() as (read, write):
        output = QueuedOutput(write)
        output.emit(record("seen"))
        output.drain(1)
        assert os.read(read, 100) == b"seen\n"


def test_what_a_full_queue_cannot_take_is_dropped_and_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reader = InMemoryMetricReader()
    counter = MeterProvider([reader]).get_meter("test").create_counter("telemetry.dropped")
    monkeypatch.setattr(metrics, "dropped", counter)
    with pipe() as (_, write):
        output = QueuedOutput(write, lines_max=2)
        for _ in range(50):
            output.emit(record("x" * 100_000))
        assert output.queued <= 4
        counted = str(reader.get_metrics_data())

    assert '"signal": "stdout"' in counted or "'signal': 'stdout'" in counted
    # Two are being written, two wait; or the writer has not begun.
    assert "value=46" in counted or "value=48" in counted
