"""Programs that follow and bet over one WebSocket."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, get_args
from uuid import UUID

import msgspec
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from app.live.api.described import document
from app.live.rules.asking import Asking, Heard
from app.plumbing.ids import new_id
from tests.acceptance.live.conftest import Stand

PATIENCE_SECONDS = 10


class Program:
    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    def say(self, kind: str, /, **fields: object) -> None:
        self.say_text(json.dumps({"type": kind} | fields, default=str))

    def say_text(self, text: str) -> None:
        self._connection.send(text)

    def hear(self, kind: str, /, **facts: object) -> dict[str, Any]:
        """The next of this kind with these facts; all others are passed over."""
        while True:
            heard: dict[str, Any] = json.loads(self._connection.recv(timeout=PATIENCE_SECONDS))
            if heard["type"] == kind and facts.items() <= heard.items():
                msgspec.convert(heard, Heard)
                return heard

    def await_close(self) -> int:
        """The code with which we were sent away."""
        try:
            while True:
                self._connection.recv(timeout=PATIENCE_SECONDS)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 0


@contextmanager
def program(stand: Stand, who: str | None = None, **headers: str) -> Iterator[Program]:
    """Connected; and authenticated, if it is somebody's."""
    port = stand.world.port
    line = socket.create_connection(("127.0.0.1", port))
    url = f"ws://{stand.host}:{port}/ws"
    with connect(url, sock=line, additional_headers=headers, proxy=None) as connection:
        made = Program(connection)
        if who:
            made.say("authenticate", token=token_of(stand, who))
            made.hear("authenticated", version=1)
        yield made


def token_of(stand: Stand, who: str) -> str:
    return stand.world.people.access_token(stand.round.player(who).person)


def bet_of(stand: Stand, who: str, stake: int, on: str) -> dict[str, object]:
    slip = stand.round.slip(who, stake, on)
    return {"bet_id": new_id(), **slip}


def test_a_program_follows_bets_and_hears_of_both(stand: Stand) -> None:
    market = stand.round.offer({"Ghana": 2500})
    stand.round.player("Ama", 100)
    with program(stand, "Ama") as ama:
        ama.say("subscribe_odds", topics=[f"event:{market.event_id}", "me"])
        ama.hear("subscribed", topics=[f"event:{market.event_id}", "me"])
        ama.hear("balance_update", balance=100)

        ama.say("place_bet", **bet_of(stand, "Ama", 40, "Ghana"))
        ama.hear("bet_confirmed", stake=40, potential_payout=100, placed_before=False)
        ama.hear("balance_update", balance=60)

        stand.round.game.price(market.selections["1"], 2600)
        while odds_of(ama.hear("odds_update", market_id=str(market.id))) != [2600]:
            pass
        stand.round.change(
            "update event set status = 'live', version = version + 1 where id = %s",
            market.event_id,
        )
        ama.hear("event_update", status="live")


def test_a_bet_that_is_sent_twice_is_placed_once(stand: Stand) -> None:
    stand.round.offer({"Ghana": 2500})
    stand.round.player("Ama", 100)
    with program(stand, "Ama") as ama:
        bet = bet_of(stand, "Ama", 40, "Ghana")

        ama.say("place_bet", **bet)
        ama.hear("bet_confirmed", placed_before=False)
        ama.say("place_bet", **bet)
        ama.hear("bet_confirmed", placed_before=True, potential_payout=100)
    assert stand.round.balance("Ama") == 60


def test_a_bet_is_refused_as_over_http(stand: Stand) -> None:
    stand.round.offer({"Ghana": 2500})
    stand.round.player("Ama", 30)
    with program(stand, "Ama") as ama:
        bet = bet_of(stand, "Ama", 40, "Ghana")

        ama.say("place_bet", **bet)

        problem = ama.hear("problem", to="place_bet", bet_id=str(bet["bet_id"]), status=409)
    assert problem["problem"] == "/problems/not-enough-points"
    assert problem["facts"]["balance"] == 30


def test_a_program_that_comes_back_hears_what_it_missed(stand: Stand) -> None:
    market = stand.round.offer({"Ghana": 2500})
    topics = [f"event:{market.event_id}"]
    time.sleep(0.3)
    with program(stand, "Ama") as ama:
        ama.say("subscribe_odds", topics=topics)
        position = ama.hear("subscribed")["position"]

    stand.round.game.price(market.selections["1"], 2600)
    time.sleep(0.3)

    with program(stand, "Ama") as ama:
        ama.say("subscribe_odds", topics=topics, after=position)
        assert odds_of(ama.hear("odds_update")) == [2600]
        ama.say("subscribe_odds", topics=topics, after=1)
        ama.hear("start_again")


