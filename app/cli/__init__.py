"""The `pointsbook` command.  Each group of subcommands has a module of its own."""

import click

from app.cli import (
    audit,
    calc,
    config,
    erasures,
    field_keys,
    importing,
    jobs,
    replay,
    run,
    schema,
    tenants,
    verify,
)


@click.group()
def main() -> None:
    """Betting with points among friends."""


main.add_command(audit.audit)
main.add_command(calc.calc)
main.add_command(config.config)
main.add_command(erasures.erasures)
main.add_command(field_keys.field_keys)
main.add_command(importing.import_)
main.add_command(jobs.jobs)
main.add_command(replay.replay)
main.add_command(run.reset)
main.add_command(run.run)
main.add_command(schema.migrate)
main.add_command(tenants.tenant)
main.add_command(verify.verify)
