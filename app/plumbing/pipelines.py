"""Statements sent together to PostgreSQL and answered together: one way there and back.

For the few places where every microsecond counts.  SQLAlchemy costs half a millisecond a statement,
psycopg's own pipelines some 30 µs; here it is less than ten.  Statements are prepared once a
connection; values go as text, a list of them as the text of an array.
"""

import re
import select
from asyncio import Semaphore
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any
from uuid import UUID

import msgspec
import psycopg
from psycopg import AsyncConnection, abc, generators
from psycopg.adapt import Transformer
from psycopg.pq import ExecStatus, Format, TransactionStatus
from psycopg.pq.abc import PGresult
from sqlalchemy import Dialect, Select
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from app.plumbing.db import time_outs
from app.plumbing.settings import Settings

# What is promised is on the disk.  A plan is made once, and must still be right when tables that
# were empty then have grown: whatever has an index is found by it.
OPTIONS = "-c synchronous_commit=on -c plan_cache_mode=force_generic_plan -c enable_seqscan=off"

PLACE = re.compile(r"%\((\w+)\)s")

DIALECT: Dialect = PGDialect_psycopg()  # type: ignore[no-untyped-call]

Row = tuple[Any, ...]
Named = Mapping[str, Any]
numbers = count(1)


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """A text in psycopg's manner, `%(name)s`, that connections prepare when they first send it."""

    text: str
    names: tuple[str, ...] = field(init=False)
    numbered: bytes = field(init=False)
    prepared_as: bytes = field(init=False)

    def __post_init__(self) -> None:
        names = tuple(dict.fromkeys(PLACE.findall(self.text)))
        numbered = PLACE.sub(lambda place: f"${names.index(place[1]) + 1}", self.text)
        object.__setattr__(self, "names", names)
        object.__setattr__(self, "numbered", numbered.encode())
        object.__setattr__(self, "prepared_as", b"pointsbook_%d" % next(numbers))

    def with_values(self, **values: bytes | None) -> "Step":
        return Step(self, [values[name] for name in self.names])


@dataclass(frozen=True, slots=True)
class Step:
    """A statement with its values, each as PostgreSQL reads it."""

    statement: Statement
    values: Sequence[bytes | None]


BEGIN = Statement("begin")
COMMIT = Statement("commit")
ROLLBACK = Statement("rollback")
SET_TENANT = Statement("select set_config('app.tenant_id', %(tenant_id)s, true)")


def begin(tenant_id: UUID) -> list[Step]:
    """Begin a transaction that sees one community."""
    return [BEGIN.with_values(), SET_TENANT.with_values(tenant_id=str(tenant_id).encode())]


def commit() -> list[Step]:
    return [COMMIT.with_values()]


def roll_back() -> list[Step]:
    return [ROLLBACK.with_values()]


class PreparedSelect:
    """A query of SQLAlchemy's that is compiled once and for all."""

    def __init__(self, query: Select[Any]) -> None:
        compiled = query.compile(dialect=DIALECT)
        self._statement = Statement(str(compiled))
        self._columns = [column.name for column in query.selected_columns]
        self._fixed = {
            name: str(value).encode()
            for name, value in compiled.params.items()
            if value is not None
        }

    async def send(self, pipeline: "Pipeline", tenant_id: UUID, **values: bytes) -> list[Named]:
        """What it finds in one community, in one way there and back."""
        look = self._statement.with_values(**self._fixed, **values)
        *_, rows, _ = await pipeline.send([*begin(tenant_id), look, *roll_back()])
        return [dict(zip(self._columns, row, strict=True)) for row in rows]


def array(values: Iterable[object]) -> bytes:
    """An array of ids, numbers, days, moments or plain words.

    Of these JSON and PostgreSQL think alike, but for the brackets.
    """
    return b"{%b}" % msgspec.json.encode(list(values))[1:-1]


def octets(values: Iterable[bytes]) -> bytes:
    """An array of bytea."""
    return array(f"\\x{value.hex()}" for value in values)


def texts(values: Iterable[str | None]) -> bytes:
    """An array of texts with whatever signs people type."""
    return "{{{}}}".format(",".join(map(_quoted, values))).encode()


