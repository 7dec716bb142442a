"""Personal data is sealed: it stands in no column and in no log, however one looks for it."""

from datetime import date
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from app.identity.rules.players import TERMS_VERSION
from tests.acceptance.identity.conftest import Place, send

BORN_ON = "1987-03-17"
TOO_YOUNG = date.today().replace(day=9, month=7, year=date.today().year - 12)  # noqa: DTZ011 - any day does


def dump(place: Place) -> str:
    """Every row of every table, as a superuser sees them; bytes both as hex and as letters."""
    with psycopg.connect(place.world.database.url("postgres").reveal()) as superuser:
        tables = superuser.execute(
            "select tablename from pg_tables where schemaname = 'public'"
        ).fetchall()
        rows = [
            str(row)
            for (table,) in tables
            for row in superuser.execute(
                sql.SQL("select {0}.*, {0}::text from {0}").format(sql.Identifier(table))
            )
        ]
    return "\n".join(rows).lower()


def spellings(secret: str) -> set[str]:
    return {secret.lower(), secret.encode().hex(), secret.lower().encode().hex()}


@pytest.fixture
def canary() -> str:
    return f"Canary-{uuid4().hex[:12]}"


def test_address_and_birthday_stand_nowhere_in_clear(
    place: Place, canary: str, capfd: pytest.CaptureFixture[str]
) -> None:
    ama = place.arrive("Ama")
    place.world.people.change(ama, email=f"{canary}@pointsbook.example")
    esi = place.arrive("Esi")
    browser = place.sign_in(ama)
    answers = {
        "display_name": "Ama",
        "born_on": BORN_ON,
        "time_zone": "UTC",
        "locale": "en",
        "terms_version": TERMS_VERSION,
        "accepts": "true",
    }

    assert send(browser, "/welcome", **answers).status_code == 303
    young = answers | {"display_name": "Esi", "born_on": TOO_YOUNG.isoformat()}
    assert send(place.sign_in(esi), "/welcome", **young).status_code == 403
    profile = browser.get("/profile").text
    key = send(browser, "/profile/keys", name="mine", read="true").text.partition('key">pb_')[2]
    efua = place.sign_in(place.join("Efua", "admin"))
    people = efua.get("/admin/people").text
    assert send(
        efua, "/admin/invitations", email=f"2-{canary}@x.example", role="player"
    ).is_redirect
    assert canary in efua.get("/admin/invitations").text.replace("canary", "Canary")

    seen, logged = dump(place), "".join(capfd.readouterr()).lower()
    assert ama.username in seen, "the dump must show what is not sealed"
    assert canary.lower() in profile
    assert canary.lower() in people.lower()
    of_age = TOO_YOUNG.replace(year=TOO_YOUNG.year + 18).isoformat()
    secret = key.partition("_")[2][:43]
    assert len(secret) == 43
    for hidden in (canary, BORN_ON, TOO_YOUNG.isoformat(), of_age, secret):
        for spelling in spellings(hidden):
            assert spelling not in seen
            assert spelling not in logged
