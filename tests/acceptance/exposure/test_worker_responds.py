"""A passed limit and a real worker: nobody calls the job but its own clock."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from tests.acceptance.game import Market
from tests.acceptance.markets.office import Office

# The job runs every five seconds; here other tests run beside it.
SECONDS_MAX = 60


@pytest.fixture
def worker(office: Office) -> Iterator[subprocess.Popen[bytes]]:
    environ = office.world.database.environ()
    worker = subprocess.Popen([sys.executable, "-m", "app.worker"], env=os.environ | environ)
    yield worker
    worker.send_signal(signal.SIGTERM)
    worker.wait(20)


@pytest.fixture
def market(office: Office) -> Market:
    office.programme("Ghana v Mali")
    market = office.game.market(office.event, {"1": 2500, "2": 3000})
    limit = {"level": "market", "soft": 50, "response": "suspend"}
    office.ask("Efua", f"PUT /api/exposure/limits/{market.id}", limit)
    return market


def state_after(office: Office, market: Market, *, but: str) -> str:
    """The market's state once it is another one, or after a long wait."""
    until = time.monotonic() + SECONDS_MAX
    while time.monotonic() < until:
        state = str(office.ask("Ama", f"GET /api/markets/{market.id}").json()["state"])
        if state != but:
            return state
        time.sleep(0.2)
    return but


def test_a_running_worker_suspends_what_passed_its_limit(
    office: Office, market: Market, worker: subprocess.Popen[bytes]
) -> None:
    office.bet(office.entry(), 40, market.selections["1"])

    assert state_after(office, market, but="open") == "suspended"

    assert '"exposure_limit.passed"' in office.world.audit_of(office.subdomain)
    assert worker.poll() is None
