"""The web process as it is in production: uvicorn in a process of its own."""

import os
import signal
import subprocess
import sys
import time
from types import TracebackType
from typing import IO, Self

import httpx

from tests.acceptance.server import listen
from tests.conftest import TestDatabase

START_SECONDS_MAX = 20


class Running:
    def __init__(
        self,
        database: TestDatabase,
        *,
        factory: str = "app.main:create",
        settings: dict[str, str] | None = None,
        environ: dict[str, str] | None = None,
        stdout: int | IO[bytes] = subprocess.DEVNULL,
    ) -> None:
        with listen() as socket:
            self.port: int = socket.getsockname()[1]
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("OTEL_", "POINTSBOOK_"))
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "uvicorn", "--factory", factory,
             "--host", "127.0.0.1", "--port", str(self.port), "--timeout-graceful-shutdown", "2"],
            env=inherited | database.environ(**(settings or {})) | (environ or {}),
            stdout=stdout,
        )  # fmt: skip
        self.http = httpx.Client(
            base_url=f"http://127.0.0.1:{self.port}",
            headers={"host": "demo.localhost", "accept": "text/html"},
        )

    def __enter__(self) -> Self:
        deadline = time.monotonic() + START_SECONDS_MAX
        while not self._answers():
            assert self.process.poll() is None, "the application did not start"
            assert time.monotonic() < deadline, "the application did not start in time"
            time.sleep(0.05)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self.http.close()
        self.stop()
        if self.process.stdout:
            self.process.stdout.close()

    def stop(self) -> float:
        """How many seconds it took to end."""
        before = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        return time.monotonic() - before

    def _answers(self) -> bool:
        try:
            return self.http.get("/health/live").status_code == 200
        except httpx.ConnectError:
            return False


def exporting_to(endpoint: str) -> dict[str, str]:
    """Often, so that a short test sees several exports."""
    return {
        "OTEL_EXPORTER_OTLP_ENDPOINT": endpoint,
        "OTEL_METRIC_EXPORT_INTERVAL": "500",
        "OTEL_BSP_SCHEDULE_DELAY": "200",
        "OTEL_BLRP_SCHEDULE_DELAY": "200",
    }
