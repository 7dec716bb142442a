"""The application with routes that go wrong in every way that telemetry must bear."""

from litestar import Litestar, get
from litestar.datastructures import State
from sqlalchemy import text

from app import main
from app.plumbing.access import anyone
from app.plumbing.db import Database

CANARY = "canary-7391"


@get("/fine/{number:int}", guards=[anyone], opt={"any_host": True})
async def fine(state: State, number: int) -> str:
    database: Database = state.database
    async with database.platform() as tx:
        return str(await tx.scalar(text("select :number"), {"number": str(number)}))


@get("/slow", guards=[anyone], opt={"any_host": True})
async def slow(state: State) -> str:
    database: Database = state.database
    async with database.platform() as tx:
        await tx.execute(text("select pg_sleep(0.15)"))
    return "at last"


@get("/refused", guards=[anyone], opt={"any_host": True})
async def refused(state: State) -> None:
    """PostgreSQL quotes the row that breaks a constraint."""
    database: Database = state.database
    async with database.platform() as tx:
        await tx.execute(text("create temporary table t (name text check (name = ''))"))
        await tx.execute(text("insert into t values (:name)"), {"name": CANARY})


@get("/broken", guards=[anyone], opt={"any_host": True})
async def broken() -> None:
    msg = f"something that says more below\n{CANARY}"
    raise RuntimeError(msg)


def create() -> Litestar:
    app = main.create()
    for route in (fine, slow, refused, broken):
        app.register(route)
    return app
