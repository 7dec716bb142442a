"""`pointsbook jobs`: look at the queue, and give dead letters another try."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import click
from sqlalchemy.ext.asyncio import AsyncConnection

from app.cli.running import with_database
from app.plumbing import jobs as queue
from app.plumbing.db import Database

Result = TypeVar("Result")


@click.group()
def jobs() -> None:
    """Background jobs."""


@jobs.command("list")
@click.option("--failed", is_flag=True, help="Name the jobs that were given up.")
def list_jobs(*, failed: bool) -> None:
    """Count the jobs that wait, run, or were given up."""
    if not failed:
        for status, count in _ask(queue.measure).items():
            click.echo(f"{status}\t{count}")
        return
    for job in _ask(queue.list_failed):
        click.echo(f"{job.id}\t{job.name}\t{job.tries} tries\t{job.failed_at:%Y-%m-%d %H:%M:%S %Z}")


@jobs.command()
@click.argument("job_id", type=int)
def retry(job_id: int) -> None:
    """Give a job that was given up one more try."""
    _ask(lambda tx: queue.retry(tx, job_id))
    click.echo(f"Job {job_id} waits in the queue again.")


def _ask(question: Callable[[AsyncConnection], Awaitable[Result]]) -> Result:
    async def work(database: Database) -> Result:
        async with database.primary.begin() as tx:
            return await question(tx)

    return with_database(work)
