"""`pointsbook tenant`: communities from the command line."""

import click

from app.audit.rules import System
from app.cli.running import read_settings, with_database
from app.plumbing.db import Database
from app.plumbing.ids import new_id
from app.tenants import service
from app.tenants.rules import PLATFORM_ID, Community, CommunitySettings, Status

OPERATOR = System(name="command line")


def _say_why(_context: click.Context, _option: click.Parameter, reason: str) -> str:
    if not reason.strip():
        msg = "Say why."
        raise click.BadParameter(msg)
    return reason.strip()


reason_option = click.option(
    "--reason", required=True, callback=_say_why, help="Why; it is kept in the audit record."
)


@click.group()
def tenant() -> None:
    """Found, list and suspend communities."""


@tenant.command()
@click.argument("subdomain")
@click.option("--name", help="What people call it; the subdomain by default.")
@click.option("--host", "hosts", multiple=True, help="A further host it answers at.")
@click.option("--locale", default="en", show_default=True)
@click.option("--time-zone", default="UTC", show_default=True)
def create(
    subdomain: str, name: str | None, hosts: tuple[str, ...], locale: str, time_zone: str
) -> None:
    """Found the community SUBDOMAIN."""
    address = f"{subdomain}.{read_settings().base_domain}"
    community = Community(
        id=new_id(),
        subdomain=subdomain,
        name=name or subdomain.capitalize(),
        status=Status.ACTIVE,
        settings=CommunitySettings(locale=locale, time_zone=time_zone),
        settings_version=1,
    )

    async def work(database: Database) -> None:
        async with database.tenant(community.id) as tx:
            await service.found_community(tx, community, hosts=[address, *hosts], by=OPERATOR)

    with_database(work)
    click.echo(f"{community.name} lives at {address}.")


@tenant.command("list")
def list_() -> None:
    """List the communities with their state and hosts."""

    async def work(database: Database) -> list[tuple[Community, list[str]]]:
        async with database.reading(PLATFORM_ID) as tx:
            return await service.list_communities(tx)

    for community, hosts in with_database(work):
        hosts_text = " ".join(sorted(hosts))
        click.echo(f"{community.subdomain}\t{community.status}\t{community.name}\t{hosts_text}")


@tenant.command()
@click.argument("subdomain")
@reason_option
def suspend(subdomain: str, reason: str) -> None:
    """Suspend SUBDOMAIN: its people see a notice, nothing is lost."""
    _set_status(subdomain, Status.SUSPENDED, reason)
    click.echo(f"{subdomain} is suspended.")


@tenant.command()
@click.argument("subdomain")
@reason_option
def resume(subdomain: str, reason: str) -> None:
    """Let SUBDOMAIN go on."""
    _set_status(subdomain, Status.ACTIVE, reason)
    click.echo(f"{subdomain} goes on.")


def _set_status(subdomain: str, status: Status, reason: str) -> None:
    async def work(database: Database) -> None:
        async with database.reading(PLATFORM_ID) as tx:
            community = await service.get_community(tx, subdomain)
        async with database.tenant(community.id) as tx:
            await service.set_status(tx, community.id, status, by=OPERATOR, reason=reason)

    with_database(work)
