"""`pointsbook tenant`, as an operator types it."""

import pytest
from click.testing import CliRunner

from app.cli import main
from tests.acceptance.world import World


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_suspension_without_a_reason_is_refused(world: World, reason: str) -> None:
    world.found_community(subdomain := f"quiet-{len(reason)}")

    told = CliRunner(env=world.database.environ()).invoke(
        main, ["tenant", "suspend", subdomain, "--reason", reason]
    )

    assert told.exit_code == 2
    assert "Say why." in told.output
    assert world.audit_of(subdomain) == ""
