"""The `pointsbook` command.  Each group of subcommands has a module of its own."""

import click

from app.cli import audit, jobs, schema, tenants, verify


@click.group()
def main() -> None:
    """Betting with points among friends."""


main.add_command(audit.audit)
main.add_command(jobs.jobs)
main.add_command(schema.migrate)
main.add_command(tenants.tenant)
main.add_command(verify.verify)