def test_who_has_not_said_who_they_are_is_told_to(stand: Stand) -> None:
    with program(stand) as nobody:
        nobody.say("get_balance")
        nobody.hear("problem", problem="/problems/not-signed-in", to="get_balance", status=401)
        nobody.say("authenticate", token="none of ours")
        assert nobody.hear("problem", to="authenticate")["status"] == 401


def test_a_browser_of_ours_is_known_by_its_session(stand: Stand) -> None:
    stand.round.player("Ama", 100)
    stand.sign_in("Ama")
    origin = f"http://{stand.host}:{stand.world.port}"

    with program(stand, cookie=stand.cookie("Ama"), origin=origin) as ama:
        ama.hear("authenticated")
        ama.say("get_balance")
        ama.hear("balance_update", balance=100)


def test_pages_of_others_cannot_use_it(stand: Stand) -> None:
    stand.sign_in("Ama")

    with (
        pytest.raises(Exception, match=r"403"),
        program(stand, cookie=stand.cookie("Ama"), origin="http://evil.example") as ama,
    ):
        ama.hear("authenticated")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "not-a-message"),
        ("[]", "not-a-message"),
        ('{"type": "place_bets"}', "not-a-message"),
        ('{"type": "get_balance", "more": 1}', "not-a-message"),
        ("[" * 10_000, "not-a-message"),
        ('{"type": "place_bet", "stake": 1e400}', "not-a-message"),
        ('{"type": "subscribe_odds", "topics": ["everything"]}', "topic-unknown"),
        (f'{{"type": "subscribe_odds", "topics": ["event:{UUID(int=9)}"]}}', "no-such-topic"),
        ('{"type": "authenticate", "token": "again"}', "already-authenticated"),
        (" " * (16 * 1024 + 1), "message-too-long"),
    ],
)
def test_nonsense_is_refused_and_the_conversation_goes_on(
    stand: Stand, text: str, problem: str
) -> None:
    with program(stand, "Ama") as ama:
        ama.say_text(text)
        ama.hear("problem", problem=f"/problems/{problem}")
        ama.say("authenticate", token="again")
        ama.hear("problem", problem="/problems/already-authenticated")


def test_whoever_is_suspended_is_sent_away(stand: Stand) -> None:
    with program(stand, "Ama") as ama:
        stand.round.change(
            "update player set suspended_at = now(), suspension_reason = 'a test', roles = '{}'"
            " where subject = %s",
            stand.round.player("Ama").person.id,
        )

        assert ama.await_close() == 1013


def test_each_message_is_like_its_example() -> None:
    made = document()
    names = {kind.__struct_config__.tag for kind in (*get_args(Asking), *get_args(Heard))}
    examples = {
        name: message["examples"][0]["payload"]
        for name, message in made["components"]["messages"].items()
    }

    assert examples.keys() == names == made["channels"]["ws"]["messages"].keys()
    for name, example in examples.items():
        assert example["type"] == name
        msgspec.convert(example, Asking | Heard, strict=True)


def test_each_reference_of_the_document_leads_somewhere() -> None:
    made = document()

    def references(part: object) -> Iterator[str]:
        match part:
            case {"$ref": str(ref)}:
                yield ref
            case dict():
                for value in part.values():
                    yield from references(value)
            case list():
                for value in part:
                    yield from references(value)

    found = list(references(made))
    for ref in found:
        here: Any = made
        for step in ref.removeprefix("#/").split("/"):
            here = here[step]
    assert len(found) > 30


def test_programs_and_people_can_read_what_there_is_to_say(stand: Stand) -> None:
    stand.round.player("Ama")
    made = stand.round.send("Ama", "GET", "/api/asyncapi.json").json()
    page = stand.round.send("Ama", "GET", "/api/docs/websocket").text

    assert (made["asyncapi"], made["channels"]["ws"]["address"]) == ("3.0.0", "/ws")
    assert all(f"<code>{name}</code>" in page for name in made["components"]["messages"])


def odds_of(heard: dict[str, Any]) -> list[int]:
    return [each["odds"] for each in heard["selections"]]
