"""`python -m app.development.demo`: the demo as a process of its own, a round a minute."""

import asyncio
import os
from datetime import UTC, datetime
from random import SystemRandom

import psycopg
import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.betting.service.batching import Batches
from app.development.demo.moving import move_prices
from app.development.demo.officiating import officiate
from app.development.demo.playing import go_on, open_stage
from app.development.demo.tours import OFFICIATED, SHARED
from app.development.seed import DEMO, PLAYERS
from app.identity.service.provider import connect
from app.plumbing.db import Database
from app.plumbing.refusals import Refusal
from app.plumbing.settings import Settings
from app.plumbing.telemetry import logs
from app.tenants.rules import PLATFORM_ID

log = structlog.get_logger()

ROUND_SECONDS = 60
# Scores are told more often than bets are placed.
SCORE_SECONDS = 15


async def play(settings: Settings) -> None:
    """Play until somebody ends us: whatever was committed is whole."""
    subjects = await _signing_in(settings)
    while True:
        try:
            await play_round(settings, subjects, now=datetime.now(UTC))
            for _ in range(ROUND_SECONDS // SCORE_SECONDS):
                await asyncio.sleep(SCORE_SECONDS)
                await officiate_all(settings, now=datetime.now(UTC))
            await _move_prices(settings)
        except (Refusal, SQLAlchemyError, psycopg.Error) as error:
            # An admin has closed what we play with, or the database is away for a moment.
            log.warning("demo round failed", error=type(error).__name__)
            await asyncio.sleep(ROUND_SECONDS)


async def play_round(settings: Settings, subjects: frozenset[str], *, now: datetime) -> None:
    """A round of its own connections; `subjects` are people who sign in."""
    database, batches = Database(settings), Batches(settings)
    try:
        stage = await open_stage(database, batches, settings, subjects=subjects, now=now)
        await go_on(stage, now=now)
    finally:
        await batches.close()
        await database.close()


async def officiate_all(settings: Settings, *, now: datetime) -> None:
    database = Database(settings)
    try:
        for tour in OFFICIATED:
            async with database.tenant(PLATFORM_ID) as tx:
                await officiate(tx, tour, now=now)
    finally:
        await database.close()


async def _move_prices(settings: Settings) -> None:
    database = Database(settings)
    try:
        for tour in SHARED:
            async with database.tenant(PLATFORM_ID) as tx:
                await move_prices(tx, tour, now=datetime.now(UTC), random=SystemRandom())
    finally:
        await database.close()


async def _signing_in(settings: Settings) -> frozenset[str]:
    async with connect(settings) as provider:
        people = await provider.gateway.people(DEMO.subdomain)
    return frozenset(person.subject for person in people if person.username in PLAYERS)


if __name__ == "__main__":
    # Quiet but for warnings, which go to standard error.
    logs.configure_structlog(strict=False)
    asyncio.run(play(Settings.read(os.environ)))
