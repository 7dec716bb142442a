"""A worker that is killed anywhere changes nothing: another goes on, and all ends the same."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import IO, Any, cast

import pytest

from app.plumbing.failpoints import DECLARED
from app.settlement.store import chunks
from tests.acceptance.game import Market
from tests.acceptance.settlement.ground import LOST, WON, Ground, only, sums
from tests.conftest import TestDatabase

CHUNK = 4
RESUMED_SECONDS_MAX = 60
DIED_SECONDS_MAX = 60


class Nursery:
    """Workers of many databases, started in a moment."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.acceptance.settlement.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._workers: set[int] = set()

    def start(self, ground: Ground, failpoint: str = "") -> int:
        wanted = {
            "environ": ground.database.environ(),
            "failpoint": failpoint and f"{failpoint}:kill",
            "chunk": CHUNK,
        }
        stdin, stdout = cast("IO[str]", self._process.stdin), cast("IO[str]", self._process.stdout)
        stdin.write(json.dumps(wanted) + "\n")
        stdin.flush()
        number = int(stdout.readline())
        self._workers.add(number)
        return number

    def stop(self) -> None:
        for number in self._workers:
            if is_alive(number):
                os.kill(number, signal.SIGKILL)
        self._workers.clear()

    def close(self) -> None:
        self.stop()
        self._process.kill()
        self._process.communicate()


def is_alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def wait(satisfied: Callable[[], bool], what: str, seconds: float) -> float:
    began = time.monotonic()
    while not satisfied():
        assert time.monotonic() < began + seconds, what
        time.sleep(0.1)
    return time.monotonic() - began


class Match:
    """Bets of every kind on an event, which ends one way and then, by a correction, another."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.event_id = ground.event()
        self.winner = ground.market(2_500, 1_800, event_id=self.event_id)
        self.half = ground.market(2_200, 1_700, event_id=self.event_id, period="first_half")
        self.other = ground.market(3_000)
        self.pool_id = ground.game.pool(ground.competition_id, self.winner)
        self.entries = [ground.entry(100) for _ in range(3)]
        self.bets = [*self._bets()]

    def _bets(self) -> Iterator[Any]:
        one, two = self.winner.selections["1"], self.winner.selections["2"]
        half, other = self.half.selections["1"], self.other.selections["1"]
        for entry in self.entries:
            yield self.ground.bet(entry, 10, one)
            yield self.ground.bet(entry, 20, two)
            yield self.ground.bet(entry, 7, one, half)
            yield self.ground.bet(entry, 5, one, other)
            yield self.ground.bet(entry, 12, one, half, other, kind="trixie", lines=4)
        for entry, selection in zip(self.entries, (one, two, two), strict=True):
            yield self.ground.bet(entry, 9, selection, pool_id=self.pool_id)

    def result(self) -> None:
        """All who won by it spend it, so that the correction makes debts."""
        self._rule(only("1", self.winner), {"1": WON, "2": LOST})

    def correction(self) -> None:
        self._rule(only("2", self.winner), {"1": LOST, "2": WON})

    def _rule(self, winner: Any, half: Any) -> None:  # noqa: ANN401 - as in Ground
        self.ground.rule_all(
            self.event_id, [(self.winner, winner), (self.half, half)], settle=False
        )

    def spend(self) -> None:
        for entry in self.entries:
            balance, _ = self.ground.position(entry)
            self.ground.bet(entry, balance, self.other.selections["1"])

    def runs(self) -> list[str]:
        return [state for (state,) in self.ground.rows("select state from settlement_run")]

    def end_state(self) -> dict[str, Any]:
        """Everything but ids, times, and in which order parts came to a bet of several."""
        ground = self.ground
        selections: list[tuple[Market, str]] = [
            (market, key)
            for market in (self.winner, self.half, self.other)
            for key in market.selections
        ]
        return {
            "bets": [ground.state(bet) for bet in self.bets],
            "journals": [ground.journal(bet) for bet in self.bets],
            "positions": [ground.position(entry) for entry in self.entries],
            "books": sums(ground),
            "transfers": [
                ground.rows(
                    "select kind, debit_kind, credit_kind, sum(points) from transfer"
                    " where reference = %s and kind not in ('debt', 'repayment')"
                    " group by 1, 2, 3 order by 1, 2, 3",
                    bet,
                )
                for bet in self.bets
            ],
            "messages": [
                ground.rows(
                    "select body - 'run_id' from outbox_message where recipient = %s"
                    " order by created_at",
                    ground.players[entry],
                )
                for entry in self.entries
            ],
            "exposure": [
                ground.rows(
                    "select bets, staked, liability from exposure where selection_id = %s",
                    market.selections[key],
                )
                for market, key in selections
            ],
            "days": [
                ground.rows("select staked, returned from play_day where entry_id = %s", entry)
                for entry in self.entries
            ],
            "parts": ground.rows(
                "select sum(total), sum(done), sum(changed), sum(moved) from settlement_part"
                " group by run_id order by run_id"
            ),
            "runs": self.runs(),
        }


@pytest.fixture
def nursery() -> Iterator[Nursery]:
    nursery = Nursery()
    yield nursery
    nursery.close()


@pytest.mark.proof
def test_killed_anywhere_all_ends_as_if_nothing_had_been(
    nursery: Nursery,
    make_database: Callable[[], TestDatabase],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    points = sorted(name for name in DECLARED if name.startswith("settle."))
    monkeypatch.setattr(chunks, "CHUNK", CHUNK)
    undisturbed = Match(Ground(make_database()))
    undisturbed.result()
    undisturbed.ground.settle()
    undisturbed.spend()
    undisturbed.correction()
    undisturbed.ground.settle()
    matches = {name: Match(Ground(make_database())) for name in points}

    for stage in (Match.result, Match.correction):
        kill_everywhere(nursery, matches, stage)
        if stage is Match.result:
            for match in matches.values():
                match.spend()

    expected = undisturbed.end_state()
    assert expected["runs"] == ["finished", "finished"]
    assert any(debt for _, debt in expected["positions"])
    for name, match in matches.items():
        assert match.end_state() == expected, name


def kill_everywhere(
    nursery: Nursery, matches: dict[str, Match], stage: Callable[[Match], None]
) -> None:
    """One worker a failpoint is killed at it; another one then finishes what it left."""
    victims = {}
    for name, match in matches.items():
        stage(match)
        victims[name] = nursery.start(match.ground, name)
    for name, victim in victims.items():
        wait(lambda v=victim: not is_alive(v), f"{name} is not reached", DIED_SECONDS_MAX)  # type: ignore[misc]
    for match in matches.values():
        nursery.start(match.ground)
    for name, match in matches.items():
        wait(lambda m=match: is_idle(m), f"{name} is not resumed", RESUMED_SECONDS_MAX)  # type: ignore[misc]
    nursery.stop()


def is_idle(match: Match) -> bool:
    """No settlement goes on or waits."""
    ((waiting,),) = match.ground.as_superuser(
        "select count(*) from procrastinate_jobs"
        " where task_name like 'settlement.%%' and status in ('todo', 'doing')"
    )
    return not waiting and "running" not in match.runs()
