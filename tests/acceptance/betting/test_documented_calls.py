"""The commands of docs/how-to/use-the-api.md, played in order by somebody who knows no more."""

import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from string import Template
from typing import Any

import httpx

from app.plumbing.ids import new_id
from tests.acceptance.betting.round import Round
from tests.acceptance.world import World, open_browser

PAGE = Path("docs/how-to/use-the-api.md")
COMMAND = re.compile(r"^```sh\n(curl .*?)^```", re.DOTALL | re.MULTILINE)

# What the page says to keep of each answer.
KEPT: tuple[Callable[[Any], dict[str, str]], ...] = (
    lambda answer: {"COMPETITION": answer["items"][0]["id"]},
    lambda answer: {"ENTRY": answer["id"]},
    lambda answer: {"EVENT": answer["items"][0]["id"]},
    lambda answer: selection_of(answer["items"][0]),
    lambda _: {},
)


def test_five_commands_lead_from_a_key_to_a_bet(world: World) -> None:
    round_ = Round(world)
    round_.offer({"Ghana beat Mali": 2_500})
    host = f"{round_.name}.localhost"
    known = {"URL": f"http://{host}:{world.port}", "BET": str(new_id())}
    with open_browser(host, world.port) as program:
        known["KEY"] = key_of(program, world, round_)
        answers = list(played(program, known))

    assert [answer.status_code for answer in answers] == [200, 201, 200, 200, 201]
    bet = answers[-1].json()
    assert (bet["id"], bet["stake"], bet["potential_payout"]) == (known["BET"], 40, 100)


def played(program: httpx.Client, known: dict[str, str]) -> Iterator[httpx.Response]:
    commands = COMMAND.findall(PAGE.read_text())
    for command, kept in zip(commands, KEPT, strict=True):
        answer = program.send(request_of(Template(command).substitute(known), program))
        assert answer.is_success, f"{command}\n{answer.text}"
        known |= kept(answer.json())
        yield answer


def request_of(command: str, program: httpx.Client) -> httpx.Request:
    """What curl would send."""
    line, _, rest = command.partition(" <<END\n")
    body = rest.removesuffix("END\n")
    words = shlex.split(line)
    method = words[words.index("-X") + 1] if "-X" in words else "POST" if body else "GET"
    headers = dict(words[n + 1].split(": ") for n, word in enumerate(words) if word == "-H")
    if "--json" in words:
        headers |= {"content-type": "application/json", "accept": "application/json"}
    [url] = [word for word in words if word.startswith("http://")]
    return program.build_request(method, url, headers=headers, content=body)


def selection_of(market: dict[str, Any]) -> dict[str, str]:
    assert market["state"] == "open"
    [selection] = market["selections"]
    return {"SELECTION": selection["id"], "ODDS": selection["odds"]}


def key_of(program: httpx.Client, world: World, round_: Round) -> str:
    """Ama's, who has joined the community, and nothing in it yet."""
    ama = world.join("Ama", round_.name, "player")
    headers = {"authorization": f"Bearer {world.people.access_token(ama)}"}
    wish = {"name": "my program", "scopes": ["bet"]}
    key: str = program.post("/api/keys", json=wish, headers=headers).json()["key"]
    return key
