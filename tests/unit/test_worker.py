"""When a failed job is tried again."""

import asyncio
from datetime import UTC, datetime

import pytest
from procrastinate.jobs import Job

from app.plumbing.jobs import TRIES_MAX
from app.worker import Backoff


def job(tries: int) -> Job:
    return Job(
        id=1, queue="default", task_name="toy", lock=None, queueing_lock=None, attempts=tries
    )


@pytest.mark.parametrize(("tries_before", "seconds"), [(0, 2), (1, 4), (4, 32)])
def test_each_wait_is_twice_the_last(tries_before: int, seconds: int) -> None:
    again = Backoff().get_retry_decision(exception=ValueError(), job=job(tries_before))

    assert again
    assert again.retry_at
    wait = again.retry_at - datetime.now(UTC)
    assert seconds - 1 < wait.total_seconds() <= seconds


def test_the_last_try_is_the_last() -> None:
    last = job(TRIES_MAX - 1)

    assert Backoff().get_retry_decision(exception=ValueError(), job=last) is None


def test_shutting_down_is_no_try() -> None:
    last = job(TRIES_MAX - 1)

    assert Backoff().get_retry_decision(exception=asyncio.CancelledError(), job=last)
