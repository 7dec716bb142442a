"""All of one's data in a file, and nothing of anybody else's."""

import csv
import io
import json
import zipfile
from typing import Any

import pytest

from app.privacy.store.exporting import PARTS
from tests.acceptance.care import Care
from tests.acceptance.pages.reading import Reading
from tests.acceptance.world import World


@pytest.fixture
def care(world: World) -> Care:
    return Care(world)


def unpacked(reader: Reading) -> zipfile.ZipFile:
    reader.open("/profile/data/download")
    assert reader.answer.headers["content-type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(reader.answer.content))


def part(archive: zipfile.ZipFile, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(archive.read(f"{name}.json"))
    return rows


def test_players_take_all_of_their_own_data_along(care: Care) -> None:
    care.player("Ama", 200)
    care.player("Kofi", 300)
    care.offer({"Ghana beat Mali": 2_500})
    for who, stake, note in (("Ama", 40, "=my feeling"), ("Kofi", 70, "a secret of Kofi's")):
        assert care.bet(who, stake, "Ghana beat Mali", note=note).is_success
    care.limit("Ama", "stake", "day", 500)
    care.deposit("Ama", points=25, note="please")
    ama = Reading(care.world.sign_in(care.person("Ama"), f"{care.name}.localhost"))

    archive = unpacked(ama)

    names = {f"{name}.{kind}" for name in ("profile", *PARTS) for kind in ("json", "csv")}
    assert set(archive.namelist()) == names | {"README.txt"}
    [profile] = part(archive, "profile")
    assert profile["email"] == care.person("Ama").email
    assert profile["born_on"] == "1990-01-01"
    [bet] = part(archive, "bets")
    assert (bet["stake"], bet["note"]) == (40, "=my feeling")
    assert part(archive, "legs")[0]["event"] == "Ghana v Mali"
    assert part(archive, "transfers")[-1]["balance_after"] == 160
    assert part(archive, "limits")[0]["amount"] == 500
    assert part(archive, "payments")[0]["note"] == "please"
    assert len(part(archive, "sessions")) == 1
    assert part(archive, "consents")[0]["document"] == "terms"
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"Kofi" not in everything
    [header, line] = csv.reader(io.StringIO(archive.read("bets.csv").decode()))
    assert dict(zip(header, line, strict=True))["note"] == "'=my feeling"