def _quoted(text: str | None) -> str:
    if text is None:
        return "NULL"
    if "\0" in text:
        msg = "PostgreSQL text fields cannot contain NUL (0x00) bytes"
        raise psycopg.DataError(msg)
    return '"{}"'.format(text.replace("\\", "\\\\").replace('"', '\\"'))


class Pipeline:
    """One connection that sends several statements at a time."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._pgconn = connection.pgconn
        self._pgconn.enter_pipeline_mode()
        self._prepared: set[bytes] = set()

    @property
    def idle(self) -> bool:
        """Whether it is outside of any transaction, and not known to be lost."""
        return self._pgconn.transaction_status == TransactionStatus.IDLE

    @property
    def lost(self) -> bool:
        """Whether the server said something that nobody asked for: those are its last words."""
        heard = select.poll()
        heard.register(self._pgconn.socket, select.POLLIN)
        return bool(heard.poll(0))

    async def send(self, steps: Sequence[Step]) -> list[list[Row]]:
        """The rows of each statement, or the error of the first that failed: no later one was run.

        A transaction that failed is rolled back.
        """
        try:
            await self._prepare(step.statement for step in steps)
            results = await self._exchange(
                partial(
                    self._pgconn.send_query_prepared,
                    step.statement.prepared_as,
                    step.values,
                    result_format=Format.BINARY,
                )
                for step in steps
            )
        except psycopg.Error:
            await self._roll_back()
            raise
        reader = Transformer(self._connection)
        return [_rows(result, reader) for result in results]

    async def close(self) -> None:
        await self._connection.close()

    async def _prepare(self, statements: Iterable[Statement]) -> None:
        new = [one for one in statements if one.prepared_as not in self._prepared]
        if new:
            await self._exchange(
                partial(self._pgconn.send_prepare, one.prepared_as, one.numbered)
                for one in dict.fromkeys(new)
            )
            self._prepared.update(one.prepared_as for one in new)

    async def _roll_back(self) -> None:
        # Should this fail, too, the connection is lost and the transaction with it.
        with suppress(psycopg.Error):
            if self._pgconn.transaction_status == TransactionStatus.INERROR:
                await self.send(roll_back())

    async def _exchange(self, messages: Iterable[Callable[[], None]]) -> list[PGresult]:
        results = await self._connection.wait(self._answers(messages))
        for result in results:
            if result.status not in {ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK}:
                raise psycopg.errors.error_from_result(result)
        return results

    def _answers(self, messages: Iterable[Callable[[], None]]) -> abc.PQGen[list[PGresult]]:
        for message in messages:
            message()
        self._pgconn.pipeline_sync()
        yield from generators.send(self._pgconn)
        results: list[PGresult] = []
        while True:
            found = yield from generators.fetch_many(self._pgconn)
            if found and found[0].status == ExecStatus.PIPELINE_SYNC:
                return results
            results += found


def _rows(result: PGresult, reader: abc.Transformer) -> list[Row]:
    if result.status != ExecStatus.TUPLES_OK:
        return []
    reader.set_pgresult(result)
    return reader.load_rows(0, result.ntuples, tuple)


class Pipelines:
    """A process's few connections of this sort; the one used last comes first, being warm."""

    def __init__(self, settings: Settings, *, size: int) -> None:
        self._settings = settings
        self._free = Semaphore(size)
        self._idle: list[Pipeline] = []
        self._closed = False

    @asynccontextmanager
    async def one(self) -> AsyncIterator[Pipeline]:
        async with self._free:
            if self._idle and self._idle[-1].lost:
                await self._close_idle()
            pipeline = self._idle.pop() if self._idle else await self._open()
            try:
                yield pipeline
            finally:
                if pipeline.idle and not self._closed:
                    self._idle.append(pipeline)
                else:
                    # A lost connection seldom comes alone.
                    await pipeline.close()
                    await self._close_idle()

    async def close(self) -> None:
        """Those in use are closed by whoever uses them last."""
        self._closed = True
        await self._close_idle()

    async def _close_idle(self) -> None:
        while self._idle:
            await self._idle.pop().close()

    async def _open(self) -> Pipeline:
        connection = await AsyncConnection.connect(
            self._settings.database_url.reveal(),
            autocommit=True,
            connect_timeout=3,
            application_name="pointsbook",
            options=f"{time_outs(self._settings.limits)} {OPTIONS}",
        )
        return Pipeline(connection)
