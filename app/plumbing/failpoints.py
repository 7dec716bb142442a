"""Places where a process can be made to fail on purpose: FAILPOINT=settle.chunk.looked:kill

What happens there is `kill`, as by the machine itself; `error`; or `sleep=` so many seconds.
Several are separated by commas.  While the variable is unset, a failpoint does nothing.
"""

import asyncio
import os
import signal
from dataclasses import dataclass

DECLARED: dict[str, "Failpoint"] = {}


class FailpointReached(Exception):
    """The failure that somebody asked for."""


@dataclass(frozen=True, slots=True)
class Failpoint:
    name: str

    async def reach(self) -> None:
        if ARMED:
            await _fail(ARMED.get(self.name, ""))


def declare(name: str) -> Failpoint:
    """A failpoint of its own name; tests go through all of them."""
    DECLARED[name] = Failpoint(name)
    return DECLARED[name]


def parse(text: str) -> dict[str, str]:
    """What should happen where."""
    wanted = (each.partition(":") for each in text.split(",") if each)
    return {name.strip(): action.strip() for name, _, action in wanted}


def arm(text: str) -> None:
    """As if the process had been started with FAILPOINT=`text`."""
    ARMED.clear()
    ARMED.update(parse(text))


async def _fail(action: str) -> None:
    kind, _, value = action.partition("=")
    match kind:
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "error":
            raise FailpointReached
        case "sleep":
            await asyncio.sleep(float(value))


ARMED = parse(os.environ.get("FAILPOINT", ""))
