"""What every migration repeats: grants, row-level security, the clock of `updated_at`."""

from alembic import op

CURRENT_TENANT = "nullif(current_setting('app.tenant_id', true), '')::uuid"


def tenant_table(
    name: str, *, app: str = "select, insert, update", tenant: str = "tenant_id"
) -> None:
    """Let the application see and change only the current community's rows of this table."""
    protect(name)
    op.execute(
        f"create policy tenant on {name} using ({tenant} = {CURRENT_TENANT})"
        f" with check ({tenant} = {CURRENT_TENANT})"
    )
    grant(name, app=app)


def protect(name: str) -> None:
    op.execute(f"alter table {name} enable row level security")
    op.execute(f"alter table {name} force row level security")


def grant(name: str, *, app: str) -> None:
    op.execute(f"grant {app} on {name} to pointsbook_app")
    op.execute(f"grant select on {name} to pointsbook_platform")


def touched(name: str) -> None:
    """Keep `updated_at` true whoever writes."""
    op.execute(
        f"create trigger touch before update on {name} for each row execute function touch()"
    )
