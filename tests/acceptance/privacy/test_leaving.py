"""Steps of leaving.feature, played over HTTP, with a worker's job where one is told of."""

from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner
from psycopg import sql
from pytest_bdd import given, parsers, scenarios, then, when

from app.cli import main
from app.identity.rules.people import PeopleUnavailable
from app.identity.rules.players import TERMS_VERSION
from tests.acceptance.care import Care
from tests.acceptance.pages.reading import Reading
from tests.acceptance.privacy.conftest import tell_sign_in_service

scenarios("leaving.feature")


@when(parsers.parse('she leaves, typing "{name}"'))
def _(ama: Reading, name: str) -> None:
    ama.open("/profile/data")
    ama.send("/profile/data/leave", name=name)


@then("nothing in the community tells who she was")
def _(care: Care) -> None:
    person = care.person("Ama")
    # The number by which the sign-in service knew her has her name in it, in tests alone.
    told = everything_of(care).replace(person.id.lower(), "")
    assert "former player" in told
    for secret in (f"ama.{care.name}", person.username, person.email, "my birthday bet"):
        assert secret.lower() not in told


@then("all that happened to her points is still in the books")
def _(care: Care) -> None:
    kinds = care.rows(
        "select t.kind, t.balance_after from transfer t"
        " join account a on a.id = t.kept_account where a.owner = %s order by account_sequence",
        care.player("Ama").entry_id,
    )
    assert kinds[-2:] == [("stake", 160), ("refund", 200)]


@when("she opens her profile")
def _(ama: Reading) -> None:
    ama.browser.follow_redirects = False
    ama.open("/profile")


@then("she is asked to sign in")
def _(ama: Reading) -> None:
    assert ama.answer.headers["location"] == "/auth/sign-in?next=/profile"


@then("the sign-in service knows her no more")
def _(care: Care) -> None:
    assert care.world.people.realm.state.person(care.person("Ama").id) is None
    assert waiting(care) == 0


@given("Ama plays in another community, too", target_fixture="elsewhere")
def _(care: Care) -> Care:
    elsewhere = Care(care.world)
    person = care.person("Ama")
    with elsewhere.game.transaction() as tx:
        tx.execute(
            "insert into player (tenant_id, subject, display_name, name_key, born_on_sealed,"
            " time_zone, locale, roles) values (%s, %s, 'Ama', 'ama', '', 'UTC', 'en', '{player}')",
            [elsewhere.tenant_id, person.id],
        )
        tx.execute(
            "insert into consent (tenant_id, player_id, document, version, at)"
            " select tenant_id, id, 'terms', %s, now() from player",
            [TERMS_VERSION],
        )
    return elsewhere


@then("she can still sign in there, and has no role here")
def _(care: Care) -> None:
    state = care.world.people.realm.state
    person = state.person(care.person("Ama").id)
    assert person
    assert not state.paths_of(person)
    assert waiting(care) == 0


@given("the sign-in service is away while she leaves")
def _(care: Care, ama: Reading) -> None:
    ama.open("/profile/data")
    care.world.people.away = True
    ama.send("/profile/data/leave", name=care.person("Ama").username)
    assert "Your account is deleted." in ama.text
    with pytest.raises(PeopleUnavailable):
        tell_sign_in_service(care)
    assert waiting(care) == 1
    care.world.people.recover()


@given("Ama takes a break")
def _(care: Care) -> None:
    assert care.ask("Ama", "POST", "/api/limits/time-out", {"hours": 24}).is_success


@given("Ama became an admin")
def _(care: Care) -> None:
    care.admin("Efua")
    care.known("Ama", care.player("Efua"))


@then("she is still here, and still plays")
def _(care: Care, ama: Reading) -> None:
    assert ama.browser.get("/profile").status_code == 200
    assert care.rows("select state from entry where player_id = %s", care.player_id("Ama")) == [
        ("active",)
    ]


@given("a copy from before is restored", target_fixture="erasures")
def _(care: Care) -> str:
    """As far as it is about her: the row is as it was, and nothing tells that she left."""
    erasures = list_erasures(care)
    person = care.person("Ama")
    care.as_superuser("delete from erasure where tenant_id = %s", care.tenant_id)
    care.as_superuser(
        "update player set subject = %s, display_name = %s, name_key = %s, born_on_sealed = '',"
        " roles = '{player}', erased_at = null where tenant_id = %s and erased_at is not null",
        person.id, f"Ama.{care.name}", f"ama.{care.name}", care.tenant_id,
    )  # fmt: skip
    return erasures


@when("those who left are erased again")
def _(care: Care, erasures: str, tmp_path: Path) -> None:
    kept = tmp_path / "erasures"
    kept.write_text(erasures)
    assert command(care, "erasures", "apply", str(kept)) == "1 erased\n"
    assert list_erasures(care) == erasures


@given("the community has room for two")
def _(care: Care) -> None:
    care.set_up(limits={"players": 2})


@when("Esi joins", target_fixture="esi")
def _(care: Care) -> Reading:
    person = care.world.people.join("Esi")
    esi = Reading(care.world.sign_in(person, f"{care.name}.localhost"))
    esi.open("/welcome")
    esi.send("/welcome", display_name="Esi", born_on="1990-01-01", time_zone="UTC", accepts="true")
    return esi


@then("Esi plays here")
def _(esi: Reading) -> None:
    assert esi.browser.get("/profile").status_code == 200


def waiting(care: Care) -> int:
    [[count]] = care.rows("select count(*) from erasure where removed_at is null")
    return int(count)


def list_erasures(care: Care) -> str:
    """What an operator keeps, as far as it is about this community."""
    told = command(care, "erasures", "list").splitlines(keepends=True)
    return "".join(line for line in told if str(care.tenant_id) in line)


def command(care: Care, *words: str) -> str:
    result = CliRunner().invoke(
        main, words, env=care.world.database.environ(), catch_exceptions=False
    )
    assert result.exit_code == 0, result.output
    return result.output


def everything_of(care: Care) -> str:
    """Every row of the community, as a superuser sees it."""
    with psycopg.connect(care.world.database.url("postgres").reveal()) as superuser:
        tables = superuser.execute(
            "select table_name from information_schema.columns"
            " where table_schema = 'public' and column_name = 'tenant_id'"
        ).fetchall()
        rows = [
            str(row)
            for (table,) in tables
            for row in superuser.execute(
                sql.SQL("select * from {} where tenant_id = %s").format(sql.Identifier(table)),
                [care.tenant_id],
            )
        ]
    return "\n".join(rows).lower()
