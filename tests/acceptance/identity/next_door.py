"""The community next door: a row of everything that an id in a path or a body can name.

A new table whose rows have addresses needs a row here.  `{bet_id:uuid}` is the `id` of a `bet`;
what is named otherwise has a line in COLUMNS, or in NO_ROWS if it names no row of a community.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from psycopg import Connection
from psycopg.sql import SQL, Identifier

from app.ledger import service as ledger
from app.ledger.rules.adjustments import Adjustment
from app.notifications.service import relaying
from app.payments import service as payments
from app.payments.rules.vouchers import Batch
from app.plumbing.ids import new_id
from tests.acceptance.game import Game
from tests.acceptance.identity.conftest import Place, csrf_of
from tests.acceptance.ledger.town import Town

COLUMNS = {
    "code": "private_league.code",
    "event": "event.slug",
    "key_id": "api_key.id",
    "letter_id": "notification.id",
    "other_player_id": "player.id",
    "holder": "account.owner",
    "run_id": "settlement_run.id",
    "sport": "sport.slug",
    "subject": "player.subject",
    "subject_id": "market.id",
}
LATER = datetime(2100, 1, 1, tzinfo=UTC)
NO_ROWS = {"file_path", "kind", "name", "new", "period", "signature", "slug", "subdomain", "verb"}


def furnish(town: Town, place: Place) -> None:
    neighbour = place.join("neighbour", "player")
    csrf = {"x-csrf-token": csrf_of(browser := place.sign_in(neighbour))}
    wish = {"name": "my program", "scopes": ["bet"]}
    assert browser.post("/api/keys", json=wish, headers=csrf).status_code == 201

    owner = town.player(points=500)
    large = Adjustment(id=new_id(), owner=owner, points=2_000, reason="waits for a second admin")
    town.call(ledger.adjust, large, by=town.admin())
    game = Game(place.world.database, place.tenant_id)
    competition = game.competition([event := game.event(league_id=game.league())])
    market = game.market(event, {"1": 2500, "2": 3000})
    entry = game.entry(competition, game.player(neighbour.id))
    game.private_league(entry)
    game.pool(competition, market)
    game.bonus_question(competition)
    game.ruling(event)
    game.run(event)

    leg = {"selection_id": str(market.selections["1"]), "odds": 2500}
    slip = {"entry_id": str(entry), "kind": "single", "stake": 40, "legs": [leg]}
    assert browser.put(f"/api/bets/{new_id()}", json=slip, headers=csrf).status_code == 201

    # Of the key that was made.
    assert town.call(relaying.relay, mailing=True)

    wanted = {"id": str(new_id()), "entry_id": str(entry), "points": 40}
    assert browser.post("/api/payments/deposit", json=wanted, headers=csrf).status_code == 201
    batch = Batch(
        id=new_id(), competition_id=competition, points=50, expires_at=LATER, numbers=(1,)
    )
    town.call(payments.make_vouchers, batch, reason="a prize", by=town.admin())


def real_ids(superuser: Connection, town: Town, names: set[str]) -> Mapping[str, str]:
    return {name: _real_id(superuser, town, name) for name in names - NO_ROWS}


def _real_id(superuser: Connection, town: Town, name: str) -> str:
    table, _, column = COLUMNS.get(name, f"{name.removesuffix('_id')}.id").partition(".")
    known = superuser.execute("select to_regclass(%s) is not null", [table]).fetchone()
    assert known == (True,), (
        f"{{{name}}} is in no table {table}: give it a line in COLUMNS or NO_ROWS of {__file__}"
    )
    query = SQL("select {}::text from {} where tenant_id = %s order by 1 limit 1").format(
        Identifier(column), Identifier(table)
    )
    found = superuser.execute(query, [town.tenant_id]).fetchone()
    assert found, f"no row of {table} next door: let `furnish` in {__file__} make one"
    return str(found[0])


def everything(superuser: Connection, town: Town) -> dict[str, str]:
    """A fingerprint of the community's rows, table by table.

    Not of the minutes that the neighbour played while furnishing: those are written a bit later.
    """
    tables = superuser.execute(
        "select relname from pg_class join pg_attribute on attrelid = pg_class.oid"
        " where attname = 'tenant_id' and relkind in ('r', 'p') and not relispartition"
        " and relnamespace = 'public'::regnamespace and relname <> 'play_time'"
    ).fetchall()
    one = SQL(
        "select {name}, md5(coalesce(string_agg(t::text, '|' order by t::text), ''))"
        " from {table} t where tenant_id = %(tenant_id)s"
    )
    each = [one.format(name=table, table=Identifier(table)) for (table,) in tables]
    query = SQL(" union all ").join(each)
    return dict(superuser.execute(query, {"tenant_id": town.tenant_id}).fetchall())
