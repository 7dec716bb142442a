"""When a crowd is too large, and what may be refused unread."""

import msgspec
import pytest

from app.plumbing.shedding import ALWAYS_IN, Crowd

BODY = b'{"a": 1}'
WHOLE = (
    b"PUT /things/1 HTTP/1.1\r\nhost: one.localhost\r\ncontent-type: application/json\r\n"
    b"Content-Length: 8\r\n\r\n" + BODY
)
UNREAD = {
    "half of its body": WHOLE[:-1],
    "half of its head": WHOLE[:40],
    "more than one": WHOLE + WHOLE,
    "another method": WHOLE.replace(b"PUT", b"GET"),
    "another path": WHOLE.replace(b"/things/1", b"/things/1/cancel"),
    "another protocol": WHOLE.replace(b"HTTP/1.1", b"HTTP/1.0"),
    "no length": WHOLE.replace(b"Content-Length", b"x-length"),
    "a length of its own kind": WHOLE.replace(b"Content-Length: 8", b"Content-Length: +8"),
    "in chunks": WHOLE.replace(b"host:", b"transfer-encoding: chunked\r\nhost:"),
    "that waits to be asked": WHOLE.replace(b"host:", b"expect: 100-continue\r\nhost:"),
    "that wants to be the last": WHOLE.replace(b"host:", b"connection: close\r\nhost:"),
}


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def crowd_at(clock: Clock) -> Crowd:
    return Crowd(sheddable=r"PUT /things/[^/? ]+", wait_ms_max=50, clock=clock)


def test_nobody_is_refused_because_one_waits_long() -> None:
    clock = Clock()
    crowd = crowd_at(clock)
    for _ in range(ALWAYS_IN - 1):
        crowd.enter()

    clock.now += 3600

    assert not crowd.is_too_large


def test_a_large_crowd_that_moves_on_is_fine() -> None:
    clock = Clock()
    crowd = crowd_at(clock)
    numbers = [crowd.enter() for _ in range(1_000)]

    clock.now += 0.04
    assert not crowd.is_too_large
    clock.now += 0.02
    assert crowd.is_too_large

    crowd.enter()
    for number in numbers:
        crowd.leave(number)
    assert not crowd.is_too_large


def test_whoever_came_first_decides() -> None:
    clock = Clock()
    crowd = crowd_at(clock)
    first = crowd.enter()
    clock.now += 0.06
    for _ in range(ALWAYS_IN):
        crowd.enter()
    assert crowd.is_too_large

    crowd.leave(first)

    assert not crowd.is_too_large


def test_a_whole_request_may_be_refused_unread() -> None:
    crowd = crowd_at(Clock())

    assert crowd.may_refuse_unread(WHOLE)
    assert crowd.may_refuse_unread(WHOLE.replace(b"/things/1", b"/things/1?again=yes"))
    assert crowd.may_refuse_unread(WHOLE.replace(b"host:", b"Connection: keep-alive\r\nhost:"))


@pytest.mark.parametrize("data", UNREAD.values(), ids=UNREAD)
def test_nothing_else_may(data: bytes) -> None:
    assert not crowd_at(Clock()).may_refuse_unread(data)


def test_the_answer_is_a_problem_that_says_when_to_come_again() -> None:
    head, _, body = crowd_at(Clock()).answer.partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 503 Service Unavailable\r\n")
    assert b"\r\nretry-after: 1\r\n" in head + b"\r\n"
    assert b"content-length: %d\r\n" % len(body) in head
    assert msgspec.json.decode(body)["type"] == "/problems/too-busy"
