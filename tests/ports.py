"""Ports for servers that a test starts by number."""

import os
import random
import socket
from contextlib import ExitStack


def free_port(*, together: int = 1) -> int:
    """The first of some ports that are free side by side.

    From below those that the system gives to whoever asks for any: between our look and the
    server's start, another test could be given one of these.
    """
    # Not the tests' own dice: all processes of a run throw the same.
    dice = random.Random(os.urandom(8))  # noqa: S311
    while True:
        port = dice.randrange(20_000, 32_000)
        with ExitStack() as held:
            try:
                for number in range(port, port + together):
                    held.enter_context(socket.create_server(("127.0.0.1", number)))
            except OSError:
                continue
            return port
